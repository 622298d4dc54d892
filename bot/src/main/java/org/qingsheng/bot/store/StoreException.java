package org.qingsheng.bot.store;

/** The database did not do what it was asked; names what was asked. Nothing of it was kept. */
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StoreException(String what, Throwable cause) {
    super("could not " + what, cause);
  }

  public StoreException(String what) {
    super(what);
  }
}
