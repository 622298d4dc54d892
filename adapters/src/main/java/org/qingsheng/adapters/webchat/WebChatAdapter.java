package org.qingsheng.adapters.webchat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.config.RoutesConfig;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.qingsheng.adapters.Attachment;
import org.qingsheng.adapters.Capabilities;
import org.qingsheng.adapters.ChannelAdapter;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.Delivery;
import org.qingsheng.adapters.FetchesFiles;
import org.qingsheng.adapters.Health;
import org.qingsheng.adapters.InboundSink;
import org.qingsheng.adapters.OutboundMessage;
import org.qingsheng.adapters.ServesHttp;
import org.qingsheng.adapters.webchat.OpenStreams.Frame;

/**
 * The web chat as a channel. What is sent is in the transcript already, so a send only pushes it to
 * pages that are open and always succeeds; a page that was away reads it when it returns.
 */
public final class WebChatAdapter implements ChannelAdapter, ServesHttp, FetchesFiles {
  /** Room for any answer; the page wraps lines itself. */
  private static final int MAX_TEXT_BYTES = 20_000;

  private final WebChatSettings settings;
  private final OpenStreams streams = new OpenStreams();
  private final WebChatFiles files = new WebChatFiles();
  private final WebChatEncoder encoder;
  private final WebChatRoutes routes;
  private final InstantSource clock;
  private volatile Optional<InboundSink> sink = Optional.empty();

  /**
   * @param random source of session ids; must be cryptographically strong in service
   */
  public WebChatAdapter(
      WebChatSettings settings,
      Transcript transcript,
      ObjectMapper json,
      RandomGenerator random,
      InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
    this.encoder = new WebChatEncoder(json);
    this.routes =
        new WebChatRoutes(
            settings,
            transcript,
            event ->
                sink.map(there -> there.accept(event))
                    .orElseGet(() ->
                        CompletableFuture.failedFuture(
                            new IllegalStateException("web chat has not been started"))),
            streams,
            files,
            encoder,
            random,
            clock);
  }

  @Override
  public ChannelId channel() {
    return settings.channel();
  }

  @Override
  public Capabilities capabilities() {
    return new Capabilities(
        false,
        false,
        Optional.empty(),
        false,
        true,
        List.of(),
        true,
        MAX_TEXT_BYTES,
        Duration.ZERO);
  }

  @Override
  public void start(InboundSink inbound) {
    sink = Optional.of(inbound);
  }

  @Override
  public Delivery send(OutboundMessage message) {
    if (message.text().isBlank()) {
      return new Delivery.Refused("text-size", Delivery.Meaning.CONTENT, "text is empty");
    }
    var id = WebChatIds.told(message.key());
    streams.push(
        message.conversation().id(),
        new Frame.Event(id, encoder.told(id, message.text(), message.choices(), clock.instant())));
    return new Delivery.Accepted(Optional.empty());
  }

  @Override
  public Optional<byte[]> fetch(Attachment attachment) {
    return files.fetch(attachment);
  }

  @Override
  public Health check() {
    return sink.isPresent()
        ? new Health(Health.State.UP, "网页聊天正常，当前打开的页面：" + streams.count())
        : new Health(Health.State.DOWN, "网页聊天尚未启动");
  }

  @Override
  public void addTo(RoutesConfig config, String path) {
    routes.addTo(config, path);
    settings.shortPath().ifPresent(shortPath -> routes.addTo(config, shortPath));
  }

  @Override
  public void close() {
    sink = Optional.empty();
    streams.close();
  }
}
