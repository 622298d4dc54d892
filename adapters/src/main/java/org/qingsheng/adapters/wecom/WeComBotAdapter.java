package org.qingsheng.adapters.wecom;

import io.javalin.config.RoutesConfig;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.qingsheng.adapters.Capabilities;
import org.qingsheng.adapters.Capabilities.Opener;
import org.qingsheng.adapters.Capabilities.Window;
import org.qingsheng.adapters.ChannelAdapter;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.Delivery;
import org.qingsheng.adapters.Delivery.Accepted;
import org.qingsheng.adapters.Delivery.Meaning;
import org.qingsheng.adapters.Delivery.NotSent;
import org.qingsheng.adapters.Delivery.Refused;
import org.qingsheng.adapters.Health;
import org.qingsheng.adapters.Health.State;
import org.qingsheng.adapters.InboundSink;
import org.qingsheng.adapters.MessageId;
import org.qingsheng.adapters.OutboundMessage;
import org.qingsheng.adapters.OutboundMessage.Route;
import org.qingsheng.adapters.ServesHttp;
import org.qingsheng.adapters.ShowsLinks;
import org.qingsheng.adapters.tencent.Timer;

/**
 * 智能机器人 by callback: members of the organisation, alone and in internal groups. Thread-safe.
 *
 * <p>An answer that is ready soon travels in the stream that the question opened; a later one once
 * over the question's {@code response_url}. After a restart neither is known any more, and the
 * answer waits for the person's next message.
 */
public final class WeComBotAdapter implements ChannelAdapter, ServesHttp, ShowsLinks {
  private final WeComBotSettings settings;
  private final WeComThreads threads;
  private final WeComHttp http;
  private final WeComBotStreams streams;
  private final WeComBotLaterAnswers later;
  private final WeComBotCallback callback;
  private volatile boolean running;

  public WeComBotAdapter(WeComBotSettings settings, InstantSource clock) {
    this(settings, clock, null, WeComHttp.CALL_TIMEOUT);
  }

  /**
   * @param timer when an answer is not waited for any more; {@code null} for real time
   */
  WeComBotAdapter(
      WeComBotSettings settings, InstantSource clock, @Nullable Timer timer, Duration callTimeout) {
    this.settings = settings;
    this.threads = new WeComThreads("wecom-bot");
    this.http = new WeComHttp(callTimeout);
    this.streams =
        new WeComBotStreams(clock, timer == null ? threads.timer() : timer, settings.pending());
    this.later = new WeComBotLaterAnswers(http, clock);
    this.callback = new WeComBotCallback(settings, clock, streams, later);
  }

  @Override
  public ChannelId channel() {
    return settings.channel();
  }

  @Override
  public Capabilities capabilities() {
    return new Capabilities(
        true,
        false,
        Optional.of(WeComBotStreams.LIFE),
        true,
        false,
        List.of(new Window(Opener.MESSAGE, WeComBotLaterAnswers.WINDOW, 1)),
        false,
        WeComEncoder.MAX_STREAM_BYTES,
        Duration.ZERO);
  }

  @Override
  public void addTo(RoutesConfig routes, String path) {
    callback.addTo(routes, path);
  }

  @Override
  public boolean shows(URI link) {
    return true;
  }

  @Override
  public void start(InboundSink sink) {
    callback.start(sink);
    running = true;
  }

  @Override
  public Delivery send(OutboundMessage message) {
    if (message.text().isBlank()) {
      return new Refused("text-size", Meaning.CONTENT, "text is empty");
    }
    if (!running) {
      return new NotSent("closed", Optional.empty());
    }
    var shown = WeComEncoder.streamed(message.text());
    return switch (message.route()) {
      case Route.Passive(var inReplyTo) -> inStream(inReplyTo, shown);
      case Route.Push(var windowOf) -> later.send(windowOf, message, shown);
    };
  }

  private Delivery inStream(MessageId inReplyTo, String shown) {
    return streams.offer(inReplyTo, shown).join()
        ? new Accepted(Optional.empty())
        : new NotSent("the stream is over or was answered", Optional.empty());
  }

  @Override
  public Health check() {
    if (!running) {
      return new Health(State.DOWN, "智能机器人渠道没有在运行");
    }
    return http.trouble()
        .map(trouble -> new Health(State.DEGRADED, trouble + "；当场的回复不受影响"))
        .orElseGet(() -> new Health(State.UP, "智能机器人回调已就绪"));
  }

  @Override
  public void close() {
    running = false;
    callback.stop();
    streams.close();
    http.close();
    threads.close();
  }
}
