package org.qingsheng.adapters.webchat;

import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import org.qingsheng.adapters.ConversationId;

/**
 * The event streams that are open now, by conversation. Thread-safe. A stream that does not keep up
 * is ended; its page comes back and reads the history.
 */
final class OpenStreams implements AutoCloseable {
  /** Messages waiting for one page before its stream is ended. */
  private static final int BACKLOG = 64;

  /** Tabs of one session; the oldest browsers allow six connections in all. */
  private static final int PER_CONVERSATION = 6;

  private final ConcurrentHashMap<ConversationId, Set<Stream>> open = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /** One open page. */
  static final class Stream {
    private final BlockingQueue<Frame> waiting = new LinkedBlockingQueue<>(BACKLOG);

    BlockingQueue<Frame> waiting() {
      return waiting;
    }
  }

  /** What a stream is to do next. */
  sealed interface Frame {
    record Event(String id, String json) implements Frame {}

    record End() implements Frame {}
  }

  /** A new stream; already ended if the chat is closing or the session has too many. */
  Stream open(ConversationId conversation) {
    var stream = new Stream();
    var _ =
        open.compute(
            conversation,
            (_, before) -> {
              var all = before == null ? ConcurrentHashMap.<Stream>newKeySet() : before;
              if (closed || all.size() >= PER_CONVERSATION) {
                end(stream);
              } else {
                all.add(stream);
              }
              return all.isEmpty() ? null : all;
            });
    if (closed) {
      end(stream);
    }
    return stream;
  }

  void leave(ConversationId conversation, Stream stream) {
    var _ =
        open.computeIfPresent(
            conversation,
            (_, all) -> {
              all.remove(stream);
              return all.isEmpty() ? null : all;
            });
  }

  void push(ConversationId conversation, Frame.Event event) {
    for (var stream : open.getOrDefault(conversation, Set.of())) {
      if (!stream.waiting().offer(event)) {
        end(stream);
      }
    }
  }

  int count() {
    return open.values().stream().mapToInt(Set::size).sum();
  }

  @Override
  public void close() {
    closed = true;
    open.values().forEach(all -> all.forEach(OpenStreams::end));
  }

  private static void end(Stream stream) {
    stream.waiting().clear();
    var _ = stream.waiting().offer(new Frame.End());
  }
}
