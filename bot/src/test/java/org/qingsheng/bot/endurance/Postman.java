package org.qingsheng.bot.endurance;

import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A platform that posts a message until it is told that it is safe, or gives up. Thread-safe. */
final class Postman implements AutoCloseable {
  private final Callback callback;
  private final int calls;
  private final Duration between;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  /**
   * @param calls after so many it gives up
   */
  Postman(Callback callback, int calls, Duration between) {
    this.callback = callback;
    this.calls = calls;
    this.between = between;
  }

  /**
   * How the delivery of one message ended.
   *
   * @param calls it took
   */
  record Delivered(boolean taken, int calls) {}

  Callback callback() {
    return callback;
  }

  CompletableFuture<Delivered> deliver(String person, long number, String text) {
    return deliver(person, number, text, 1);
  }

  private CompletableFuture<Delivered> deliver(String person, long number, String text, int call) {
    return http.sendAsync(callback.says(person, number, text), BodyHandlers.ofString())
        .handle((answer, _) -> answer != null && isTaken(answer))
        .thenCompose(taken ->
            taken || call == calls
                ? CompletableFuture.completedFuture(new Delivered(taken, call))
                : later().thenCompose(_ -> deliver(person, number, text, call + 1)));
  }

  private CompletableFuture<?> later() {
    return CompletableFuture.runAsync(
        () -> {}, CompletableFuture.delayedExecutor(between.toMillis(), TimeUnit.MILLISECONDS));
  }

  private boolean isTaken(HttpResponse<String> answer) {
    return callback.isTaken(answer);
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
