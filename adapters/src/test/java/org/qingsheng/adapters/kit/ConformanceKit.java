package org.qingsheng.adapters.kit;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/**
 * What every adapter promises, as one test class to extend:
 *
 * <pre>{@code
 * class MyAdapterConformanceTest extends ConformanceKit {
 *   @Override protected PlatformSide platform(Setup setup) { return new MyPlatformSide(setup); }
 * }
 * }</pre>
 *
 * <p>The checks are in the interfaces, by theme. Each runs on a fresh platform and adapter.
 */
@Timeout(60)
public abstract class ConformanceKit
    implements HearingChecks,
        KeepingChecks,
        HostileChecks,
        SpeakingChecks,
        OutcomeChecks,
        TokenChecks,
        LineChecks,
        RunningChecks,
        SecrecyChecks {
  private @Nullable Kit kit;

  /** A platform with the adapter set up for it, and not started. */
  protected abstract PlatformSide platform(Setup setup);

  @BeforeEach
  final void begin() {
    kit = new Kit(platform(Setup.USUAL)).started();
  }

  @AfterEach
  final void end() {
    kit().close();
  }

  @Override
  public final Kit kit() {
    return Objects.requireNonNull(kit, "begin() makes it");
  }

  @Override
  public final Kit anew(Setup setup) {
    var next = replacedBy(platform(setup));
    if (setup.elsewhere().isEmpty()) {
      return next.started();
    }
    next.adapter().start(next.sink()); // looks for the platform elsewhere: never becomes ready
    return next;
  }

  @Override
  public final Kit anewNotStarted() {
    return replacedBy(platform(Setup.USUAL));
  }

  private Kit replacedBy(PlatformSide other) {
    kit().close();
    kit = new Kit(other);
    return kit();
  }
}
