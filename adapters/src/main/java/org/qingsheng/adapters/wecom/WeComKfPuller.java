package org.qingsheng.adapters.wecom;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.qingsheng.adapters.InboundEvent;
import org.qingsheng.adapters.InboundSink;
import org.qingsheng.adapters.tencent.Timer;
import org.qingsheng.adapters.wecom.WeComKfDecoder.Heard;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads one 客服 account, one page at a time and never twice at once (单读者). An event only wakes it:
 * what there is to read is decided by the cursor. The cursor moves after every event of its page is
 * durable, so whatever breaks in between is read again, and what was read before is known by its
 * msgid. Thread-safe.
 *
 * @see <a href="https://developer.work.weixin.qq.com/document/path/94670">接收消息和事件</a>
 */
final class WeComKfPuller {
  static final String SYNC = "/cgi-bin/kf/sync_msg";
  private static final int PAGE = 1000;

  /** The event's token is good for 10 minutes; without it calls are limited strictly. */
  private static final int TOKEN_EXPIRED = 95007;

  private static final Duration FIRST_WAIT = Duration.ofSeconds(2);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

  /** How long one page may take to become durable before it is read again. */
  private static final Duration DURABLE_WITHIN = Duration.ofSeconds(30);

  private static final Logger log = LoggerFactory.getLogger(WeComKfPuller.class);

  private final WeComKfSettings settings;
  private final String openKfId;
  private final Cursors cursors;
  private final WeComClient client;
  private final WeComKfDecoder decoder;
  private final WeComKfSessions sessions;
  private final InboundSink sink;
  private final Timer timer;
  private final Executor executor;

  /** Ids whose events are durable. Only spares the sink work: it knows repeats itself. */
  private final Cache<String, Boolean> known = Caffeine.newBuilder().maximumSize(20_000).build();

  private boolean running;
  private boolean wokenMeanwhile;
  private boolean closed;
  private String token = "";
  private int failures;
  private volatile boolean behind;

  WeComKfPuller(
      WeComKfSettings settings,
      String openKfId,
      Cursors cursors,
      WeComClient client,
      WeComKfSessions sessions,
      InboundSink sink,
      Timer timer,
      Executor executor) {
    this.settings = settings;
    this.openKfId = openKfId;
    this.cursors = cursors;
    this.client = client;
    this.decoder = new WeComKfDecoder(settings.channel());
    this.sessions = sessions;
    this.sink = sink;
    this.timer = timer;
    this.executor = executor;
  }

  private enum Page {
    LAST,
    MORE,
    /** Another go without the event's token. */
    TOKEN_GONE,
    /** Not now; the same page again later. */
    LATER
  }

  /** There may be something to read. Returns at once. */
  synchronized void wake(Optional<String> eventToken) {
    eventToken.ifPresent(given -> token = given);
    if (closed) {
      return;
    }
    if (running) {
      wokenMeanwhile = true;
    } else {
      running = true;
      executor.execute(this::run);
    }
  }

  synchronized void close() {
    closed = true;
  }

  /** Whether the last attempt to read failed. */
  boolean isBehind() {
    return behind;
  }

  private void run() {
    while (true) {
      boolean readToTheEnd = false;
      try {
        readToTheEnd = readAll();
      } catch (RuntimeException e) { // the store of the cursor, or a page that is no page
        log.atWarn()
            .addKeyValue("channel", settings.channel())
            .addKeyValue("cause", e.getClass().getSimpleName())
            .log("wecom kf account not read");
      }
      synchronized (this) {
        behind = !readToTheEnd;
        if (closed || !readToTheEnd) {
          running = false;
          wokenMeanwhile = false;
          if (!closed) {
            var _ = timer.after(nextWait(), () -> wake(Optional.empty()));
          }
          return;
        }
        failures = 0;
        if (!wokenMeanwhile) {
          running = false;
          return;
        }
        wokenMeanwhile = false;
      }
    }
  }

  private Duration nextWait() {
    var wait = FIRST_WAIT.multipliedBy(1L << Math.min(failures, 5));
    failures++;
    return wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
  }

  private boolean readAll() {
    while (true) {
      switch (readPage()) {
        case LAST -> {
          return true;
        }
        case LATER -> {
          return false;
        }
        case MORE, TOKEN_GONE -> {
          if (isClosed()) {
            return false;
          }
        }
      }
    }
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  private Page readPage() {
    var cursor = cursors.read(settings.channel(), openKfId);
    var used = usedToken();
    var body = WeComHttp.JSON.createObjectNode();
    cursor.ifPresent(value -> body.put("cursor", value));
    if (!used.isEmpty()) {
      body.put("token", used);
    }
    body.put("limit", PAGE).put("voice_format", 0).put("open_kfid", openKfId);
    return switch (client.call(SYNC, body)) {
      case WeComAnswer.Ok(var page) -> take(page, cursor);
      case WeComAnswer.Failed failed when failed.code() == TOKEN_EXPIRED && !used.isEmpty() -> {
        forget(used);
        yield Page.TOKEN_GONE;
      }
      case WeComAnswer.Failed _, WeComAnswer.NotDone _, WeComAnswer.Unclear _ -> Page.LATER;
    };
  }

  private synchronized String usedToken() {
    return token;
  }

  private synchronized void forget(String used) {
    if (token.equals(used)) {
      token = "";
    }
  }

  private Page take(JsonNode page, Optional<String> cursor) {
    if (!allDurable(page.path("msg_list"))) {
      return Page.LATER;
    }
    var next = page.path("next_cursor").asText("");
    boolean moved = !next.isEmpty() && !next.equals(cursor.orElse(""));
    if (moved) {
      cursors.store(settings.channel(), openKfId, next);
    }
    if (page.path("has_more").asInt() == 0) {
      return Page.LAST;
    }
    return moved ? Page.MORE : Page.LATER; // the same page for ever would help nobody
  }

  /** Hands a page over in its order, then waits for all of it. */
  private boolean allDurable(JsonNode messages) {
    var pending = new ArrayList<CompletableFuture<?>>();
    for (var message : messages) {
      var id = WeComKfDecoder.id(message);
      if (id.isPresent() && known.getIfPresent(id.get()) != null) {
        continue;
      }
      hand(decoder.decode(message, openKfId, sessions::isPersonServing))
          .ifPresent(durable ->
              pending.add(durable.thenRun(() -> id.ifPresent(it -> known.put(it, Boolean.TRUE)))));
    }
    try {
      CompletableFuture.allOf(pending.toArray(CompletableFuture<?>[]::new))
          .orTimeout(DURABLE_WITHIN.toMillis(), TimeUnit.MILLISECONDS)
          .join();
      return true;
    } catch (CompletionException e) {
      log.atWarn()
          .addKeyValue("channel", settings.channel())
          .addKeyValue("messages", messages.size())
          .log("wecom kf page not stored, left to be read again");
      return false;
    }
  }

  private Optional<CompletableFuture<?>> hand(Heard heard) {
    return switch (heard) {
      case Heard.Event(var event) -> Optional.of(accepted(event));
      case Heard.Entered(var event, var customer, var code) -> {
        sessions.entered(event.id(), customer, code);
        yield Optional.of(accepted(event));
      }
      case Heard.PersonServes(var customer) -> {
        sessions.personServes(customer);
        yield Optional.empty();
      }
      case Heard.PersonLeft(var customer) -> {
        sessions.personLeft(customer);
        yield Optional.empty();
      }
      case Heard.SendFailed(int type) -> {
        log.atWarn()
            .addKeyValue("channel", settings.channel())
            .addKeyValue("failType", type)
            .log("wecom kf message not delivered after all");
        yield Optional.empty();
      }
      case Heard.Nothing() -> Optional.empty();
    };
  }

  private CompletableFuture<?> accepted(InboundEvent event) {
    try {
      return sink.accept(event);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }
}
