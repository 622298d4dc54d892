package org.qingsheng.adapters;

/**
 * One connected account of a chat platform, as the bot sees it. Thread-safe. Constructing opens no
 * connection; {@link #start} does.
 */
public interface ChannelAdapter extends AutoCloseable {
  ChannelId channel();

  /** What the channel can do. May change while running, e.g. once a platform says "not granted". */
  Capabilities capabilities();

  /**
   * Begins listening.
   *
   * @param sink may be called from any thread and returns at once
   */
  void start(InboundSink sink);

  /**
   * Sends one message and waits until the platform answers or the adapter's own timeout passes.
   * Called on virtual threads. Never throws for I/O, never retries by itself.
   */
  Delivery send(OutboundMessage message);

  /** Whether a send is likely to work now. Cheap, safe to call often. */
  Health check();

  /** Stops listening, lets exchanges in flight finish. */
  @Override
  void close();
}
