package org.qingsheng.adapters.onebot.fake;

import java.time.Duration;

/** How the client reacts to one call. */
public sealed interface Reaction {
  /** Does it and answers. */
  record Obey() implements Reaction {}

  /** Does it at once and answers later. */
  record ObeyLate(Duration after) implements Reaction {}

  /** Does it and keeps the answer until {@link FakeOneBot#releaseHeld}. */
  record Hold() implements Reaction {}

  /**
   * Answers with a failure.
   *
   * @param done whether the message appeared all the same, as with NapCat's time-outs
   */
  record Fail(int retcode, boolean done) implements Reaction {}

  /** Never answers. */
  record Ignore(boolean done) implements Reaction {}

  /** Loses the line instead of answering. */
  record DropLine(boolean done) implements Reaction {}

  /** Over HTTP, something in between answers instead, and nothing is done. */
  record Page(int status, String body) implements Reaction {}

  Reaction OBEY = new Obey();
}
