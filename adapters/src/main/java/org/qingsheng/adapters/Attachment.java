package org.qingsheng.adapters;

import java.util.Optional;

/**
 * Something other than text in a message.
 *
 * @param kind what it is
 * @param name file name as the sender gave it, if any; untrusted text
 * @param reference the platform's handle (media id or address) by which it could be fetched, if any
 */
public record Attachment(Kind kind, Optional<String> name, Optional<String> reference) {
  /** What kinds the bot tells apart when it asks for words instead. */
  public enum Kind {
    VOICE,
    IMAGE,
    VIDEO,
    FILE,
    STICKER,
    LOCATION,
    CARD,
    OTHER
  }
}
