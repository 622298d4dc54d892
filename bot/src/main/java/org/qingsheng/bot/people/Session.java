package org.qingsheng.bot.people;

/**
 * Somebody who is signed in, at this moment.
 *
 * @param account as it stands now, not as it stood when signing in
 * @param csrf what a form must send along
 */
public record Session(Account account, String csrf, Kind kind) {
  /** What the token is used with. */
  public enum Kind {
    /** Cookie of the console. */
    CONSOLE,
    /** Bearer token. */
    API
  }

  @Override
  public String toString() {
    return "Session[account=%s, csrf=***, kind=%s]".formatted(account.id(), kind);
  }
}
