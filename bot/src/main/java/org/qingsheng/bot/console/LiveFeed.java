package org.qingsheng.bot.console;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.qingsheng.bot.console.page.ItemPage.Viewer;
import org.qingsheng.bot.ledger.Committed;
import org.qingsheng.bot.people.Account;
import org.qingsheng.bot.people.Session;
import org.qingsheng.bot.people.SignIn;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells open console pages what changed, and colleagues who looks at the same item. Only item
 * numbers travel, and only to readers whose region covers the item; the page fetches the rest
 * itself. Thread-safe; everything is in memory.
 */
public final class LiveFeed implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(LiveFeed.class);

  /** Changes waiting for one page before they are replaced by "look at everything again". */
  private static final int BACKLOG = 64;

  /** Against proxies that cut silent lines; also how soon a closed session ends its stream. */
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(15);

  /** How long a sign of typing lasts. */
  static final Duration TYPING = Duration.ofSeconds(10);

  private static final String END = "";

  private final SignIn signIn;
  private final InstantSource clock;
  private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();
  private final ConcurrentHashMap<Typist, Instant> typing = new ConcurrentHashMap<>();
  private volatile boolean closed;

  public LiveFeed(SignIn signIn, InstantSource clock) {
    this.signIn = signIn;
    this.clock = clock;
  }

  private record Typist(String item, String account) {}

  /** One open page. */
  private static final class Listener {
    private final Account account;
    private final Optional<String> item;
    private final BlockingQueue<String> waiting = new LinkedBlockingQueue<>(BACKLOG);

    Listener(Account account, Optional<String> item) {
      this.account = account;
      this.item = item;
    }

    void tell(String event, String data) {
      if (!waiting.offer("event: " + event + "\ndata: " + data + "\n\n")) {
        waiting.clear();
        var _ = waiting.offer("event: changed\ndata: *\n\n");
      }
    }
  }

  /** A turn was committed: pages that may see its items are told. */
  public void committed(Committed committed) {
    for (var item : committed.items()) {
      for (var listener : listeners) {
        if (listener.account.scope().covers(item.region())) {
          listener.tell("changed", item.number().value());
        }
      }
    }
  }

  /** Who else looks at the item now. */
  List<Viewer> viewers(String item, Account reader) {
    var now = clock.instant();
    return listeners.stream()
        .filter(listener -> listener.item.equals(Optional.of(item)))
        .map(listener -> listener.account)
        .filter(account -> !account.id().equals(reader.id()))
        .distinct()
        .map(account ->
            new Viewer(
                account.name(),
                typing
                    .getOrDefault(new Typist(item, account.id().value()), Instant.MIN)
                    .isAfter(now)))
        .sorted(java.util.Comparator.comparing(Viewer::name))
        .toList();
  }

  /** The account is writing an answer to the item. */
  void types(String item, Account account) {
    var now = clock.instant();
    typing.values().removeIf(until -> !until.isAfter(now));
    typing.put(new Typist(item, account.id().value()), now.plus(TYPING));
    presence(item);
  }

  /**
   * Holds the exchange open and writes what comes, on this thread only. Ends when the page goes
   * away, its session ends, or the server stops.
   *
   * @param item the item the page shows, if it shows one the reader may see
   */
  void serve(Context ctx, Optional<String> item) throws IOException {
    var visitor = Visitor.of(ctx);
    var response = ctx.res();
    response.setContentType("text/event-stream; charset=utf-8");
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("X-Accel-Buffering", "no");
    var listener = new Listener(visitor.account(), item);
    listeners.add(listener);
    if (closed) {
      listener.waiting.add(END);
    }
    item.ifPresent(this::presence);
    try {
      var out = response.getOutputStream();
      write(out, "retry: 3000\n\n");
      while (true) {
        var next = listener.waiting.poll(KEEP_ALIVE.toMillis(), TimeUnit.MILLISECONDS);
        if (next == null && signIn.look(visitor.token(), Session.Kind.CONSOLE).isEmpty()) {
          return;
        }
        if (END.equals(next)) {
          return;
        }
        write(out, next == null ? ":\n\n" : next);
      }
    } catch (IOException _) {
      log.atDebug().addKeyValue("account", visitor.account().id()).log("console stream left");
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      listeners.remove(listener);
      item.ifPresent(this::presence);
    }
  }

  @Override
  public void close() {
    closed = true;
    for (var listener : listeners) {
      listener.waiting.clear();
      var _ = listener.waiting.offer(END);
    }
  }

  private void presence(String item) {
    for (var listener : listeners) {
      if (listener.item.equals(Optional.of(item))) {
        listener.tell("presence", item);
      }
    }
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
