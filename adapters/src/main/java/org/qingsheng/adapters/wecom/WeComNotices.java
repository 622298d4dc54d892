package org.qingsheng.adapters.wecom;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.qingsheng.adapters.Delivery;
import org.qingsheng.adapters.Delivery.Accepted;
import org.qingsheng.adapters.Delivery.Meaning;
import org.qingsheng.adapters.Delivery.NotSent;
import org.qingsheng.adapters.Delivery.Refused;

/**
 * Notices into one internal group over its webhook (消息推送，原群机器人). It hears nothing. Keeps to the 20
 * messages a minute WeCom allows, so that none is dropped there. Thread-safe.
 *
 * @see <a href="https://developer.work.weixin.qq.com/document/path/91770">消息推送配置说明</a>
 */
public final class WeComNotices implements AutoCloseable {
  private static final int MOST = 20;
  private static final Duration WITHIN = Duration.ofMinutes(1);

  private final URI webhook;
  private final InstantSource clock;
  private final WeComHttp http;
  private final Deque<Instant> sent = new ArrayDeque<>();

  /**
   * @param webhook the whole address with its key, which makes it a secret
   */
  public WeComNotices(URI webhook, InstantSource clock) {
    this(webhook, clock, WeComHttp.CALL_TIMEOUT);
  }

  WeComNotices(URI webhook, InstantSource clock, Duration callTimeout) {
    WeComKeys.requireHttp(webhook, "webhook");
    this.webhook = webhook;
    this.clock = clock;
    this.http = new WeComHttp(callTimeout);
  }

  /**
   * Plain text.
   *
   * @param text at most 2048 bytes of UTF-8
   * @param mentioned userids to name, {@code @all} for everyone
   */
  public Delivery text(String text, List<String> mentioned) {
    var shown = WeComEncoder.plain(text);
    var body = WeComHttp.JSON.createObjectNode().put("msgtype", "text");
    var content = body.putObject("text").put("content", shown);
    var names = content.putArray("mentioned_list");
    mentioned.forEach(names::add);
    return sent(body, shown, WeComEncoder.MAX_TEXT_BYTES);
  }

  /**
   * Markdown of ours; parts that come from people must have gone through {@link #inert}.
   *
   * @param markdown at most 4096 bytes of UTF-8
   */
  public Delivery markdown(String markdown) {
    var body = WeComHttp.JSON.createObjectNode().put("msgtype", "markdown");
    body.putObject("markdown").put("content", markdown);
    return sent(body, markdown, WeComEncoder.MAX_MARKDOWN_BYTES);
  }

  /** Text that stays text inside markdown. */
  public static String inert(String text) {
    return WeComEncoder.markdown(text);
  }

  private Delivery sent(ObjectNode body, String shown, int maxBytes) {
    if (shown.isBlank() || WeComEncoder.bytes(shown) > maxBytes) {
      return new Refused("text-size", Meaning.CONTENT, "text is empty or too long");
    }
    var wait = reserve();
    if (wait.isPresent()) {
      return new NotSent("20 notices a minute used up", wait);
    }
    return switch (http.post(webhook, body)) {
      case WeComAnswer.Ok _ -> new Accepted(Optional.empty());
      case WeComAnswer.NotDone notDone -> notDone.delivery();
      case WeComAnswer.Unclear unclear -> unclear.delivery();
      case WeComAnswer.Failed failed -> failed.delivery();
    };
  }

  /** Takes one of the minute's places, or says how long until there is one. */
  private synchronized Optional<Duration> reserve() {
    var now = clock.instant();
    while (!sent.isEmpty() && !now.isBefore(sent.getFirst().plus(WITHIN))) {
      sent.removeFirst();
    }
    if (sent.size() == MOST) {
      return Optional.of(Duration.between(now, sent.getFirst().plus(WITHIN)));
    }
    sent.addLast(now);
    return Optional.empty();
  }

  @Override
  public void close() {
    http.close();
  }
}
