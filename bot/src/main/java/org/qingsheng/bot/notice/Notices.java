package org.qingsheng.bot.notice;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Notices on their way (待发通知), and how far each webhook has been told. Thread-safe. */
public interface Notices {
  /**
   * The events a webhook has not been told, in order. A webhook asked about for the first time
   * begins at the end: it is not told what happened before.
   */
  List<LedgerEvent> untold(String webhook, int limit);

  /**
   * Puts notices on their way and remembers that the webhook's events up to {@code position} have
   * been looked at, both or neither.
   */
  void plan(String webhook, long position, List<Notice> notices, Instant now);

  /** The event as it is to be told now; empty if its item is gone. */
  Optional<LedgerEvent> event(Notice.About about);

  /**
   * Takes notices whose time has come, of each lane the first only, and counts the attempt; nobody
   * else gets them before {@code until}.
   */
  List<Notice> takeDue(Instant now, Instant until, int limit);

  void arrived(Notice notice, Instant now);

  void again(Notice notice, String problem, Instant notBefore);

  /** Gives up; a person has to look. */
  void dead(Notice notice, String problem, Instant now);

  /** Given up, newest first. */
  List<Dead> dead(int limit);

  /**
   * Puts a notice given up on its way again.
   *
   * @return false if it was not given up
   */
  boolean revive(String id, Instant now);

  /** How many wait, and since when the oldest does. */
  Backlog backlog();

  /** Forgets what arrived before that time. */
  void forget(Instant before);

  /**
   * A notice given up.
   *
   * @param problem of the last attempt, in Chinese
   */
  record Dead(String id, String receiver, String problem, int attempts, Instant since) {}

  record Backlog(long waiting, Optional<Instant> oldest) {}
}
