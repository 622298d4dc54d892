package org.qingsheng.adapters.onebot.fake;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How the client reacts to the calls it gets, and which it got. Thread-safe. */
final class CallScript {
  static final int CALLS_KEPT = 10_000;

  private record Held(FakeLine line, ObjectNode answer) {}

  private final Deque<ObjectNode> calls = new ArrayDeque<>();
  private final List<Held> held = new ArrayList<>();
  private final Map<String, Deque<Reaction>> next = new HashMap<>();
  private final Map<String, Reaction> always = new HashMap<>();

  synchronized void next(String action, Reaction... reactions) {
    next.computeIfAbsent(action, _ -> new ArrayDeque<>()).addAll(List.of(reactions));
  }

  synchronized void always(String action, Reaction reaction) {
    always.put(action, reaction);
  }

  /** Notes a call and tells what is to be done with it. */
  synchronized Reaction reactionTo(String action, ObjectNode call) {
    calls.addLast(call);
    if (calls.size() > CALLS_KEPT) {
      calls.removeFirst();
    }
    Deque<Reaction> queue = next.get(action);
    if (queue != null && !queue.isEmpty()) {
      return queue.removeFirst();
    }
    return always.getOrDefault(action, Reaction.OBEY);
  }

  synchronized List<ObjectNode> calls(String action) {
    return calls.stream().filter(call -> call.path("action").asText().equals(action)).toList();
  }

  synchronized int size() {
    return calls.size();
  }

  synchronized void hold(FakeLine line, ObjectNode answer) {
    held.add(new Held(line, answer));
  }

  synchronized int held() {
    return held.size();
  }

  /** Gives the kept answers, the last call's first. */
  void release() {
    List<Held> now;
    synchronized (this) {
      now = List.copyOf(held).reversed();
      held.clear();
    }
    now.forEach(item -> item.line().write(item.answer().toString()));
  }
}
