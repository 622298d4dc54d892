package org.qingsheng.bot.people;

import java.time.Instant;
import java.util.List;

/** Everything staff did (操作日志). Append-only. Thread-safe. */
public interface AuditLog {
  void record(AuditEvent event);

  /**
   * Events of a period, newest first.
   *
   * @param from inclusive
   * @param to exclusive
   */
  List<AuditEvent> find(Instant from, Instant to, int limit);
}
