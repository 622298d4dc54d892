package org.qingsheng.bot.people;

/** The account may not do this; the message is Chinese and for the person. */
public final class NotAllowed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public NotAllowed(String message) {
    super(message);
  }
}
