package org.qingsheng.adapters;

/**
 * One chat on one channel, opaque outside its adapter: a group or one person's private chat.
 *
 * @param value never blank, at most 200 characters
 */
public record ConversationId(String value) {
  public ConversationId {
    if (value.isBlank() || value.length() > 200) {
      throw new IllegalArgumentException(
          "ConversationId must have 1 to 200 characters, has " + value.length());
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
