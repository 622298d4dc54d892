package org.qingsheng.adapters.onebot;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Consumer;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.qingsheng.adapters.onebot.OneBotConnection.CallEnd;

/** A WebSocket that the QQ client opened to us. */
final class ServerWire implements OneBotWire {
  private final Session session;

  ServerWire(Session session) {
    this.session = session;
  }

  @Override
  public boolean isOpen() {
    return session.isOpen();
  }

  @Override
  public void send(ObjectNode call, Consumer<CallEnd> failed) {
    session.sendText(
        call.toString(), Callback.from(() -> {}, _ -> failed.accept(new CallEnd.Lost("写出时连接断开"))));
  }

  @Override
  public void close(int status, String reason) {
    if (session.isOpen()) {
      session.close(status, reason, Callback.NOOP);
    }
  }

  @Override
  public void cut() {
    session.disconnect();
  }
}
