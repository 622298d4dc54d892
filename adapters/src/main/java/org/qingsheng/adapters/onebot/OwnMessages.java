package org.qingsheng.adapters.onebot;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.qingsheng.adapters.IdempotencyKey;
import org.qingsheng.adapters.MessageId;

/**
 * The bot's own recent messages, so that an answer to one of them is known to be meant for the bot,
 * and so that a look-up never takes one send for another. Thread-safe, in memory: after a restart
 * it fills again from what the catch-up sees.
 */
final class OwnMessages {
  /** About 2 MB. An answer to a message older than this many sends is no longer recognised. */
  private static final int REMEMBERED = 20_000;

  private static final String NO_KEY = "";

  private final Cache<MessageId, String> keys =
      Caffeine.newBuilder().maximumSize(REMEMBERED).build();

  /** Remembers a message seen among the account's own. */
  void seen(MessageId id) {
    keys.asMap().putIfAbsent(id, NO_KEY);
  }

  /** Remembers which send a message came from. */
  void sent(MessageId id, IdempotencyKey key) {
    keys.put(id, key.value());
  }

  boolean contains(MessageId id) {
    return keys.getIfPresent(id) != null;
  }

  /** Whether a message is known to come from another send than the one named. */
  boolean isOfAnother(MessageId id, IdempotencyKey key) {
    String known = keys.getIfPresent(id);
    return known != null && !known.equals(NO_KEY) && !known.equals(key.value());
  }
}
