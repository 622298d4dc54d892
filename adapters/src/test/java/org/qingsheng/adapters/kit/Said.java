package org.qingsheng.adapters.kit;

/**
 * Something a person does in a chat.
 *
 * @param text the words; empty where the manner has none
 */
public record Said(Who who, Place place, Manner manner, String text) {
  /** Words meant for the bot. */
  public static Said toBot(Who who, Place place, String text) {
    return new Said(who, place, Manner.TO_BOT, text);
  }

  /** The people of the kit. */
  public enum Who {
    XIAOMING,
    XIAOHONG
  }

  /** The chats of the kit; on a platform without groups everything is private. */
  public enum Place {
    PRIVATE,
    GROUP,
    OTHER_GROUP
  }

  /** How it is said. */
  public enum Manner {
    TO_BOT,
    TO_NOBODY,
    TO_EVERYONE,
    BARE_MENTION,
    PICTURE,
    /** A kind of message that does not exist yet. */
    UNKNOWN_KIND
  }
}
