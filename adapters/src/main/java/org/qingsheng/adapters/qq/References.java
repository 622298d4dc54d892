package org.qingsheng.adapters.qq;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Optional;
import org.qingsheng.adapters.MessageId;

/**
 * Which message a quotation means: QQ quotes by an index ({@code REFIDX_…}) that is not the
 * message's id. Thread-safe, in memory: a quotation of a message older than this process is known
 * by its index only.
 */
final class References {
  /** About 5 MB. */
  private static final int REMEMBERED = 20_000;

  private final Cache<String, Meant> byIndex =
      Caffeine.newBuilder().maximumSize(REMEMBERED).build();

  /**
   * A message that was quoted.
   *
   * @param own whether the bot said it
   */
  record Meant(MessageId id, boolean own) {}

  void heard(String index, MessageId id) {
    byIndex.put(index, new Meant(id, false));
  }

  void sent(String index, MessageId id) {
    byIndex.put(index, new Meant(id, true));
  }

  Optional<Meant> find(String index) {
    return Optional.ofNullable(byIndex.getIfPresent(index));
  }
}
