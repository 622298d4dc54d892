package org.qingsheng.bot.store;

import org.jspecify.annotations.Nullable;

/** The database did not do what it was asked; names what was asked. Nothing of it was kept. */
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StoreException(String what, Throwable cause) {
    super("could not " + what, cause);
  }

  public StoreException(String what) {
    super(what);
  }

  private StoreException(@Nullable Throwable cause, String sentence) {
    super(sentence, cause);
  }

  /**
   * The database as a whole cannot be used.
   *
   * @param sentence for the operator, in Chinese: what is wrong and what to do
   */
  static StoreException unusable(String sentence, Throwable cause) {
    return new StoreException(cause, sentence);
  }

  /** The same where nothing else failed before. */
  static StoreException unusable(String sentence) {
    return new StoreException(null, sentence);
  }
}
