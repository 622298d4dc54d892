package org.qingsheng.adapters.tencent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("到点提醒 · timer")
class TimerTest {
  @Test
  @DisplayName("到点才响，取消了就不响，也不再占地方")
  void rings_when_due_unless_forgotten() throws InterruptedException {
    try (var clockwork = new ScheduledThreadPoolExecutor(1)) {
      clockwork.setRemoveOnCancelPolicy(true);
      var timer = Timer.of(clockwork, Runnable::run);
      var rung = new CountDownLatch(1);
      var forgotten = new AtomicBoolean();

      timer.after(Duration.ofMillis(20), () -> forgotten.set(true)).run();
      var _ = timer.after(Duration.ofMillis(40), rung::countDown);

      assertThat(rung.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(forgotten).isFalse();
      assertThat(clockwork.getQueue()).isEmpty();
    }
  }
}
