package org.qingsheng.bot.console;

import java.util.Optional;

/** Signing in and out, as console and API need it. Thread-safe. */
public interface Visits {
  /** What a session is for; the token of one kind does not open the other. */
  enum Kind {
    CONSOLE,
    API
  }

  /**
   * Opens a session.
   *
   * @param address of the person, to slow down guessing
   * @return empty for a wrong name or password, the same for both
   * @throws org.qingsheng.bot.people.NotAllowed if there were too many tries
   */
  Optional<Visitor> open(String login, String password, String address, Kind kind);

  /** Whose session a token names, if it is still open; counts as activity. */
  Optional<Visitor> find(String token, Kind kind);

  /** The same for what a page does by itself: does not count as activity. */
  Optional<Visitor> look(String token, Kind kind);

  void close(String token, Kind kind);
}
