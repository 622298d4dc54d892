package org.qingsheng.bot.curation;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.qingsheng.bot.people.AuditEvent;

/** Where golden questions are kept. Thread-safe. */
public interface GoldenCases {
  /** All of them, retired ones included, in order of id. */
  List<GoldenCase> all();

  Optional<GoldenCase> find(String id);

  /** Different after every change. */
  String stamp();

  /** Keeps a question in the place of the one before, and the event with it. */
  void save(GoldenCase question, AuditEvent event);

  /**
   * Keeps those whose id is not there yet, all at once.
   *
   * @return how many were new
   */
  int plant(Collection<GoldenCase> questions, AuditEvent event);
}
