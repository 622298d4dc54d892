package org.qingsheng.bot.curation;

import java.time.Instant;
import java.util.List;
import org.qingsheng.bot.people.AuditEvent;
import org.qingsheng.knowledge.RegionCode;

/** Where local values are kept. Thread-safe. */
public interface LocalValues {
  /** All of them, in order of name and region. */
  List<LocalValue> all();

  /** Keeps a value in the place of the one before, and the event with it. */
  void save(LocalValue value, Instant at, AuditEvent event);

  /** Takes a value away: answers fall back to the region above, or to the office. */
  void remove(String name, RegionCode region, AuditEvent event);
}
