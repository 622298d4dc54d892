package org.qingsheng.bot.people;

/** Something a person filled in cannot be used; names the field and, in Chinese, the remedy. */
public final class BadInput extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String field;

  public BadInput(String field, String message) {
    super(message);
    this.field = field;
  }

  public String field() {
    return field;
  }
}
