package org.qingsheng.adapters.onebot;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.qingsheng.adapters.Delivery;
import org.qingsheng.adapters.EventRelay;
import org.qingsheng.adapters.Health;
import org.qingsheng.adapters.Health.State;
import org.qingsheng.adapters.InboundEvent.GroupChanged;
import org.qingsheng.adapters.InboundSink;
import org.qingsheng.adapters.KnowsGroups.Group;
import org.qingsheng.adapters.onebot.OneBotConnection.CallEnd;
import org.qingsheng.adapters.onebot.OneBotFrame.Answer;
import org.qingsheng.adapters.onebot.OneBotHandshake.Refusal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The QQ accounts of one channel and what happens on their connections: frames go where they
 * belong, silence is noticed, catching up is begun, health is known. Thread-safe.
 */
final class OneBotAccounts implements OneBotListener, AutoCloseable {
  /** WebSocket close codes: normal, and "going away". */
  private static final int NORMAL = 1000;

  private static final int GOING_AWAY = 1001;

  /** How long calls under way may take when the program stops. */
  private static final Duration FAREWELL = Duration.ofSeconds(2);

  private static final CompletableFuture<?> NOTHING_TO_STORE =
      CompletableFuture.completedFuture(null);
  private static final int CATCH_UP_ATTEMPTS = 4;
  private static final Duration CATCH_UP_PAUSE = Duration.ofSeconds(2);

  /** After this long the list of groups is asked for again, told of a change or not. */
  private static final Duration GROUPS_KNOWN = Duration.ofMinutes(30);

  private static final Logger log = LoggerFactory.getLogger(OneBotAccounts.class);

  private final OneBotSettings settings;
  private final InstantSource clock;
  private final OneBotDecoder decoder;
  private final OwnMessages own;
  private final EventRelay relay;
  private final OneBotCatchUp catchUp;
  private final Map<String, OneBotAccount> accounts = new ConcurrentHashMap<>();
  private final AtomicLong nonsense = new AtomicLong();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("onebot-timer").factory());
  private final ExecutorService work =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("onebot-work-", 0).factory());
  private volatile boolean ready;
  private volatile Optional<Refusal> lastRefusal = Optional.empty();

  OneBotAccounts(
      OneBotSettings settings,
      InstantSource clock,
      OneBotDecoder decoder,
      OneBotHistory history,
      OwnMessages own) {
    this.settings = settings;
    this.clock = clock;
    this.decoder = decoder;
    this.own = own;
    this.relay = new EventRelay(this::later, EventRelay.CAPACITY, this::catchUpAgain);
    this.catchUp = new OneBotCatchUp(settings, clock, history, relay, own);
  }

  /** What waits for its time on this channel; ends with it. */
  ScheduledExecutorService timer() {
    return timer;
  }

  /** What takes its time on this channel; ends with it. */
  ExecutorService work() {
    return work;
  }

  private void later(Duration delay, Runnable action) {
    var _ = timer.schedule(action, delay.toMillis(), TimeUnit.MILLISECONDS);
  }

  void start(InboundSink sink) {
    relay.start(sink);
    ready = true;
    var _ = timer.scheduleAtFixedRate(this::tick, 1, 1, TimeUnit.SECONDS);
  }

  /** The account, if it has ever been connected since the start. */
  Optional<OneBotAccount> find(String self) {
    return Optional.ofNullable(accounts.get(self));
  }

  /** The groups of every account, as last told. */
  List<Group> groups() {
    return accounts.values().stream().flatMap(account -> account.groups().stream()).toList();
  }

  /** When the oldest of these lists was told; empty while none was. */
  Optional<Instant> groupsTold() {
    return accounts.values().stream()
        .flatMap(account -> account.groupsTold().stream())
        .min(Comparator.naturalOrder());
  }

  @Override
  public boolean isReady() {
    return ready;
  }

  void refused(Refusal refusal) {
    lastRefusal = Optional.of(refusal);
  }

  @Override
  public void opened(OneBotConnection connection) {
    lastRefusal = Optional.empty();
    OneBotAccount account = accounts.computeIfAbsent(connection.who().self(), OneBotAccount::new);
    for (OneBotConnection replaced : account.attach(connection)) {
      log.atInfo()
          .addKeyValue("channel", settings.channel().value())
          .addKeyValue("role", replaced.role())
          .log("onebot connection replaced");
      replaced.close(NORMAL, "replaced by a newer connection");
    }
    if (!ready) { // stopped between its handshake and now
      connection.close(GOING_AWAY, "shutting down");
      return;
    }
    beginCatchUp(account);
  }

  @Override
  public void closed(OneBotConnection connection) {
    find(connection.who().self()).ifPresent(account -> account.detach(connection));
  }

  @Override
  public CompletableFuture<?> received(OneBotConnection connection, String text) {
    OneBotFrame frame = decoder.decode(text, connection.who().self());
    if (frame instanceof Answer answer) {
      if (!connection.answered(answer)) {
        log.atDebug().addKeyValue("retcode", answer.retcode()).log("onebot answer too late");
      }
      return NOTHING_TO_STORE;
    }
    Optional<OneBotAccount> account = find(connection.who().self());
    var stored = account.<CompletableFuture<?>>map(known -> handle(known, connection, frame));
    account.ifPresent(this::beginCatchUp);
    return stored.orElse(NOTHING_TO_STORE);
  }

  private CompletableFuture<?> handle(
      OneBotAccount account, OneBotConnection connection, OneBotFrame frame) {
    return switch (frame) {
      case OneBotFrame.Event(var event) -> {
        if (event instanceof GroupChanged) {
          account.groupsChanged();
        }
        yield relay.offer(event);
      }
      case OneBotFrame.SelfMuted(var group, var event, var until) -> {
        account.muted(group, until);
        yield relay.offer(event);
      }
      case OneBotFrame.SelfUnmuted(var group, var event) -> {
        account.unmuted(group);
        yield relay.offer(event);
      }
      case OneBotFrame.OwnMessage(var id) -> {
        own.seen(id);
        yield NOTHING_TO_STORE;
      }
      case OneBotFrame.Heartbeat(var online, var interval) -> {
        interval.ifPresent(connection::beats);
        online(account, online);
        yield NOTHING_TO_STORE;
      }
      case OneBotFrame.WentOffline() -> {
        online(account, false);
        yield NOTHING_TO_STORE;
      }
      case OneBotFrame.Connected() -> NOTHING_TO_STORE;
      case OneBotFrame.Nonsense(var why) -> {
        long count = nonsense.incrementAndGet();
        if (Long.bitCount(count) == 1) {
          log.atWarn()
              .addKeyValue("channel", settings.channel().value())
              .addKeyValue("why", why)
              .addKeyValue("count", count)
              .log("onebot frame ignored");
        }
        yield NOTHING_TO_STORE;
      }
      case Answer _ -> throw new IllegalStateException("answers are handled before");
    };
  }

  private void online(OneBotAccount account, boolean online) {
    if (account.online() != online) {
      log.atLevel(online ? Level.INFO : Level.ERROR)
          .addKeyValue("channel", settings.channel().value())
          .addKeyValue("online", online)
          .log("onebot account log-in changed");
    }
    account.online(online);
  }

  /** Begins once both directions are there and the client has spoken. */
  private void beginCatchUp(OneBotAccount account) {
    account
        .events()
        .filter(events -> events.hasSettled() && account.takesCalls() && events.beginCatchUp())
        .ifPresent(events -> catchUp(account, events, 1));
  }

  private void catchUp(OneBotAccount account, OneBotConnection events, int attempt) {
    inBackground(() -> {
      boolean done = catchUp.run(account, events);
      if (!done && attempt < CATCH_UP_ATTEMPTS && account.isListeningOn(events)) {
        var _ =
            timer.schedule(
                () -> catchUp(account, events, attempt + 1),
                CATCH_UP_PAUSE.toSeconds() * attempt,
                TimeUnit.SECONDS);
      }
    });
  }

  /** After events had to be dropped: the platform still has them. */
  private void catchUpAgain() {
    for (OneBotAccount account : accounts.values()) {
      account.forgetCoverage();
      account.events().ifPresent(events -> catchUp(account, events, 1));
    }
  }

  private void inBackground(Runnable task) {
    Runnable guarded =
        () -> {
          try {
            task.run();
          } catch (RejectedExecutionException e) {
            log.atDebug().log("onebot background task given up at shutdown");
          } catch (RuntimeException e) {
            log.atError()
                .addKeyValue("channel", settings.channel().value())
                .setCause(e)
                .log("onebot background task failed");
          }
        };
    try {
      work.execute(guarded);
    } catch (RejectedExecutionException e) {
      log.atDebug().log("onebot background task given up at shutdown");
    }
  }

  private void tick() {
    try {
      secondPassed();
    } catch (RuntimeException e) {
      log.atError().setCause(e).log("onebot watch failed"); // the next second still comes
    }
  }

  /** Notices silent connections, and clients that are ready without having said so. */
  void secondPassed() {
    for (OneBotAccount account : accounts.values()) {
      beginCatchUp(account);
      var now = clock.instant();
      if (account.groupsDue(now.minus(GROUPS_KNOWN), now)) {
        inBackground(() -> catchUp.refreshGroups(account));
      }
      for (OneBotConnection connection : account.connections()) {
        switch (connection.secondPassed()) {
          case FINE -> {}
          case PROBE -> inBackground(() -> probe(account, connection));
          case DEAD -> {
            log.atWarn()
                .addKeyValue("channel", settings.channel().value())
                .addKeyValue("role", connection.role())
                .log("onebot connection silent, cut");
            account.detach(connection);
            connection.cut();
          }
        }
      }
    }
  }

  private void probe(OneBotAccount account, OneBotConnection connection) {
    CallEnd end = connection.call(OneBotEncoder.call("get_status"), settings.callTimeout());
    if (end instanceof CallEnd.Answered(Answer answer) && answer.ok()) {
      online(account, answer.data().path("online").asBoolean(true));
    }
  }

  /** Three sends in a row without a confirmed end are how QQ's silent limits look. */
  void sendEnded(OneBotAccount account, Delivery delivery) {
    int unconfirmed =
        switch (delivery) {
          case Delivery.Accepted _, Delivery.Refused _ -> account.confirmed(true);
          case Delivery.Unknown _ -> account.confirmed(false);
          case Delivery.NotSent _ -> 0;
        };
    if (unconfirmed == OneBotAccount.SUSPICIOUS) {
      log.atError()
          .addKeyValue("channel", settings.channel().value())
          .addKeyValue("unconfirmed", unconfirmed)
          .log("onebot sends unconfirmed in a row");
    }
  }

  /** The whole channel in one sentence. */
  Health check() {
    if (!ready) {
      return new Health(State.DOWN, "渠道未启动或已停止。");
    }
    if (accounts.isEmpty()) {
      return new Health(State.DEGRADED, "还没有 QQ 客户端连接。" + refusalHint());
    }
    List<Health> each = accounts.values().stream().map(this::check).toList();
    State worst = each.stream().map(Health::state).max(State::compareTo).orElse(State.UP);
    boolean someWork = each.stream().anyMatch(health -> health.state() != State.DOWN);
    var reasons = new ArrayList<>(each.stream().map(Health::reason).distinct().toList());
    if (relay.kept() > 0) {
      worst = worst.compareTo(State.DEGRADED) < 0 ? State.DEGRADED : worst;
      reasons.add("有 %d 条消息等待存储恢复。".formatted(relay.kept()));
    }
    return new Health(
        worst == State.DOWN && someWork ? State.DEGRADED : worst, String.join("", reasons));
  }

  private Health check(OneBotAccount account) {
    if (!account.takesCalls() && !account.bringsEvents()) {
      return new Health(State.DOWN, "QQ 客户端已断开，等待它重新连接。" + refusalHint());
    }
    if (!account.online()) {
      return new Health(State.DOWN, "QQ 账号已掉线，请在 QQ 客户端重新登录。");
    }
    if (!account.takesCalls()) {
      return new Health(State.DEGRADED, "只连接了事件通道，暂时不能发消息。");
    }
    if (!account.bringsEvents()) {
      return new Health(State.DEGRADED, "只连接了调用通道，暂时收不到消息。");
    }
    if (account.unconfirmed() >= OneBotAccount.SUSPICIOUS) {
      return new Health(
          State.DEGRADED, "连续 %d 次发送没有得到确认，QQ 账号可能被限制发言。".formatted(account.unconfirmed()));
    }
    return new Health(
        State.UP, account.historyServed() ? "QQ 客户端已连接。" : "QQ 客户端已连接，但不提供历史消息，断线期间的消息不能补收。");
  }

  private String refusalHint() {
    return lastRefusal
        .map(refusal ->
            switch (refusal) {
              case TOKEN_MISSING, TOKEN_WRONG -> "最近一次连接的访问令牌缺失或不正确，请检查两边的设置。";
              case ACCOUNT_NOT_ALLOWED -> "最近一次连接的 QQ 号不在允许的名单里。";
              case SELF_ID_MISSING, ROLE_UNKNOWN -> "最近一次连接缺少 OneBot 要求的请求头。";
              case NOT_STARTED -> "";
            })
        .orElse("");
  }

  @Override
  public void close() {
    ready = false;
    List<OneBotConnection> open =
        accounts.values().stream().flatMap(account -> account.connections().stream()).toList();
    CompletableFuture.allOf(
            open.stream().map(OneBotConnection::idle).toArray(CompletableFuture[]::new))
        .completeOnTimeout(null, FAREWELL.toMillis(), TimeUnit.MILLISECONDS)
        .join();
    open.forEach(connection -> connection.close(GOING_AWAY, "shutting down"));
    open.forEach(OneBotConnection::closed);
    timer.shutdownNow();
    work.shutdownNow();
  }
}
