package org.qingsheng.adapters.webchat;

import io.javalin.http.Context;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.qingsheng.adapters.Attachment;
import org.qingsheng.adapters.FetchesFiles;
import org.qingsheng.adapters.MessageId;

/**
 * Files on their way in from a page: held in memory only while their message is being handled, so
 * that nothing is left of one that could not be stored. Thread-safe.
 */
final class WebChatFiles {
  /** At once; each takes up to {@link FetchesFiles#MOST_BYTES}. */
  private static final int AT_ONCE = 4;

  private final Semaphore room = new Semaphore(AT_ONCE);
  private final Map<String, byte[]> held = new ConcurrentHashMap<>();

  boolean enter() {
    return room.tryAcquire();
  }

  void leave(MessageId message) {
    held.remove(message.value());
    room.release();
  }

  /** Reads what the page sends; empty when it is too large. */
  Optional<byte[]> read(Context ctx) throws IOException {
    var bytes = ctx.req().getInputStream().readNBytes(FetchesFiles.MOST_BYTES + 1);
    return Optional.of(bytes).filter(all -> all.length <= FetchesFiles.MOST_BYTES);
  }

  Attachment hold(MessageId message, String name, byte[] bytes) {
    held.put(message.value(), bytes);
    return new Attachment(Attachment.Kind.FILE, Optional.of(name), Optional.of(message.value()));
  }

  Optional<byte[]> fetch(Attachment attachment) {
    return attachment.reference().flatMap(name -> Optional.ofNullable(held.get(name)));
  }
}
