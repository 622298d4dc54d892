package org.qingsheng.bot.endurance;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;

/**
 * The API of every platform at once: gives tokens, takes every message and forgets it, so that what
 * is measured is the server and not a fake's bookkeeping. Thread-safe.
 */
final class ApiSink implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final LongAdder taken = new LongAdder();

  ApiSink() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
    } catch (IOException e) {
      throw new UncheckedIOException("no free port on loopback", e);
    }
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.getRequestBody().readAllBytes();
            taken.increment();
            byte[] answer = yes(taken.sum()).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
          }
        });
    server.start();
  }

  /** What each of the platforms looks for is in it. */
  private static String yes(long id) {
    return "{\"errcode\":0,\"errmsg\":\"ok\",\"access_token\":\"planted-token\",\"expires_in\":7200,\"msgid\":\"%1$d\",\"id\":\"%1$d\",\"status\":\"ok\",\"retcode\":0,\"echo\":null,\"data\":{\"message_id\":%1$d,\"user_id\":10001000,\"nickname\":\"x\",\"messages\":[]}}"
        .formatted(id);
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
