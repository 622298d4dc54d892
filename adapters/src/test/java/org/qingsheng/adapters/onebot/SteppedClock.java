package org.qingsheng.adapters.onebot;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that moves when told. */
final class SteppedClock implements InstantSource {
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-03-02T01:00:00Z"));

  @Override
  public Instant instant() {
    return now.get();
  }

  void passes(Duration time) {
    now.updateAndGet(instant -> instant.plus(time));
  }
}
