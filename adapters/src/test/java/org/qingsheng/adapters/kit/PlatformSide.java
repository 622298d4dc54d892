package org.qingsheng.adapters.kit;

import java.time.Duration;
import java.util.List;
import org.qingsheng.adapters.ChannelAdapter;
import org.qingsheng.adapters.kit.Attack.Reaction;
import org.qingsheng.adapters.kit.Said.Who;

/**
 * One platform on loopback, as the kit moves it and looks at it. Each hook is small; a hook whose
 * thing is declared lacking in {@link #abilities()} is never called.
 */
public interface PlatformSide extends AutoCloseable {
  /** The adapter under test: set up, its routes served, not started. */
  ChannelAdapter adapter();

  Abilities abilities();

  /** Tokens, keys, and ids of people: what may be in no log and no reason. */
  List<String> secrets();

  // ---- the platform says … ----------------------------------------------------------------------

  /** Somebody says something, and the platform tells us. */
  Told says(Said said);

  /** The platform tells the same message once more. */
  default Told repeats(Told told) {
    throw lacking("repeats");
  }

  /** The person takes the message back. */
  default void recalls(Told told) {
    throw lacking("recalls");
  }

  /** Somebody quotes an earlier message, speaking to the bot. */
  default Told quotes(Who who, Told earlier, String text) {
    throw lacking("quotes");
  }

  default void happens(Happening happening) {
    throw lacking("happens");
  }

  default Reaction attacks(Attack attack) {
    throw lacking("attacks");
  }

  /** Makes something of the next send. */
  default void next(Fate fate) {
    throw lacking("next");
  }

  /** From now on every token handed out so far is wrong. */
  default void revokesTokens() {
    throw lacking("revokesTokens");
  }

  /** From now on no token is given: the secret was changed. */
  default void refusesTokens() {
    throw lacking("refusesTokens");
  }

  /** The line breaks, and nobody can connect until {@link #lineComesBack}. */
  default void lineBreaks() {
    throw lacking("lineBreaks");
  }

  default void lineComesBack() {
    throw lacking("lineComesBack");
  }

  /** Time passes, for the adapter and the platform. */
  void passes(Duration time);

  // ---- the platform saw … -----------------------------------------------------------------------

  /** Waits until the adapter can send and receive. */
  default void awaitReady() {}

  /** What people saw so far, in order. */
  List<Seen> seen();

  /** How many times the adapter tried to send a message. */
  default int sendCalls() {
    return seen().size();
  }

  /** How many times it asked for a token. */
  default int tokenCalls() {
    throw lacking("tokenCalls");
  }

  @Override
  void close();

  private static UnsupportedOperationException lacking(String hook) {
    return new UnsupportedOperationException(
        "hook %s is needed, or its thing must be declared lacking".formatted(hook));
  }
}
