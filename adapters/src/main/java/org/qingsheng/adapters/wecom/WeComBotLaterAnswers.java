package org.qingsheng.adapters.wecom;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.qingsheng.adapters.AskerId;
import org.qingsheng.adapters.Conversation;
import org.qingsheng.adapters.Delivery;
import org.qingsheng.adapters.Delivery.Accepted;
import org.qingsheng.adapters.Delivery.Meaning;
import org.qingsheng.adapters.Delivery.Refused;
import org.qingsheng.adapters.InboundEvent.MessageReceived;
import org.qingsheng.adapters.MessageId;
import org.qingsheng.adapters.OutboundMessage;

/**
 * The one later answer each message allows ({@code response_url}): within an hour, once. The
 * addresses are secrets and kept in memory only. Thread-safe.
 *
 * @see <a href="https://developer.work.weixin.qq.com/document/path/101138">主动回复消息</a>
 */
final class WeComBotLaterAnswers {
  static final Duration WINDOW = Duration.ofHours(1);

  private final WeComHttp http;
  private final Cache<MessageId, Handle> handles;

  WeComBotLaterAnswers(WeComHttp http, InstantSource clock) {
    this.http = http;
    this.handles =
        Caffeine.newBuilder()
            .expireAfterWrite(WINDOW)
            .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
            .maximumSize(50_000)
            .build();
  }

  private record Handle(URI url, Conversation conversation, AskerId asker, AtomicBoolean used) {}

  /** A repeat of the same message does not make a second answer possible. */
  void remember(MessageReceived message, URI url) {
    var _ =
        handles
            .asMap()
            .putIfAbsent(
                message.id(),
                new Handle(url, message.conversation(), message.asker(), new AtomicBoolean()));
  }

  /**
   * @param windowOf the message that is answered
   * @param shown markdown
   */
  Delivery send(Optional<MessageId> windowOf, OutboundMessage message, String shown) {
    var handle = windowOf.flatMap(id -> Optional.ofNullable(handles.getIfPresent(id)));
    if (handle.isEmpty()) {
      return new Refused(
          "no-response-url", Meaning.WINDOW_CLOSED, "no answer is possible to that message now");
    }
    if (!handle.get().asker().equals(message.asker())
        || !handle.get().conversation().equals(message.conversation())) {
      return new Refused("other-person", Meaning.OTHER, "the message was sent by somebody else");
    }
    if (handle.get().used().getAndSet(true)) {
      return new Refused(
          "response-url-used", Meaning.WINDOW_CLOSED, "the one later answer was given");
    }
    return sent(handle.get(), shown);
  }

  private Delivery sent(Handle handle, String shown) {
    var body = WeComHttp.JSON.createObjectNode().put("msgtype", "markdown");
    body.putObject("markdown").put("content", shown);
    return switch (http.post(handle.url(), body)) {
      case WeComAnswer.Ok _ -> new Accepted(Optional.empty());
      case WeComAnswer.Unclear unclear -> unclear.delivery();
      case WeComAnswer.NotDone notDone -> {
        handle.used().set(false);
        yield notDone.delivery();
      }
      case WeComAnswer.Failed failed -> {
        var delivery = failed.delivery();
        if (delivery instanceof Delivery.NotSent) {
          handle.used().set(false);
        }
        yield delivery;
      }
    };
  }
}
