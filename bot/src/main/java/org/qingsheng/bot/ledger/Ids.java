package org.qingsheng.bot.ledger;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import com.fasterxml.uuid.UUIDClock;
import java.time.InstantSource;
import java.util.Random;

/** Makes time-ordered 128-bit ids (UUID version 7, RFC 9562). Thread-safe. */
public final class Ids {
  private final NoArgGenerator generator;

  public Ids(InstantSource clock, Random random) {
    this.generator =
        Generators.timeBasedEpochGenerator(
            random,
            new UUIDClock() {
              @Override
              public long currentTimeMillis() {
                return clock.millis();
              }
            });
  }

  public ItemId item() {
    return new ItemId(next());
  }

  public TurnId turn() {
    return new TurnId(next());
  }

  public OutboundId outbound() {
    return new OutboundId(next());
  }

  /** A bare id, for rows of other packages. */
  public String next() {
    return generator.generate().toString();
  }
}
