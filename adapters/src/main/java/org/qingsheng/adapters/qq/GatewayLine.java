package org.qingsheng.adapters.qq;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One connection to the gateway: frames in the order they came, and then how it ended. Reads ahead
 * by some hundred frames, so that a slow store does not hold up the answers to heartbeats. Sending
 * is thread-safe; one thread reads.
 */
final class GatewayLine implements AutoCloseable, WebSocket.Listener {
  /** What {@link Closed#code()} is when the line broke without a word. */
  static final int BROKEN = -1;

  private static final int MOST_AHEAD = 500;
  private static final int LONGEST_FRAME = 1024 * 1024;
  private static final int NORMAL = 1000;
  private static final int HEARTBEAT_TAKEN = 11;

  private final Duration timeout;
  private final LinkedBlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
  private final AtomicBoolean resting = new AtomicBoolean();
  private final AtomicBoolean beatOpen = new AtomicBoolean();
  private final ReentrantLock sending = new ReentrantLock();
  private final StringBuilder partial = new StringBuilder();
  private volatile @Nullable WebSocket socket;

  private GatewayLine(Duration timeout) {
    this.timeout = timeout;
  }

  /** What the line brings. */
  sealed interface Arrival {}

  record Frame(ObjectNode payload) implements Arrival {}

  record Closed(int code) implements Arrival {}

  /**
   * Connects.
   *
   * @throws IOException if the gateway does not answer in time or does not want us
   */
  static GatewayLine open(HttpClient client, URI address, Duration timeout)
      throws IOException, InterruptedException {
    var line = new GatewayLine(timeout);
    var opening = client.newWebSocketBuilder().connectTimeout(timeout).buildAsync(address, line);
    try {
      line.socket = opening.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
      return line;
    } catch (ExecutionException | TimeoutException e) {
      opening.cancel(true);
      throw new IOException("no gateway connection", e);
    }
  }

  /** The next frame or the end, after which nothing comes; broken when nothing comes in time. */
  Arrival next(Duration patience) throws InterruptedException {
    var arrival = arrivals.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
    var open = socket;
    if (open != null && arrivals.size() < MOST_AHEAD / 2 && resting.compareAndSet(true, false)) {
      open.request(1);
    }
    return arrival == null ? new Closed(BROKEN) : arrival;
  }

  /**
   * @throws IOException if it could not be written in time
   */
  void send(ObjectNode payload) throws IOException, InterruptedException {
    var open = socket;
    if (open == null) {
      throw new IOException("not open");
    }
    sending.lockInterruptibly();
    try {
      var _ =
          open.sendText(QqJson.text(payload), true).get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("not written", e);
    } finally {
      sending.unlock();
    }
  }

  /**
   * Sends a heartbeat, or breaks the line if the one before was never answered.
   *
   * @param last the last number seen, if any
   */
  void beat(@Nullable Long last) {
    if (!beatOpen.compareAndSet(false, true)) {
      cut();
      return;
    }
    try {
      send(QqJson.object().put("op", 1).put("d", last));
    } catch (IOException e) {
      cut();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Breaks the line; the reader finds it broken. */
  void cut() {
    var open = socket;
    if (open != null) {
      open.abort();
    }
    arrivals.add(new Closed(BROKEN));
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    partial.append(data);
    if (partial.length() > LONGEST_FRAME) {
      cut();
      return null;
    }
    if (last) {
      var frame = QqJson.object(partial.toString());
      partial.setLength(0);
      frame.ifPresent(this::arrived);
    }
    if (arrivals.size() < MOST_AHEAD) {
      from.request(1);
    } else {
      resting.set(true);
    }
    return null;
  }

  private void arrived(ObjectNode payload) {
    if (payload.path("op").asInt(BROKEN) == HEARTBEAT_TAKEN) {
      beatOpen.set(false);
    } else {
      arrivals.add(new Frame(payload));
    }
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    arrivals.add(new Closed(code));
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    arrivals.add(new Closed(BROKEN));
  }

  /** Says goodbye if there is still someone to say it to. */
  @Override
  public void close() {
    var open = socket;
    if (open == null) {
      return;
    }
    if (!open.isOutputClosed()) {
      var _ =
          open.sendClose(NORMAL, "")
              .completeOnTimeout(open, timeout.toNanos(), TimeUnit.NANOSECONDS)
              .whenComplete((_, _) -> open.abort());
    } else {
      open.abort();
    }
  }
}
