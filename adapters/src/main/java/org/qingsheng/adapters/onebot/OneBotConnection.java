package org.qingsheng.adapters.onebot;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.qingsheng.adapters.onebot.OneBotFrame.Answer;
import org.qingsheng.adapters.onebot.OneBotHandshake.Role;

/**
 * One connection of a QQ client: calls with their echo, and whether it still lives. Thread-safe;
 * any number of calls may be under way at once, no lock is held while one waits.
 */
final class OneBotConnection {
  /** How a call ended. */
  sealed interface CallEnd {
    /** The client answered, well or badly. */
    record Answered(Answer answer) implements CallEnd {}

    /** Nothing was written. */
    record NotWritten(String reason) implements CallEnd {}

    /** It was written, or may have been, and no answer will come. */
    record Lost(String reason) implements CallEnd {}
  }

  /** What a second of silence means. */
  enum Pulse {
    FINE,
    /** Nothing heard for a while and no heartbeat promised: ask. */
    PROBE,
    DEAD
  }

  /** Heartbeats missed before a connection counts as dead. */
  private static final int BEATS_MISSED = 3;

  /** A beat may be a little late. */
  private static final long GRACE_SECONDS = 5;

  /** How often a client that sends no heartbeats is asked for its status. */
  private static final long PROBE_SECONDS = 30;

  /** Clients say "connected" at once; one that does not is called after this long all the same. */
  private static final long SETTLING_SECONDS = 2;

  private static final SecureRandom RANDOM = new SecureRandom();

  private final OneBotHandshake who;
  private final OneBotWire wire;
  private final ConcurrentHashMap<String, CompletableFuture<CallEnd>> calls =
      new ConcurrentHashMap<>();
  private final String echoPrefix = Long.toUnsignedString(RANDOM.nextLong(), 36) + "-";
  private final AtomicLong echoes = new AtomicLong();
  private final AtomicLong silentSeconds = new AtomicLong();
  private final AtomicBoolean catchUpBegun = new AtomicBoolean();
  private final Set<String> caughtUp = ConcurrentHashMap.newKeySet();
  private volatile boolean heard;
  private volatile boolean closed;
  private volatile Instant lastHeard;
  private volatile Optional<Duration> beat = Optional.empty();

  OneBotConnection(OneBotHandshake who, OneBotWire wire, Instant openedAt) {
    this.who = who;
    this.wire = wire;
    this.lastHeard = openedAt;
  }

  OneBotHandshake who() {
    return who;
  }

  Role role() {
    return who.role();
  }

  /**
   * Calls an action and waits for its answer.
   *
   * @param request action and params; the echo is added here
   */
  CallEnd call(ObjectNode request, Duration timeout) {
    if (closed || !wire.isOpen()) {
      return new CallEnd.NotWritten("连接已断开");
    }
    String echo = echoPrefix + echoes.incrementAndGet();
    request.put("echo", echo);
    var end = new CompletableFuture<CallEnd>();
    calls.put(echo, end);
    try {
      if (closed) {
        return new CallEnd.NotWritten("连接已断开");
      }
      wire.send(request, end::complete);
      return end.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return new CallEnd.Lost("%d 秒内没有应答".formatted(timeout.toSeconds()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new CallEnd.Lost("等待应答时被中断");
    } catch (ExecutionException e) {
      throw new IllegalStateException("call futures are only completed with values", e);
    } finally {
      calls.remove(echo);
    }
  }

  /**
   * Hands an answer to the call that waits for it.
   *
   * @return whether one did; an answer that comes after its time-out finds nobody
   */
  boolean answered(Answer answer) {
    CompletableFuture<CallEnd> end = calls.get(answer.echo());
    return end != null && end.complete(new CallEnd.Answered(answer));
  }

  /** Notes a frame: the connection lives. */
  void heard(Instant at) {
    silentSeconds.set(0);
    lastHeard = at;
    heard = true;
  }

  void beats(Duration interval) {
    beat = Optional.of(interval);
  }

  /** Whether the other side is ready: it said something, or has had time to settle. */
  boolean hasSettled() {
    return heard || silentSeconds.get() >= SETTLING_SECONDS;
  }

  /** When the last frame came. */
  Instant lastHeard() {
    return lastHeard;
  }

  /**
   * Counts one second of silence. Seconds are counted, not read from the clock, so that a clock set
   * forward closes nothing.
   */
  Pulse secondPassed() {
    long silent = silentSeconds.incrementAndGet();
    if (beat.isPresent()) {
      return silent > BEATS_MISSED * beat.get().toSeconds() + GRACE_SECONDS
          ? Pulse.DEAD
          : Pulse.FINE;
    }
    if (!role().takesCalls()) {
      return Pulse.FINE; // cannot be asked; the server's idle timeout ends it
    }
    if (silent > BEATS_MISSED * PROBE_SECONDS + GRACE_SECONDS) {
      return Pulse.DEAD;
    }
    return silent % PROBE_SECONDS == 0 ? Pulse.PROBE : Pulse.FINE;
  }

  /** Whether catching up should begin for this connection now: true once. */
  boolean beginCatchUp() {
    return catchUpBegun.compareAndSet(false, true);
  }

  /** Conversations known without a gap from their catch-up until {@link #lastHeard}. */
  Set<String> caughtUp() {
    return caughtUp;
  }

  /** Says goodbye; the closing itself is reported to the socket by the server. */
  void close(int status, String reason) {
    wire.close(status, reason);
  }

  /** Ends a connection whose other side is no longer there to say goodbye to. */
  void cut() {
    wire.cut();
    closed();
  }

  /** The line is gone: every call that waits ends now, its outcome unknown. */
  void closed() {
    closed = true;
    calls.values().forEach(end -> end.complete(new CallEnd.Lost("等待应答时连接断开")));
  }

  /** Completes when no call is under way any more. */
  CompletableFuture<Void> idle() {
    return CompletableFuture.allOf(calls.values().toArray(CompletableFuture[]::new));
  }
}
