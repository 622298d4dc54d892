package org.qingsheng.adapters.onebot.fake;

import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket of the client: writes one frame after the other, can freeze like a dead network.
 */
final class ClientLine implements FakeLine, WebSocket.Listener {
  private final BiConsumer<FakeLine, String> received;
  private final Consumer<FakeLine> ended;
  private final StringBuilder partial = new StringBuilder();
  private final CompletableFuture<Integer> closeCode = new CompletableFuture<>();
  private final CompletableFuture<Void> thaw = new CompletableFuture<>();
  private CompletableFuture<?> tail = CompletableFuture.completedFuture(null);
  private volatile @Nullable WebSocket socket;
  private volatile boolean frozen;

  ClientLine(BiConsumer<FakeLine, String> received, Consumer<FakeLine> ended) {
    this.received = received;
    this.ended = ended;
  }

  void attach(WebSocket opened) {
    socket = opened;
  }

  /** Queues a frame; one written to a line already lost is lost too. */
  @Override
  public void write(String frame) {
    var _ = writing(frame);
  }

  /** Queues a frame and tells when it is out. */
  @Override
  public synchronized CompletableFuture<?> writing(String frame) {
    WebSocket now = socket;
    if (now == null) {
      return CompletableFuture.failedFuture(new IllegalStateException("not open"));
    }
    tail = tail.handle((_, _) -> now).thenCompose(open -> open.sendText(frame, true));
    return tail;
  }

  /** Stops reading, and does not answer the server's close: the line looks dead from there. */
  @Override
  public void freeze() {
    frozen = true;
  }

  @Override
  public void close() {
    WebSocket now = socket;
    if (now != null) {
      var _ = now.sendClose(WebSocket.NORMAL_CLOSURE, "");
    }
  }

  @Override
  public void abort() {
    thaw.complete(null);
    WebSocket now = socket;
    if (now != null) {
      now.abort();
    }
    end(1006);
  }

  /** The server's close code, 1006 when the line broke. */
  @Override
  public CompletableFuture<Integer> closeCode() {
    return closeCode;
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
    partial.append(data);
    if (last) {
      String frame = partial.toString();
      partial.setLength(0);
      if (!frozen) {
        received.accept(this, frame);
      }
    }
    webSocket.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int status, String reason) {
    end(status);
    return frozen ? thaw : null;
  }

  @Override
  public void onError(WebSocket webSocket, Throwable error) {
    end(1006);
  }

  private void end(int code) {
    if (closeCode.complete(code)) {
      ended.accept(this);
    }
  }
}
