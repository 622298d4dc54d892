package org.qingsheng.adapters.onebot;

import java.util.concurrent.CompletableFuture;

/** What becomes of connections and their frames, whichever way they came. */
interface OneBotListener {
  /** Whether events can be taken already. */
  boolean isReady();

  void opened(OneBotConnection connection);

  /**
   * Takes one text frame.
   *
   * @return completes when what it says is durable; exceptionally when that had to be dropped
   */
  CompletableFuture<?> received(OneBotConnection connection, String text);

  void closed(OneBotConnection connection);
}
