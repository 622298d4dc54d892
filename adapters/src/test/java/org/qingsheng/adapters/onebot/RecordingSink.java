package org.qingsheng.adapters.onebot;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.qingsheng.adapters.InboundEvent;
import org.qingsheng.adapters.InboundEvent.MessageReceived;
import org.qingsheng.adapters.InboundSink;

/** Keeps what it is given, unless the storage is down. */
final class RecordingSink implements InboundSink {
  static final Duration AT_MOST = Duration.ofSeconds(10);

  private final List<InboundEvent> events = new ArrayList<>();
  private boolean down;
  private int offered;

  @Override
  public synchronized CompletableFuture<Receipt> accept(InboundEvent event) {
    offered++;
    notifyAll();
    if (down) {
      return CompletableFuture.failedFuture(new IllegalStateException("storage is down"));
    }
    events.add(event);
    return CompletableFuture.completedFuture(new Receipt(true, false));
  }

  synchronized void down(boolean now) {
    down = now;
  }

  synchronized int offered() {
    return offered;
  }

  synchronized List<InboundEvent> events() {
    return List.copyOf(events);
  }

  synchronized List<MessageReceived> messages() {
    return events.stream()
        .filter(MessageReceived.class::isInstance)
        .map(MessageReceived.class::cast)
        .toList();
  }

  List<String> texts() {
    return messages().stream().map(MessageReceived::text).toList();
  }

  MessageReceived awaitMessage(String text) {
    Predicate<MessageReceived> fits = message -> message.text().equals(text);
    await(() -> messages().stream().anyMatch(fits));
    return messages().stream().filter(fits).findFirst().orElseThrow();
  }

  /** Waits until something holds; looked at again after every event, and often meanwhile. */
  synchronized void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + AT_MOST.toNanos();
    while (!condition.getAsBoolean()) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        throw new AssertionError("not within %s; %d events".formatted(AT_MOST, events.size()));
      }
      try {
        wait(Math.min(left, 20));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted", e);
      }
    }
  }
}
