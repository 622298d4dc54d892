package org.qingsheng.bot.simulation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** A clock turned by hand. Thread-safe. */
public final class TurnedClock implements InstantSource {
  private final AtomicReference<Instant> now;

  public TurnedClock(Instant start) {
    this.now = new AtomicReference<>(start);
  }

  @Override
  public Instant instant() {
    return now.get();
  }

  public void turn(Duration forward) {
    now.updateAndGet(at -> at.plus(forward));
  }

  public void set(Instant at) {
    now.set(at);
  }
}
