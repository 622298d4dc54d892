package org.qingsheng.adapters.kit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.qingsheng.adapters.InboundEvent;
import org.qingsheng.adapters.InboundEvent.MessageReceived;
import org.qingsheng.adapters.InboundSink;

/** The bot behind the adapter: stores, fails, or keeps waiting, as told. Thread-safe. */
public final class KitSink implements InboundSink {
  static final Duration AT_MOST = Duration.ofSeconds(15);

  private final List<InboundEvent> stored = new ArrayList<>();
  private final List<Held> held = new ArrayList<>();
  private Mood mood = Mood.STORES;
  private final Set<String> offeredTexts = new HashSet<>();
  private int offered;

  private record Held(InboundEvent event, CompletableFuture<Receipt> receipt) {}

  /** What it does with what it is given. */
  public enum Mood {
    STORES,
    /** Stores, and says that a reply is coming at once. */
    PROMISES_REPLY,
    /** The storage is full. */
    FAILS,
    /** The storage throws before it even begins. */
    THROWS,
    /** Neither yes nor no, until {@link KitSink#release}. */
    HOLDS
  }

  @Override
  public synchronized CompletableFuture<Receipt> accept(InboundEvent event) {
    offered++;
    if (event instanceof MessageReceived message) {
      offeredTexts.add(message.text());
    }
    notifyAll();
    return switch (mood) {
      case STORES, PROMISES_REPLY -> {
        stored.add(event);
        yield CompletableFuture.completedFuture(new Receipt(true, mood == Mood.PROMISES_REPLY));
      }
      case FAILS -> CompletableFuture.failedFuture(new IllegalStateException("disk full"));
      case THROWS -> throw new IllegalStateException("disk gone");
      case HOLDS -> {
        var waiting = new Held(event, new CompletableFuture<>());
        held.add(waiting);
        yield waiting.receipt();
      }
    };
  }

  synchronized void mood(Mood now) {
    mood = now;
  }

  /** Stores what was held, and everything from now on. */
  void release() {
    List<Held> now;
    synchronized (this) {
      mood = Mood.STORES;
      now = List.copyOf(held);
      held.clear();
      now.forEach(waiting -> stored.add(waiting.event()));
      notifyAll();
    }
    now.forEach(waiting -> waiting.receipt().complete(new Receipt(true, false)));
  }

  synchronized int offered() {
    return offered;
  }

  /** Whether a message with these words was offered, stored or not. */
  synchronized boolean wasOffered(String text) {
    return offeredTexts.contains(text);
  }

  synchronized List<InboundEvent> events() {
    return List.copyOf(stored);
  }

  <T extends InboundEvent> List<T> events(Class<T> type) {
    return events().stream().filter(type::isInstance).map(type::cast).toList();
  }

  List<MessageReceived> messages() {
    return events(MessageReceived.class);
  }

  List<String> texts() {
    return messages().stream().map(MessageReceived::text).toList();
  }

  MessageReceived awaitMessage(String text) {
    await("message", () -> texts().contains(text));
    return messages().stream()
        .filter(message -> message.text().equals(text))
        .findFirst()
        .orElseThrow();
  }

  <T extends InboundEvent> T awaitEvent(Class<T> type) {
    await(type.getSimpleName(), () -> !events(type).isEmpty());
    return events(type).getFirst();
  }

  /** Waits until something holds; looked at after every event, and often meanwhile. */
  synchronized void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + AT_MOST.toNanos();
    while (!condition.getAsBoolean()) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        throw new AssertionError(
            "no %s within %s; %d events stored, %d offered"
                .formatted(what, AT_MOST, stored.size(), offered));
      }
      try {
        wait(Math.min(left, 10));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted", e);
      }
    }
  }
}
