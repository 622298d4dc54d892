package org.qingsheng.bot.house;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands still until it is told to go on. Thread-safe. */
public final class TestClock implements InstantSource {
  /** Friday, 20 November 2026, 09:00 in Shanghai. */
  public static final Instant NINE_AM = Instant.parse("2026-11-20T01:00:00Z");

  private final AtomicReference<Instant> now = new AtomicReference<>(NINE_AM);

  @Override
  public Instant instant() {
    return now.get();
  }

  public void pass(Duration time) {
    now.updateAndGet(before -> before.plus(time));
  }
}
