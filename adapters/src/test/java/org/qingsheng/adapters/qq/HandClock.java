package org.qingsheng.adapters.qq;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that moves when told. */
final class HandClock implements InstantSource {
  private final AtomicReference<Instant> now;

  HandClock(Instant start) {
    now = new AtomicReference<>(start);
  }

  @Override
  public Instant instant() {
    return now.get();
  }

  void passes(Duration time) {
    now.updateAndGet(instant -> instant.plus(time));
  }
}
