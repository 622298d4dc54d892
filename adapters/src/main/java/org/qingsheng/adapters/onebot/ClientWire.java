package org.qingsheng.adapters.onebot;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.qingsheng.adapters.onebot.OneBotConnection.CallEnd;

/** A WebSocket that we opened to the QQ client: one frame is written after the other. */
final class ClientWire implements OneBotWire {
  private final WebSocket socket;
  private final Runnable lost;
  private CompletableFuture<?> tail = CompletableFuture.completedFuture(null);

  /**
   * @param lost told when nothing can be written any more, or the wire was cut: the socket itself
   *     need not say so then. May be told more than once
   */
  ClientWire(WebSocket socket, Runnable lost) {
    this.socket = socket;
    this.lost = lost;
  }

  @Override
  public boolean isOpen() {
    return !socket.isOutputClosed() && !socket.isInputClosed();
  }

  @Override
  public synchronized void send(ObjectNode call, Consumer<CallEnd> failed) {
    String frame = call.toString();
    tail =
        tail.handle((_, _) -> socket)
            .thenCompose(open -> open.sendText(frame, true))
            .whenComplete((_, failure) -> {
              if (failure != null) {
                failed.accept(new CallEnd.Lost("写出时连接断开"));
                cut();
              }
            });
  }

  @Override
  public void close(int status, String reason) {
    var _ = socket.sendClose(status == 1001 ? WebSocket.NORMAL_CLOSURE : status, reason);
  }

  @Override
  public void cut() {
    socket.abort();
    lost.run();
  }
}
