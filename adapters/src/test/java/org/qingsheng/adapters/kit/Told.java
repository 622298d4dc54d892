package org.qingsheng.adapters.kit;

import java.util.concurrent.CompletableFuture;

/**
 * A message as the platform has told it.
 *
 * @param message the platform's own handle, to repeat, recall or quote it
 * @param acknowledged whether we said that it is safe; true at once on platforms that do not ask
 */
public record Told(Object message, CompletableFuture<Boolean> acknowledged) {
  /** On a platform that does not wait for our word. */
  public static Told unasked(Object message) {
    return new Told(message, CompletableFuture.completedFuture(true));
  }
}
