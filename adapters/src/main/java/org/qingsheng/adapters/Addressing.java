package org.qingsheng.adapters;

/** How a message is meant for the bot, as far as the platform tells. */
public enum Addressing {
  /** Said in a private chat. */
  PRIVATE,
  /** Names this bot's own account; naming everyone (@全体) does not count. */
  MENTION,
  /** Answers (quotes) one of the bot's own messages. */
  QUOTE,
  /** Group talk that is not to the bot as far as the platform knows. */
  NONE
}
