package org.qingsheng.adapters.webchat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.SameSite;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.qingsheng.adapters.Addressing;
import org.qingsheng.adapters.Attachment;
import org.qingsheng.adapters.CleanText;
import org.qingsheng.adapters.Conversation;
import org.qingsheng.adapters.FetchesFiles;
import org.qingsheng.adapters.InboundEvent.MessageReceived;
import org.qingsheng.adapters.InboundSink;
import org.qingsheng.adapters.webchat.OpenStreams.Frame;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The three addresses of the chat: {@code POST …/messages}, {@code GET …/stream}, {@code GET
 * …/history}. A message is acknowledged only once the sink says it is stored.
 */
final class WebChatRoutes {
  private static final Logger log = LoggerFactory.getLogger(WebChatRoutes.class);

  static final String COOKIE = "qs_chat";

  /** Lines shown when the page opens. */
  private static final int HISTORY = 200;

  /** Far above the longest message, also when every character is escaped. */
  private static final int MAX_BODY = 16 * 1024;

  /** How long storing may take before we say it did not work; the page then offers to resend. */
  private static final long STORE_SECONDS = 10;

  private static final String TOO_LARGE = "文件最大 10 MB";

  private final WebChatSettings settings;
  private final Transcript transcript;
  private final InboundSink sink;
  private final OpenStreams streams;
  private final WebChatFiles files;
  private final WebChatEncoder encoder;
  private final RandomGenerator random;
  private final InstantSource clock;
  private final Pace sessions;
  private final Pace addresses;

  WebChatRoutes(
      WebChatSettings settings,
      Transcript transcript,
      InboundSink sink,
      OpenStreams streams,
      WebChatFiles files,
      WebChatEncoder encoder,
      RandomGenerator random,
      InstantSource clock) {
    this.settings = settings;
    this.transcript = transcript;
    this.sink = sink;
    this.streams = streams;
    this.files = files;
    this.encoder = encoder;
    this.random = random;
    this.clock = clock;
    this.sessions = new Pace(settings.perSession(), clock);
    this.addresses = new Pace(settings.perAddress(), clock);
  }

  void addTo(RoutesConfig routes, String path) {
    routes.post(path + "/messages", this::receive);
    routes.post(path + "/files", this::receiveFile);
    routes.get(path + "/stream", this::stream);
    routes.get(path + "/history", this::history);
  }

  private void receive(Context ctx) {
    if (foreignOrigin(ctx)) {
      refuse(ctx, 403, "forbidden", "请从本站页面发送", "");
      return;
    }
    if (!String.valueOf(ctx.contentType())
        .toLowerCase(Locale.ROOT)
        .startsWith("application/json")) {
      refuse(ctx, 415, "unsupported", "消息格式不对，请刷新页面", "");
      return;
    }
    if (ctx.req().getContentLengthLong() > MAX_BODY || ctx.bodyAsBytes().length > MAX_BODY) {
      refuse(ctx, 413, "too-long", tooLong(), "text");
      return;
    }
    var body = parsed(ctx.body());
    var clientId = body.path("clientMsgId").asText("");
    var text = CleanText.of(body.path("text").asText("")).strip();
    if (!WebChatIds.isClientId(clientId)) {
      refuse(ctx, 422, "invalid", "消息格式不对，请刷新页面", "clientMsgId");
    } else if (text.isEmpty()) {
      refuse(ctx, 422, "empty", "请先写点什么再发送", "text");
    } else if (text.codePointCount(0, text.length()) > WebChatSettings.MAX_TEXT) {
      refuse(ctx, 422, "too-long", tooLong(), "text");
    } else {
      var session = session(ctx);
      if (!sessions.allows(session.hash()) || !addresses.allows(address(ctx))) {
        ctx.header("Retry-After", "60");
        refuse(ctx, 429, "too-many", "发送得有点快，请一分钟后再试", "");
      } else {
        store(ctx, session, clientId, text, List.of());
      }
    }
  }

  /** One file is one message; the body is its bytes, never stored before it was looked at. */
  private void receiveFile(Context ctx) {
    if (foreignOrigin(ctx)) {
      refuse(ctx, 403, "forbidden", "请从本站页面发送", "");
      return;
    }
    if (!"application/octet-stream".equals(ctx.contentType())) {
      refuse(ctx, 415, "unsupported", "文件格式不对，请刷新页面", "");
      return;
    }
    if (ctx.req().getContentLengthLong() > FetchesFiles.MOST_BYTES) {
      refuse(ctx, 413, "too-long", TOO_LARGE, "file");
      return;
    }
    var clientId = Optional.ofNullable(ctx.queryParam("id")).orElse("");
    if (!WebChatIds.isClientId(clientId)) {
      refuse(ctx, 422, "invalid", "文件格式不对，请刷新页面", "id");
      return;
    }
    var session = session(ctx);
    if (!sessions.allows(session.hash()) || !addresses.allows(address(ctx)) || !files.enter()) {
      ctx.header("Retry-After", "60");
      refuse(ctx, 429, "too-many", "发送得有点快，请一分钟后再试", "");
      return;
    }
    try {
      var bytes = files.read(ctx);
      if (bytes.isEmpty()) {
        refuse(ctx, 413, "too-long", TOO_LARGE, "file");
      } else {
        var name = CleanText.of(Optional.ofNullable(ctx.queryParam("name")).orElse(""));
        var file = files.hold(session.message(clientId), name, bytes.get());
        store(ctx, session, clientId, "", List.of(file));
      }
    } catch (IOException _) {
      refuse(ctx, 400, "broken-off", "文件没有传完，请重发", "file");
    } finally {
      files.leave(session.message(clientId));
    }
  }

  private void store(
      Context ctx,
      WebChatIds.Session session,
      String clientId,
      String text,
      List<Attachment> attachments) {
    var message =
        new MessageReceived(
            settings.channel(),
            session.message(clientId),
            new Conversation.PrivateChat(session.conversation()),
            session.asker(),
            text,
            attachments,
            Addressing.PRIVATE,
            Optional.empty(),
            clock.instant(),
            false);
    try {
      var receipt = sink.accept(message).get(STORE_SECONDS, TimeUnit.SECONDS);
      ctx.status(202);
      answer(ctx, encoder.accepted(clientId, message.at(), receipt.replyComing()));
    } catch (ExecutionException | TimeoutException e) {
      log.atWarn()
          .addKeyValue("channel", settings.channel())
          .setCause(e)
          .log("web message not stored");
      refuse(ctx, 503, "not-stored", "消息没有发送成功，请稍后重发", "");
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      refuse(ctx, 503, "not-stored", "服务正在重启，请稍后重发", "");
    }
  }

  /**
   * Holds the exchange open and writes what comes, on this thread only. Ends when the page goes
   * away (noticed at the next write), falls behind, or the channel closes.
   */
  private void stream(Context ctx) throws IOException {
    var session = WebChatIds.session(Optional.ofNullable(ctx.cookie(COOKIE)));
    if (session.isEmpty()) {
      refuse(ctx, 401, "no-session", "请刷新页面", "");
      return;
    }
    var conversation = session.get().conversation();
    var response = ctx.res();
    response.setContentType("text/event-stream; charset=utf-8");
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("X-Accel-Buffering", "no");
    var stream = streams.open(conversation);
    try {
      var out = response.getOutputStream();
      write(out, "retry: 3000\n\n");
      while (true) {
        switch (stream.waiting().poll(settings.keepAlive().toMillis(), TimeUnit.MILLISECONDS)) {
          case null -> write(out, ":\n\n");
          case Frame.End() -> {
            return;
          }
          case Frame.Event(var id, var line) ->
              write(out, "id: " + id + "\nevent: message\ndata: " + line + "\n\n");
        }
      }
    } catch (IOException _) {
      log.atDebug().addKeyValue("channel", settings.channel()).log("web stream left");
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      streams.leave(conversation, stream);
    }
  }

  private void history(Context ctx) {
    var conversation = session(ctx).conversation();
    ctx.contentType("application/x-ndjson; charset=utf-8");
    ctx.header("Cache-Control", "no-store");
    ctx.result(
        transcript.lines(conversation, HISTORY).stream()
            .map(encoder::line)
            .collect(Collectors.joining("\n")));
  }

  /** The session of the cookie, or a new one; the cookie's life begins anew. */
  private WebChatIds.Session session(Context ctx) {
    var session =
        WebChatIds.session(Optional.ofNullable(ctx.cookie(COOKIE)))
            .orElseGet(() -> WebChatIds.newSession(random));
    ctx.cookie(
        new Cookie(
            COOKIE,
            session.cookie(),
            "/",
            Math.toIntExact(WebChatSettings.SESSION.toSeconds()),
            settings.secure(),
            true,
            null,
            SameSite.LAX));
    return session;
  }

  private JsonNode parsed(String body) {
    try {
      return encoder.json().readTree(body);
    } catch (JsonProcessingException _) {
      return encoder.json().missingNode();
    }
  }

  /** A page of another site sends its own origin; ours sends the one it was loaded from. */
  private boolean foreignOrigin(Context ctx) {
    var origin = ctx.header("Origin");
    if (origin == null) {
      return false;
    }
    try {
      var from = URI.create(origin).getAuthority();
      return from == null
          || !(from.equalsIgnoreCase(ctx.header("Host"))
              || from.equalsIgnoreCase(settings.publicUrl().getAuthority()));
    } catch (IllegalArgumentException _) {
      return true;
    }
  }

  private String address(Context ctx) {
    var forwarded = settings.behindProxy() ? ctx.header("X-Forwarded-For") : null;
    return forwarded == null
        ? ctx.ip()
        : forwarded.substring(forwarded.lastIndexOf(',') + 1).strip();
  }

  private static String tooLong() {
    return "一次最多 " + WebChatSettings.MAX_TEXT + " 字，请分几条发送";
  }

  private void refuse(Context ctx, int status, String code, String message, String field) {
    ctx.status(status);
    answer(ctx, encoder.error(code, message, field));
  }

  private static void answer(Context ctx, String body) {
    ctx.contentType("application/json; charset=utf-8");
    ctx.header("Cache-Control", "no-store");
    ctx.result(body);
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
