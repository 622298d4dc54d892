package org.qingsheng.adapters;

/** Where something is said: a group (群聊) or one person's private chat (私聊). */
public sealed interface Conversation {
  ConversationId id();

  /** A chat of several people, in which the bot speaks only when spoken to. */
  record GroupChat(ConversationId id) implements Conversation {}

  /** A chat of one person with the bot. */
  record PrivateChat(ConversationId id) implements Conversation {}

  default boolean isGroup() {
    return this instanceof GroupChat;
  }
}
