package org.qingsheng.adapters.onebot;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.qingsheng.adapters.KnowsGroups.Group;
import org.qingsheng.adapters.onebot.OneBotConnection.CallEnd;
import org.qingsheng.adapters.onebot.OneBotIds.Chat;

/**
 * One QQ account with the connections it holds now: one for both directions, or one for calls and
 * one for events. Thread-safe.
 */
final class OneBotAccount {
  /** Sends without a confirmed end in a row after which the account is suspected to be limited. */
  static final int SUSPICIOUS = 3;

  /** How large a history answer is asked for at first, at most. */
  static final int LARGEST_HISTORY = 2_000;

  private static final int SMALLEST_HISTORY = 20;

  private final String self;
  private final Map<Chat, Instant> mutedUntil = new ConcurrentHashMap<>();
  private final Map<String, Instant> coveredUntil = new ConcurrentHashMap<>();
  private final AtomicInteger unconfirmed = new AtomicInteger();
  private volatile @Nullable OneBotConnection calls;
  private volatile @Nullable OneBotConnection events;
  private volatile List<Group> groups = List.of();
  private volatile Optional<Instant> groupsTold = Optional.empty();

  /** Empty until the catch-up has asked for the first time. */
  private volatile Optional<Instant> groupsAsked = Optional.empty();

  private volatile boolean online = true;
  private volatile boolean historyServed = true;
  private volatile int historyLimit = LARGEST_HISTORY;

  OneBotAccount(String self) {
    this.self = self;
  }

  String self() {
    return self;
  }

  /**
   * Takes a new connection for its role. The new one always wins: after a silent loss of the
   * network the client comes back long before the old socket is known to be dead.
   *
   * @return connections that have no role left and are to be closed
   */
  synchronized Set<OneBotConnection> attach(OneBotConnection connection) {
    Set<OneBotConnection> replaced = connections();
    if (connection.role().takesCalls()) {
      calls = connection;
    }
    if (connection.role().bringsEvents()) {
      if (events != null) {
        settle(events);
      }
      events = connection;
      online = true;
    }
    replaced.removeAll(connections());
    return replaced;
  }

  /** Gives up a closed connection, unless a newer one has taken its place. */
  synchronized void detach(OneBotConnection connection) {
    settle(connection);
    if (calls == connection) {
      calls = null;
    }
    if (events == connection) {
      events = null;
    }
  }

  synchronized Set<OneBotConnection> connections() {
    var all = new HashSet<OneBotConnection>();
    if (calls != null) {
      all.add(calls);
    }
    if (events != null) {
      all.add(events);
    }
    return all;
  }

  boolean takesCalls() {
    return calls != null;
  }

  boolean bringsEvents() {
    return events != null;
  }

  boolean isListeningOn(OneBotConnection connection) {
    return events == connection;
  }

  Optional<OneBotConnection> events() {
    return Optional.ofNullable(events);
  }

  CallEnd call(ObjectNode request, Duration timeout) {
    OneBotConnection now = calls;
    return now == null ? new CallEnd.NotWritten("QQ 客户端没有连接") : now.call(request, timeout);
  }

  /** The groups it is in, as last told. */
  List<Group> groups() {
    return groups;
  }

  void groups(List<Group> told, Instant at) {
    groups = List.copyOf(told);
    groupsTold = Optional.of(at);
    groupsAsked = Optional.of(at);
  }

  /** When it told its groups; empty while it has not. */
  Optional<Instant> groupsTold() {
    return groupsTold;
  }

  /** Its groups have changed: they are asked for at the next opportunity. */
  void groupsChanged() {
    groupsAsked = groupsAsked.map(_ -> Instant.MIN);
  }

  /**
   * Whether to ask for the groups again; says so once for each time.
   *
   * @param before asked before then is long ago
   */
  synchronized boolean groupsDue(Instant before, Instant now) {
    boolean due = takesCalls() && groupsAsked.filter(asked -> asked.isBefore(before)).isPresent();
    if (due) {
      groupsAsked = Optional.of(now);
    }
    return due;
  }

  boolean online() {
    return online;
  }

  void online(boolean now) {
    online = now;
  }

  void muted(Chat group, Instant until) {
    mutedUntil.put(group, until);
  }

  void unmuted(Chat group) {
    mutedUntil.remove(group);
  }

  /** Until when this account may not speak there; a ban that has run out is none. */
  Optional<Instant> mutedUntil(Chat chat, Instant now) {
    Instant until = mutedUntil.get(chat);
    if (until != null && !until.isAfter(now)) {
      mutedUntil.remove(chat, until);
      return Optional.empty();
    }
    return Optional.ofNullable(until);
  }

  /** Notes how a send ended; returns how many in a row have no confirmed end. */
  int confirmed(boolean end) {
    return end ? resetUnconfirmed() : unconfirmed.incrementAndGet();
  }

  private int resetUnconfirmed() {
    unconfirmed.set(0);
    return 0;
  }

  int unconfirmed() {
    return unconfirmed.get();
  }

  boolean historyServed() {
    return historyServed;
  }

  void historyServed(boolean served) {
    historyServed = served;
  }

  int historyLimit() {
    return historyLimit;
  }

  /**
   * Asks for less from now on: an answer too large for one frame ends the connection, and asking
   * the same again after the reconnect would end it for ever.
   */
  void askForLessHistory(int asked) {
    historyLimit = Math.max(SMALLEST_HISTORY, Math.min(historyLimit, asked) / 2);
  }

  /** Up to when a conversation is known without a gap; empty when it must be caught up whole. */
  Optional<Instant> coveredUntil(Chat chat) {
    return Optional.ofNullable(coveredUntil.get(chat.id().value()));
  }

  /** Forgets what is known without a gap, because events had to be dropped. */
  void forgetCoverage() {
    coveredUntil.clear();
    events().ifPresent(connection -> connection.caughtUp().clear());
  }

  private void settle(OneBotConnection ended) {
    for (String conversation : ended.caughtUp()) {
      coveredUntil.merge(conversation, ended.lastHeard(), (a, b) -> a.isAfter(b) ? a : b);
    }
  }
}
