package org.qingsheng.bot.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.qingsheng.bot.people.AccountId;
import org.qingsheng.bot.people.AuditEvent;

@DisplayName("操作日志存储 · audit log store")
abstract class AuditLogContract extends StoreContract {
  @Test
  @DisplayName("按时间取日志，新的在前，起点算在内、终点不算")
  void finds_a_period_newest_first() {
    var log = new SqlAudit(database);
    var start = clock.instant();
    for (var action : new String[] {"one", "two", "three"}) {
      log.record(event(action));
      clock.pass(Duration.ofMinutes(1));
    }

    assertThat(log.find(start, start.plus(Duration.ofMinutes(2)), 10))
        .extracting(AuditEvent::action)
        .containsExactly("two", "one");
    assertThat(log.find(start, clock.instant(), 1))
        .extracting(AuditEvent::action)
        .containsExactly("three");
  }

  @Test
  @DisplayName("谁做的、对什么做的、怎么说的，原样取得出来")
  void gives_back_the_whole_event() {
    var log = new SqlAudit(database);
    var event =
        new AuditEvent(
            "e1", clock.instant(), Optional.of(new AccountId("a")), "act", "s-1", "说明文字");

    log.record(event);

    assertThat(log.find(clock.instant(), clock.instant().plusMillis(1), 10)).containsExactly(event);
  }
}
