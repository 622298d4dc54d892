package org.qingsheng.bot.people;

import java.time.Instant;

/** Counts tries to sign in. Thread-safe. */
public interface LoginAttempts {
  /**
   * Counts one try, unless there were too many already. Of many at once no more than the limits
   * allow are admitted.
   *
   * @param login digest of what was typed as the login
   * @param since tries before this are forgotten
   */
  Admission admit(String login, String address, Instant at, Instant since, Limits limits);

  /** Forgets the tries for the login from the address, after one succeeded. */
  void clear(String login, String address);

  /**
   * How many tries are admitted.
   *
   * @param login for one login from one address
   * @param address from one address, whatever the login
   */
  record Limits(int login, int address) {}

  /** Whether a try was admitted. */
  enum Admission {
    ADMITTED,
    /** Too many for this login from this address. */
    TOO_MANY_FOR_LOGIN,
    /** Too many from this address, over all logins. */
    TOO_MANY_FROM_ADDRESS
  }
}
