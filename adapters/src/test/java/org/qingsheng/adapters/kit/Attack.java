package org.qingsheng.adapters.kit;

/** What somebody who is not the platform, or a broken platform, may throw at our address. */
public enum Attack {
  /** Signed with another secret, or with another token. */
  FORGED,
  /** No signature or token at all. */
  UNSIGNED,
  /** Rightly signed, a day ago. */
  STALE,
  /** Rightly made, for another account. */
  FOREIGN,
  /** One character of the content changed after signing. */
  ALTERED,
  /** Rightly signed, and not what the format demands. */
  MALFORMED,
  /** Nothing in it. */
  EMPTY,
  /** A right message under a content type that it has not. */
  ODD_CONTENT_TYPE,
  /** A megabyte of text, rightly signed. */
  MEGABYTE,
  /** Ten thousand brackets or elements inside each other, rightly signed. */
  NESTED,
  /** An external entity that would read a file, rightly signed. */
  EXTERNAL_ENTITY,
  /** Entities that grow to gigabytes, rightly signed. */
  ENTITY_BOMB,
  /** Random bytes. */
  BINARY,
  /** Another HTTP method than the platform's. */
  OTHER_METHOD;

  /** How our address reacted. */
  public record Reaction(int status, String body) {
    /** A line that says nothing back. */
    public static final Reaction NONE = new Reaction(0, "");

    boolean isAcknowledgement() {
      return status >= 200 && status < 300;
    }
  }
}
