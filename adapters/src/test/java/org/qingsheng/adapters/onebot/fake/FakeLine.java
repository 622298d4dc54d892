package org.qingsheng.adapters.onebot.fake;

import java.util.concurrent.CompletableFuture;

/** One way from the client to the server, whoever opened it. */
interface FakeLine {
  /** Queues a frame; one written to a line already lost is lost too. */
  void write(String frame);

  /** Queues a frame and tells when it is out. */
  CompletableFuture<?> writing(String frame);

  /** Stops reading, and does not answer the server's close: the line looks dead from there. */
  void freeze();

  /** Lets something in between answer, which only HTTP knows. */
  default void page(int status, String body) {
    throw new UnsupportedOperationException("there are no pages on a WebSocket");
  }

  void close();

  void abort();

  /** The server's close code, 1006 when the line broke. */
  CompletableFuture<Integer> closeCode();
}
