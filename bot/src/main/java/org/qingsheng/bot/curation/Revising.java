package org.qingsheng.bot.curation;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.qingsheng.bot.curation.Revision.State;
import org.qingsheng.bot.people.Account;
import org.qingsheng.knowledge.Entry;

/** A version while it changes. For one thread. */
final class Revising {
  private final Revision before;
  private final Instant at;
  private State state;
  private Entry content;
  private List<String> editors;
  private Optional<String> reviewer;
  private boolean emergency;
  private String note;
  private Optional<Instant> publishedAt;

  Revising(Revision before, Instant now) {
    this.before = before;
    // Always later than before, even when the clock stands: it tells what somebody has seen.
    var next = before.updatedAt().plusMillis(1);
    this.at = now.isAfter(next) ? now : next;
    this.state = before.state();
    this.content = before.content();
    this.editors = before.editors();
    this.reviewer = before.reviewer();
    this.emergency = before.emergency();
    this.note = before.note();
    this.publishedAt = before.publishedAt();
  }

  Revising to(Move move) {
    return state(move.to());
  }

  Revising state(State now) {
    state = now;
    return this;
  }

  Revising content(Entry now, Account by) {
    content = now;
    var all = new LinkedHashSet<>(editors);
    all.add(by.id().value());
    editors = List.copyOf(all);
    return this;
  }

  Revising reviewer(Account by) {
    reviewer = Optional.of(by.id().value());
    return this;
  }

  Revising emergency(boolean now) {
    emergency = now;
    return this;
  }

  Revising note(String now) {
    note = now;
    return this;
  }

  Revising publishedAt(Instant now) {
    publishedAt = Optional.of(now);
    return this;
  }

  Revision done() {
    return new Revision(
        content,
        state,
        before.author(),
        editors,
        reviewer,
        before.originItem(),
        emergency,
        note,
        before.createdAt(),
        at,
        publishedAt);
  }
}
