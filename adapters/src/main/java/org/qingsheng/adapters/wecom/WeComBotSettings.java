package org.qingsheng.adapters.wecom;

import java.net.URI;
import org.qingsheng.adapters.ChannelId;

/**
 * 智能机器人 in API mode with 使用 URL 回调.
 *
 * @param botId aibotid, as it stands in every message; others are refused
 * @param name 机器人名 as members mention it, without the {@code @}; may contain blanks
 * @param keys Token and EncodingAESKey of the callback
 * @param apiBase where answers by {@code response_url} may go, and nowhere else
 * @param pending shown while the answer is looked for
 */
public record WeComBotSettings(
    ChannelId channel, String botId, String name, WeComKeys keys, URI apiBase, String pending) {
  /** What is shown at once. */
  public static final String PENDING = "正在查询，请稍候……";

  public WeComBotSettings {
    WeComKeys.require(WeComIds.isId(botId), "botId", "the aibotid of the 智能机器人");
    WeComKeys.require(!name.isBlank(), "name", "the name by which members mention it");
    WeComKeys.require(!pending.isBlank(), "pending", "something to show");
    WeComKeys.requireHttp(apiBase, "apiBase");
  }

  /** With every default. */
  public static WeComBotSettings of(ChannelId channel, String botId, String name, WeComKeys keys) {
    return new WeComBotSettings(channel, botId, name, keys, WeComKfSettings.API, PENDING);
  }

  public WeComBotSettings withApiBase(URI base) {
    return new WeComBotSettings(channel, botId, name, keys, base, pending);
  }

  /** Whether a later answer may be sent there: the address came with a message, not from us. */
  boolean allows(URI responseUrl) {
    return apiBase.getScheme().equals(responseUrl.getScheme())
        && apiBase.getHost().equals(responseUrl.getHost())
        && apiBase.getPort() == responseUrl.getPort();
  }
}
