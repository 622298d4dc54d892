package org.qingsheng.bot.curation;

import java.time.Instant;
import java.util.List;
import org.qingsheng.bot.people.AuditEvent;
import org.qingsheng.knowledge.RegionCode;
import org.qingsheng.knowledge.Synonym;

/** Where synonyms are kept that people add in the console. Thread-safe. */
public interface Synonyms {
  /** All of them, in order of region and alias. */
  List<Synonym> all();

  /** Keeps a synonym in the place of the one before, and the event with it. */
  void save(Synonym synonym, Instant at, AuditEvent event);

  void remove(String alias, RegionCode region, AuditEvent event);
}
