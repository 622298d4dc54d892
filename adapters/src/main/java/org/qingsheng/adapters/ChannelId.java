package org.qingsheng.adapters;

import java.util.regex.Pattern;

/**
 * One connected account on a platform (渠道), as named in the settings: {@code qq-groups}, {@code
 * wechat-main}. It is part of the callback address {@code /channels/{channelId}}.
 *
 * @param value lower-case letters, digits and hyphens, 1 to 40 characters
 */
public record ChannelId(String value) {
  private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");

  public ChannelId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "channel id \"%s\": expected lower-case letters, digits and hyphens, at most 40"
              .formatted(value));
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
