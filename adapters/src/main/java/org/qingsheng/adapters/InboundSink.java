package org.qingsheng.adapters;

import java.util.concurrent.CompletableFuture;

/** Takes what platforms tell. Thread-safe; returns at once. */
@FunctionalInterface
public interface InboundSink {
  /**
   * Hands an event over.
   *
   * @return completes when the event is durable (or was dropped on purpose), and only then may it
   *     be acknowledged to the platform; completes exceptionally when it could not be stored, and
   *     then it must not be acknowledged
   */
  CompletableFuture<Receipt> accept(InboundEvent event);

  /**
   * That an event is safe with us.
   *
   * @param first whether it is the first time this event was seen; a platform's repeat gets the
   *     first one's reply
   * @param replyComing whether a reply to exactly this message will be given to {@link
   *     ChannelAdapter#send} very soon, so that an exchange still open should wait for it
   */
  record Receipt(boolean first, boolean replyComing) {}
}
