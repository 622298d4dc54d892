package org.qingsheng.bot.notice;

import java.time.Instant;
import java.util.List;

/** Outages, open and past (告警记录). Thread-safe. */
public interface Alerts {
  List<Alert> open();

  /** Open and past, newest first. */
  List<Alert> latest(int limit);

  /**
   * Records an outage with the notices about it, unless one of its kind and subject is open:
   * several nodes may see the same.
   *
   * @return whether it was recorded
   */
  boolean raise(Alert alert, Instant now, List<Notice> notices);

  /**
   * Ends an outage and puts the notices about that on their way.
   *
   * @return false if it had ended already
   */
  boolean resolve(Alert alert, Instant at, List<Notice> notices);
}
