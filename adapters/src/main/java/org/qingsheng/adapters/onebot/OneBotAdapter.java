package org.qingsheng.adapters.onebot;

import io.javalin.config.RoutesConfig;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.qingsheng.adapters.Capabilities;
import org.qingsheng.adapters.ChannelAdapter;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.Delivery;
import org.qingsheng.adapters.Health;
import org.qingsheng.adapters.InboundSink;
import org.qingsheng.adapters.KnowsGroups;
import org.qingsheng.adapters.LooksUpSent;
import org.qingsheng.adapters.OutboundMessage;
import org.qingsheng.adapters.ServesHttp;
import org.qingsheng.adapters.onebot.OneBotConnection.CallEnd;
import org.qingsheng.adapters.onebot.OneBotFrame.Answer;
import org.qingsheng.adapters.onebot.OneBotIds.Chat;

/**
 * One OneBot channel: any number of QQ accounts that connect to one address with one token, or the
 * one that we connect to ({@link OneBotTransport}). The account a conversation belongs to is part
 * of its id, so an answer leaves by the account that was asked.
 *
 * <p>OneBot acknowledges nothing and deduplicates nothing: a send without an answer is {@link
 * Delivery.Unknown} and may be looked up in the platform's history a few seconds later.
 */
public final class OneBotAdapter implements ChannelAdapter, ServesHttp, LooksUpSent, KnowsGroups {
  /** Well within QQ's own limit of about 4,500 characters (practice, not documented). */
  static final int MAX_TEXT_BYTES = 4_000;

  /** How long to wait before trying an account again that is logged out. */
  private static final Duration LOGGED_OUT_PAUSE = Duration.ofSeconds(30);

  private final OneBotSettings settings;
  private final InstantSource clock;
  private final OneBotAccounts accounts;
  private final OneBotLink link;
  private final SentLookUp lookUp;
  private final OwnMessages own = new OwnMessages();

  public OneBotAdapter(OneBotSettings settings, InstantSource clock) {
    this(settings, clock, new BackOff(BackOff.FIRST, RandomGenerator.getDefault()));
  }

  /**
   * @param backOff how long to wait between attempts, where we are the ones who connect
   */
  OneBotAdapter(OneBotSettings settings, InstantSource clock, BackOff backOff) {
    this.settings = settings;
    this.clock = clock;
    var decoder = new OneBotDecoder(settings.channel(), clock, own::contains);
    var history = new OneBotHistory(settings.callTimeout(), decoder);
    this.accounts = new OneBotAccounts(settings, clock, decoder, history, own);
    this.link =
        switch (settings.transport()) {
          case OneBotTransport.Reverse _ ->
              new OneBotSocket(settings, clock, accounts, accounts::refused);
          case OneBotTransport.Forward way ->
              new OneBotForward(settings, way, clock, decoder, accounts, accounts.timer(), backOff);
          case OneBotTransport.Http way ->
              new OneBotHttp(
                  settings, way, clock, accounts, accounts.timer(), accounts.work(), backOff);
        };
    this.lookUp = new SentLookUp(history, own);
  }

  @Override
  public ChannelId channel() {
    return settings.channel();
  }

  @Override
  public Capabilities capabilities() {
    return new Capabilities(
        true,
        true,
        Optional.empty(),
        false,
        true,
        List.of(),
        false,
        MAX_TEXT_BYTES,
        settings.pace());
  }

  @Override
  public void addTo(RoutesConfig routes, String path) {
    link.addTo(routes, path);
  }

  @Override
  public void start(InboundSink sink) {
    accounts.start(sink);
    link.start();
  }

  @Override
  public Delivery send(OutboundMessage message) {
    Optional<Chat> place = OneBotIds.chat(message.conversation().id());
    if (place.isEmpty()) {
      return new Delivery.Refused("conversation", Delivery.Meaning.OTHER, "不是 OneBot 会话");
    }
    if (message.text().isBlank() || bytes(message.text()) > MAX_TEXT_BYTES) {
      return new Delivery.Refused("text-size", Delivery.Meaning.CONTENT, "文字为空或太长");
    }
    Chat chat = place.get();
    Optional<OneBotAccount> account = accounts.find(chat.self());
    if (account.isEmpty()) {
      return new Delivery.NotSent("QQ 客户端没有连接", Optional.empty());
    }
    if (!account.get().online()) {
      return new Delivery.NotSent("QQ 账号已掉线", Optional.of(LOGGED_OUT_PAUSE));
    }
    Instant now = clock.instant();
    Optional<Instant> mutedUntil = account.get().mutedUntil(chat, now);
    if (mutedUntil.isPresent()) {
      return new Delivery.NotSent(
          "机器人在该群被禁言", Optional.of(Duration.between(now, mutedUntil.get())));
    }
    CallEnd end = account.get().call(OneBotEncoder.send(message, chat), settings.callTimeout());
    Delivery delivery = delivery(end, chat);
    if (delivery instanceof Delivery.Accepted(var id)) {
      id.ifPresent(accepted -> own.sent(accepted, message.key()));
    }
    accounts.sendEnded(account.get(), delivery);
    return delivery;
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static Delivery delivery(CallEnd end, Chat chat) {
    return switch (end) {
      case CallEnd.NotWritten(var reason) -> new Delivery.NotSent(reason, Optional.empty());
      case CallEnd.Lost(var reason) -> new Delivery.Unknown(reason);
      case CallEnd.Answered(Answer answer) when answer.ok() ->
          new Delivery.Accepted(
              OneBotDecoder.number(answer.data(), "message_id").map(chat::message));
      case CallEnd.Answered(Answer answer) -> failed(answer);
    };
  }

  /** Return codes of NapCat and LLBot (14xx), Lagrange (the server's own) and go-cqhttp (1xx). */
  private static Delivery failed(Answer answer) {
    String code = Integer.toString(answer.retcode());
    return switch (answer.retcode()) {
      case 1400, 400, 1404, 404, 101, 102, 103, 104, 201 ->
          new Delivery.Refused(code, Delivery.Meaning.OTHER, "QQ 客户端拒绝了这次调用");
      case 1401, 401, 1403, 403 ->
          new Delivery.Refused(code, Delivery.Meaning.NOT_PERMITTED, "QQ 客户端不允许这次调用");
      default -> new Delivery.Unknown("QQ 客户端没有确认发送，返回码 " + code);
    };
  }

  /**
   * {@inheritDoc}
   *
   * <p>Worth asking only some seconds after the send was begun: a client that gave up waiting may
   * still see its message appear.
   */
  @Override
  public Found lookUp(OutboundMessage message, Instant notBefore) {
    Optional<Chat> chat = OneBotIds.chat(message.conversation().id());
    Optional<OneBotAccount> account = chat.map(Chat::self).flatMap(accounts::find);
    return account.isPresent() && account.get().takesCalls()
        ? lookUp.find(account.get(), chat.orElseThrow(), message, notBefore)
        : new Found.CannotTell("QQ 客户端没有连接", true);
  }

  @Override
  public List<Group> groups() {
    return accounts.groups();
  }

  @Override
  public Optional<Instant> groupsTold() {
    return accounts.groupsTold();
  }

  @Override
  public Health check() {
    return accounts.check();
  }

  /** One second of silence on every connection; the adapter's own timer calls it each second. */
  void secondPassed() {
    accounts.secondPassed();
  }

  @Override
  public void close() {
    link.close();
    accounts.close();
  }
}
