package org.qingsheng.adapters.wecom;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.qingsheng.adapters.MessageId;
import org.qingsheng.adapters.wecom.WeComIds.Customer;

/**
 * Who is being served by a colleague in WeCom, and who just came in (会话状态). Thread-safe; forgotten
 * with the process, and learnt again from what WeCom answers (95018).
 */
final class WeComKfSessions {
  /** A conversation with a person ends by itself after 48 hours of silence. */
  private static final Duration PERSON = Duration.ofDays(2);

  /**
   * How long somebody may be welcomed after coming in.
   *
   * @see <a href="https://developer.work.weixin.qq.com/document/path/95122">发送欢迎语等事件响应消息</a>
   */
  static final Duration WELCOME = Duration.ofSeconds(20);

  private final InstantSource clock;
  private final Cache<Customer, Instant> servedSince;
  private final Cache<MessageId, Entrance> entrances;

  WeComKfSessions(InstantSource clock) {
    this.clock = clock;
    this.servedSince =
        Caffeine.newBuilder()
            .expireAfterWrite(PERSON)
            .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
            .maximumSize(100_000)
            .build();
    this.entrances = Caffeine.newBuilder().maximumSize(10_000).build();
  }

  /**
   * Somebody came in.
   *
   * @param code by which they may be welcomed; empty if they were here within 48 hours
   */
  record Entrance(Customer customer, Optional<String> code, Instant seen) {}

  void personServes(Customer customer) {
    servedSince.put(customer, clock.instant());
  }

  void personLeft(Customer customer) {
    servedSince.invalidate(customer);
  }

  boolean isPersonServing(Customer customer) {
    return servedSince.getIfPresent(customer) != null;
  }

  void entered(MessageId event, Customer customer, Optional<String> code) {
    entrances.put(event, new Entrance(customer, code, clock.instant()));
  }

  /** The entrance that this event was, if its time is not over. */
  Optional<Entrance> entrance(MessageId event) {
    return Optional.ofNullable(entrances.getIfPresent(event))
        .filter(entrance -> clock.instant().isBefore(entrance.seen().plus(WELCOME)));
  }
}
