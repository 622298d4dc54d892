package org.qingsheng.adapters.onebot.fake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A scripted OneBot client holding one QQ account. Its people, groups and history live on while it
 * is disconnected and while the server under test is killed and started again, as QQ does; an event
 * that happens while no line is up is in the history and nowhere else.
 *
 * <p>Thread-safe. Waiting methods have a deadline and fail with what was seen.
 */
public final class FakeOneBot implements AutoCloseable {
  /** Status of a handshake that went well. */
  public static final int SWITCHING_PROTOCOLS = 101;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Supplier<URI> address;
  private final Dialect dialect;
  private final String self;
  private final String token;
  private final FakeFrames frames;
  private final FakeHistory history;
  private final CallScript script = new CallScript();
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private final Map<String, FakeChat> chats = new LinkedHashMap<>();
  private final List<Posted> sent = new ArrayList<>();
  private final Map<String, List<Posted>> replies = new HashMap<>();
  private final List<FakeLine> lines = new ArrayList<>();
  private @Nullable FakeLine eventLine;
  private Consumer<Posted> sentListener = _ -> {};
  private boolean reportsOwn;
  private @Nullable Duration reconnectEvery;
  private @Nullable FakeHost host;
  private boolean closed;

  public FakeOneBot(URI address, Dialect dialect, String self, String token, InstantSource clock) {
    this(() -> address, dialect, self, token, clock);
  }

  /**
   * @param address where to connect to, asked for whenever it connects
   */
  public FakeOneBot(
      Supplier<URI> address, Dialect dialect, String self, String token, InstantSource clock) {
    this.address = address;
    this.dialect = dialect;
    this.self = self;
    this.token = token;
    this.frames = new FakeFrames(dialect, self, clock);
    this.history = new FakeHistory(dialect, self, clock, frames);
  }

  public String self() {
    return self;
  }

  // ---- people -----------------------------------------------------------------------------------

  /** A group this account is in. */
  public synchronized FakeChat group(String number) {
    return chats.computeIfAbsent("g" + number, _ -> new FakeChat(this, true, number));
  }

  /** A friend's private chat. */
  public synchronized FakeChat friend(String number) {
    return chats.computeIfAbsent("u" + number, _ -> new FakeChat(this, false, number));
  }

  synchronized Posted post(FakeChat chat, String sender, ArrayNode segments) {
    Posted posted = history.record(chat, sender, segments);
    emit(frames.event(posted));
    return posted;
  }

  private static String place(FakeChat chat, String id) {
    return (chat.isGroup() ? "g" : "u") + chat.number() + ":" + id;
  }

  /** The account says something from another device. */
  public synchronized void speaks(FakeChat chat, String text) {
    emit(frames.event(history.record(chat, self, new FakeChat.Segments().text(text).array())));
  }

  /** Tells the server about a message once more, as clients do after a reconnect. */
  public void repeat(Posted posted) {
    emit(frames.event(posted));
  }

  /** Takes a message back. */
  public synchronized void recall(Posted posted) {
    history.forget(posted);
    ObjectNode notice = frames.notice(posted.chat().isGroup() ? "group_recall" : "friend_recall");
    if (posted.chat().isGroup()) {
      notice.put("group_id", Long.parseLong(posted.chat().number()));
      notice.put("operator_id", Long.parseLong(posted.sender()));
    }
    notice.put("user_id", Long.parseLong(posted.sender()));
    notice.put("message_id", Long.parseLong(posted.id()));
    emit(notice);
  }

  /** A group admin silences the bot; zero seconds lift the ban. */
  public void bans(FakeChat group, long seconds) {
    ObjectNode notice = frames.notice("group_ban");
    notice.put("sub_type", seconds == 0 ? "lift_ban" : "ban");
    notice.put("group_id", Long.parseLong(group.number()));
    notice.put("user_id", Long.parseLong(self));
    notice.put("operator_id", 10_003_000);
    notice.put("duration", seconds);
    emit(notice);
  }

  /** A group admin silences everybody, or lets everybody speak again. */
  public void mutesEveryone(FakeChat group, boolean muted) {
    ObjectNode notice = frames.notice("group_ban");
    notice.put("sub_type", muted ? "ban" : "lift_ban");
    notice.put("group_id", Long.parseLong(group.number()));
    notice.put("user_id", 0).put("operator_id", 10_003_000).put("duration", muted ? -1 : 0);
    emit(notice);
  }

  // ---- the client program -----------------------------------------------------------------------

  /** Sends a heartbeat. */
  public void beats(boolean online) {
    ObjectNode beat = frames.eventOf("meta_event").put("meta_event_type", "heartbeat");
    beat.putObject("status").put("online", online).put("good", online);
    beat.put("interval", dialect.heartbeat.toMillis());
    emit(beat);
  }

  /** Sends a text frame exactly as given; completes when it is written. */
  public CompletableFuture<?> sendsRaw(String frame) {
    FakeLine line;
    synchronized (this) {
      line = eventLine;
    }
    return line == null
        ? CompletableFuture.failedFuture(new IllegalStateException("not connected"))
        : line.writing(frame);
  }

  /** Does not know the history actions (1404), or knows them again. */
  public synchronized void servesHistory(boolean serves) {
    history.serves(serves);
  }

  /** Never gives more messages than this in one history answer. */
  public synchronized void largestHistory(int messages) {
    history.largest(messages);
  }

  /** Goes by {@code message_seq} in history calls, or gives the newest messages always. */
  public synchronized void pagesHistory(boolean pages) {
    history.pages(pages);
  }

  /** Also reports the account's own messages ({@code message_sent}). */
  public synchronized void reportsOwn(boolean reports) {
    reportsOwn = reports;
  }

  /** Reacts so to the next calls of an action, in this order. */
  public synchronized void next(String action, Reaction... reactions) {
    script.next(action, reactions);
  }

  /** Reacts so to every call of an action from now on. */
  public synchronized void always(String action, Reaction reaction) {
    script.always(action, reaction);
  }

  /** Gives the kept answers, the last call's first. */
  public void releaseHeld() {
    script.release();
  }

  /** How many answers are kept. */
  public synchronized int heldAnswers() {
    return script.held();
  }

  // ---- lines ------------------------------------------------------------------------------------

  /** Connects; fails when the server refuses. */
  public FakeOneBot connect() {
    int status = tryConnect();
    if (status != SWITCHING_PROTOCOLS) {
      throw new IllegalStateException("handshake refused with " + status);
    }
    return this;
  }

  /**
   * Connects as the dialect does, by one line or two.
   *
   * @return 101, or the HTTP status with which the server refused; 0 when it is not there
   */
  public int tryConnect() {
    if (!dialect.split()) {
      return open(dialect.role, true);
    }
    int status = open("Api", false);
    return status == SWITCHING_PROTOCOLS ? open("Event", true) : status;
  }

  /** Opens one line of any role. */
  public int open(String role, boolean bringsEvents) {
    var headers = new LinkedHashMap<String, String>();
    headers.put("X-Self-ID", self);
    headers.put(dialect.roleHeader, role);
    headers.put("Authorization", "Bearer " + token);
    return open(address.get(), headers, bringsEvents);
  }

  /** Opens one line with exactly these headers, and takes it for the current one. */
  public int open(URI uri, Map<String, String> headers, boolean bringsEvents) {
    WebSocket.Builder builder = http.newWebSocketBuilder().connectTimeout(Duration.ofSeconds(5));
    builder.header("User-Agent", dialect.userAgent);
    headers.forEach(builder::header);
    var line = new ClientLine(this::received, this::ended);
    try {
      line.attach(builder.buildAsync(uri, line).join());
    } catch (CompletionException e) {
      return e.getCause() instanceof WebSocketHandshakeException refused
          ? refused.getResponse().statusCode()
          : 0;
    }
    opened(line, bringsEvents);
    return SWITCHING_PROTOCOLS;
  }

  private void opened(FakeLine line, boolean bringsEvents) {
    synchronized (this) {
      lines.add(line);
      if (bringsEvents) {
        eventLine = line;
      }
    }
    if (bringsEvents) {
      ObjectNode connected = frames.eventOf("meta_event").put("meta_event_type", "lifecycle");
      line.write(connected.put("sub_type", "connect").toString());
    }
  }

  /** Somebody has connected to the client. */
  void opened(FakeLine line) {
    opened(line, true);
  }

  /** Lets itself be connected to by WebSocket, and called over HTTP. */
  public synchronized int listens() {
    if (host == null) {
      host = new FakeHost(this, token);
    }
    return host.port();
  }

  /** Whether anybody may connect to it. */
  public synchronized void isOpenToOthers(boolean open) {
    if (host != null) {
      host.open(open);
    }
  }

  /** From now on events are posted there, signed with this secret. */
  public void posts(URI to, String secret) {
    var poster = new FakeHost.Poster(to, self, secret);
    synchronized (this) {
      lines.add(poster);
      eventLine = poster;
    }
  }

  /** How such posts are signed. */
  public static String signature(String secret, byte[] body) {
    return FakeHost.Poster.sign(secret, body);
  }

  /** Comes back by itself after a line was lost, trying every so often; {@code null} to stop. */
  public synchronized void reconnects(@Nullable Duration every) {
    reconnectEvery = every;
  }

  /** Loses every line at once, without a word. */
  public void drop() {
    current().forEach(FakeLine::abort);
  }

  /** Closes in order and waits until the server has answered. */
  public void disconnect() {
    List<FakeLine> open = current();
    open.forEach(FakeLine::close);
    open.forEach(line -> line.closeCode().orTimeout(10, TimeUnit.SECONDS).join());
  }

  /**
   * The network dies silently: lines stay open as far as the server can see. A following {@link
   * #connect} opens new ones beside them.
   */
  public synchronized FrozenLines freeze() {
    var frozen = new FrozenLines(List.copyOf(lines));
    lines.forEach(FakeLine::freeze);
    lines.clear();
    eventLine = null;
    return frozen;
  }

  /** Lines that look dead from the server's side. */
  public static final class FrozenLines {
    private final List<FakeLine> lines;

    FrozenLines(List<FakeLine> lines) {
      this.lines = lines;
    }

    /** They end at last. */
    public void closeLate() {
      lines.forEach(FakeLine::abort);
    }
  }

  /** Whether events can be told now. */
  public synchronized boolean isConnected() {
    return eventLine != null;
  }

  /** The code with which the server closes the current event line. */
  public synchronized CompletableFuture<Integer> closeCode() {
    return eventLine == null
        ? CompletableFuture.failedFuture(new IllegalStateException("not connected"))
        : eventLine.closeCode();
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    drop();
    http.shutdownNow();
    var hosting = host;
    if (hosting != null) {
      hosting.close();
    }
  }

  private synchronized List<FakeLine> current() {
    return List.copyOf(lines);
  }

  void ended(FakeLine line) {
    Duration every;
    synchronized (this) {
      boolean wasCurrent = lines.remove(line);
      if (line.equals(eventLine)) {
        eventLine = null;
      }
      every = wasCurrent && !closed ? reconnectEvery : null;
    }
    if (every != null) {
      comeBack(every);
    }
  }

  private void comeBack(Duration every) {
    CompletableFuture.delayedExecutor(every.toMillis(), TimeUnit.MILLISECONDS)
        .execute(() -> {
          boolean wanted;
          synchronized (this) {
            wanted = !closed && reconnectEvery != null && eventLine == null;
          }
          if (wanted && tryConnect() != SWITCHING_PROTOCOLS) {
            comeBack(every);
          }
        });
  }

  // ---- what was seen ----------------------------------------------------------------------------

  /** Every message the bot said, in order. */
  public synchronized List<Posted> sent() {
    return List.copyOf(sent);
  }

  /** Every message the bot said that quotes this one. */
  public synchronized List<Posted> repliesTo(Posted question) {
    return List.copyOf(replies.getOrDefault(place(question.chat(), question.id()), List.of()));
  }

  /**
   * Calls this for every message the bot says, before the call is answered: for drivers that keep a
   * number of questions in flight. Runs on the line's thread.
   */
  public synchronized void whenSent(Consumer<Posted> listener) {
    sentListener = listener;
  }

  /** The calls of an action among the last {@value CallScript#CALLS_KEPT}, as they came. */
  public synchronized List<ObjectNode> calls(String action) {
    return script.calls(action);
  }

  /** Waits until the bot has said something that fits. */
  public Posted awaitSent(Predicate<Posted> fits, Duration atMost) {
    Supplier<@Nullable Posted> first = () -> sent().stream().filter(fits).findFirst().orElse(null);
    await(() -> first.get() != null, atMost);
    Posted found = first.get();
    if (found == null) {
      throw new AssertionError("message disappeared");
    }
    return found;
  }

  /** Waits until something holds; it is looked at again whenever the server did something. */
  public synchronized void await(BooleanSupplier condition, Duration atMost) {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (!condition.getAsBoolean()) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        throw new AssertionError(
            "not within %s; bot said %d messages, made %d calls"
                .formatted(atMost, sent.size(), script.size()));
      }
      try {
        wait(Math.min(left, 20));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted", e);
      }
    }
  }

  // ---- calls from the server --------------------------------------------------------------------

  void received(FakeLine line, String frame) {
    JsonNode call;
    try {
      call = JSON.readTree(frame);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the server sent no JSON", e);
    }
    if (call instanceof ObjectNode object) {
      react(line, object);
    }
  }

  private void react(FakeLine line, ObjectNode call) {
    String action = call.path("action").asText();
    switch (script.reactionTo(action, call)) {
      case Reaction.Obey _ -> line.write(perform(call).toString());
      case Reaction.ObeyLate(var after) -> {
        String answer = perform(call).toString();
        CompletableFuture.delayedExecutor(after.toMillis(), TimeUnit.MILLISECONDS)
            .execute(() -> line.write(answer));
      }
      case Reaction.Hold _ -> script.hold(line, perform(call));
      case Reaction.Fail(var retcode, var done) -> {
        performIf(done, call);
        line.write(FakeFrames.failure(call, retcode).toString());
      }
      case Reaction.Ignore(var done) -> performIf(done, call);
      case Reaction.Page(int status, var body) -> line.page(status, body);
      case Reaction.DropLine(var done) -> {
        performIf(done, call);
        drop();
      }
    }
    synchronized (this) {
      notifyAll();
    }
  }

  private void performIf(boolean done, ObjectNode call) {
    if (done) {
      perform(call);
    }
  }

  private synchronized ObjectNode perform(ObjectNode call) {
    JsonNode params = call.path("params");
    return switch (call.path("action").asText()) {
      case "send_group_msg" -> say(call, group(params.path("group_id").asText()));
      case "send_private_msg" -> say(call, friend(params.path("user_id").asText()));
      case "get_group_list" -> FakeFrames.success(call, list(true, "group_id"));
      case "get_friend_list" -> FakeFrames.success(call, list(false, "user_id"));
      case "get_group_msg_history" -> history.answer(call, group(params.path("group_id").asText()));
      case "get_friend_msg_history" ->
          history.answer(call, friend(params.path("user_id").asText()));
      case "get_login_info" ->
          FakeFrames.success(
              call,
              JSON.createObjectNode().put("user_id", Long.parseLong(self)).put("nickname", "小青"));
      case "get_status" ->
          FakeFrames.success(call, JSON.createObjectNode().put("online", true).put("good", true));
      default -> FakeFrames.failure(call, 1404);
    };
  }

  private ObjectNode say(ObjectNode call, FakeChat chat) {
    JsonNode message = call.path("params").path("message");
    if (!message.isArray()) {
      throw new IllegalStateException("the server sent a string message");
    }
    Posted posted = history.record(chat, self, message);
    sent.add(posted);
    posted
        .quotes()
        .ifPresent(
            id -> replies.computeIfAbsent(place(chat, id), _ -> new ArrayList<>()).add(posted));
    sentListener.accept(posted);
    if (reportsOwn) {
      emit(frames.event(posted));
    }
    return FakeFrames.success(
        call, JSON.createObjectNode().put("message_id", Long.parseLong(posted.id())));
  }

  private ArrayNode list(boolean groups, String field) {
    ArrayNode list = JSON.createArrayNode();
    chats.values().stream()
        .filter(chat -> chat.isGroup() == groups)
        .forEach(chat ->
            list.addObject()
                .put(field, Long.parseLong(chat.number()))
                .put("group_name", "支部" + chat.number())
                .put("member_count", 12));
    return list;
  }

  // ---- events to the server ---------------------------------------------------------------------

  private synchronized void emit(ObjectNode event) {
    if (eventLine != null) {
      eventLine.write(FakeFrames.written(event));
    }
  }
}
