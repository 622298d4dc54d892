package org.qingsheng.adapters.onebot;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Consumer;
import org.qingsheng.adapters.onebot.OneBotConnection.CallEnd;

/** How calls get to the QQ client: a WebSocket either side opened, or HTTP. Thread-safe. */
interface OneBotWire {
  boolean isOpen();

  /**
   * Sends a call; its answer comes as a frame with the same {@code echo}.
   *
   * @param failed told if no answer will come
   */
  void send(ObjectNode call, Consumer<CallEnd> failed);

  /** Says goodbye. */
  void close(int status, String reason);

  /** Ends a wire whose other side is no longer there to say goodbye to. */
  void cut();
}
