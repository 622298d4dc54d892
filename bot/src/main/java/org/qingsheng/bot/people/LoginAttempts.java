package org.qingsheng.bot.people;

import java.time.Instant;

/** Counts tries to sign in. Thread-safe. */
public interface LoginAttempts {
  /**
   * Counts one try, unless there were too many already. Of many at once no more than the limit are
   * admitted.
   *
   * @param login digest of what was typed as the login
   * @param since tries before this are forgotten
   * @return false if the limit was reached
   */
  boolean admit(String login, String address, Instant at, Instant since, int limit);

  /** Forgets the tries, after one succeeded. */
  void clear(String login, String address);
}
