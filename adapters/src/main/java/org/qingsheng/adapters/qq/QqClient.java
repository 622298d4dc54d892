package org.qingsheng.adapters.qq;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.qingsheng.adapters.Delivery;
import org.qingsheng.adapters.Delivery.Accepted;
import org.qingsheng.adapters.Delivery.Meaning;
import org.qingsheng.adapters.Delivery.NotSent;
import org.qingsheng.adapters.Delivery.Refused;
import org.qingsheng.adapters.Delivery.Unknown;
import org.qingsheng.adapters.IdempotencyKey;
import org.qingsheng.adapters.MessageId;
import org.qingsheng.adapters.OutboundMessage;
import org.qingsheng.adapters.qq.QqIds.Chat;
import org.qingsheng.adapters.qq.QqIds.Kind;
import org.qingsheng.adapters.qq.QqIds.Origin;
import org.qingsheng.adapters.qq.Sequences.Given;
import org.qingsheng.adapters.tencent.Tokens;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Our answers sent to QQ. Thread-safe.
 *
 * <p>One send is one call, except where QQ certainly did not take it and says how it would: with a
 * new token, without links, or under another number; each of them once.
 */
final class QqClient {
  private static final int REMEMBERED = 20_000;
  private static final Logger log = LoggerFactory.getLogger(QqClient.class);

  private final QqSettings settings;
  private final QqHttp http;
  private final Tokens tokens;
  private final Sequences sequences;
  private final References references;
  private final InstantSource clock;
  private final QqErrors errors;
  private final Consumer<Chat> left;

  /**
   * Answers that may have arrived where QQ does not drop a repeat (guilds, answers to events): they
   * stay unknown however often they are asked for.
   */
  private final Cache<IdempotencyKey, String> unclear =
      Caffeine.newBuilder().maximumSize(REMEMBERED).build();

  /** Answers whose links QQ did not take, registered or not; from then on they go without. */
  private final Cache<IdempotencyKey, Boolean> withoutLinks =
      Caffeine.newBuilder().maximumSize(REMEMBERED).build();

  /**
   * @param left told of a group that the bot turns out not to be in any more
   */
  QqClient(
      QqSettings settings,
      QqHttp http,
      Tokens tokens,
      Sequences sequences,
      References references,
      InstantSource clock,
      Consumer<Chat> left) {
    this.settings = settings;
    this.http = http;
    this.tokens = tokens;
    this.sequences = sequences;
    this.references = references;
    this.clock = clock;
    this.errors = new QqErrors();
    this.left = left;
  }

  static URI below(URI base, String path) {
    var text = base.toString();
    return URI.create((text.endsWith("/") ? text.substring(0, text.length() - 1) : text) + path);
  }

  /** What keeps the bot from answering, in Chinese for the operator. */
  Optional<String> trouble() {
    return errors.trouble().or(tokens::trouble).or(http::trouble);
  }

  /**
   * Sends one answer.
   *
   * @param to the message or event it answers
   */
  Delivery answer(Chat chat, MessageId to, OutboundMessage message) {
    var origin = QqIds.origin(to);
    if (origin.until().filter(until -> !clock.instant().isBefore(until)).isPresent()) {
      return new Refused("window", Meaning.WINDOW_CLOSED, "5 minutes are over in a guild");
    }
    var shown = QqEncoder.withoutLinks(QqEncoder.shown(message.text()), settings.linkHosts());
    if (!QqEncoder.fits(shown, settings.limits().maxTextBytes())) {
      return new Refused("text-size", Meaning.CONTENT, "text is empty or too long");
    }
    var text = message.mention() ? QqEncoder.addressed(chat, message.asker(), shown) : shown;
    if (chat.kind().numbersAnswers() && origin.isMessage()) {
      return numbered(chat, to, origin, message.key(), text);
    }
    return unnumbered(chat, origin, message.key(), text);
  }

  private Delivery numbered(
      Chat chat, MessageId to, Origin origin, IdempotencyKey key, String text) {
    var given = number(() -> sequences.next(to, key));
    if (given == null) {
      return noNumber();
    }
    var answer = called(chat, origin, OptionalInt.of(given.number()), key, text);
    if (!QqErrors.isRepeat(answer)) {
      return ended(chat, answer);
    }
    if (given.before()) {
      return new Accepted(Optional.empty());
    }
    var other = number(() -> sequences.instead(to, key));
    if (other == null) {
      return noNumber();
    }
    return ended(chat, called(chat, origin, OptionalInt.of(other.number()), key, text));
  }

  private Delivery unnumbered(Chat chat, Origin origin, IdempotencyKey key, String text) {
    var before = unclear.getIfPresent(key);
    if (before != null) {
      return new Unknown(before);
    }
    var delivery = ended(chat, called(chat, origin, OptionalInt.empty(), key, text));
    if (delivery instanceof Unknown(var reason)) {
      unclear.put(key, reason);
    }
    return delivery;
  }

  /** A number from the port, which is somebody's database: its failure is not ours to throw. */
  private @Nullable Given number(Supplier<Given> source) {
    try {
      return source.get();
    } catch (RuntimeException e) {
      log.atWarn()
          .setCause(e)
          .addKeyValue("channel", settings.channel())
          .log("qq answer not numbered");
      return null;
    }
  }

  private static Delivery noNumber() {
    return new NotSent("no number for the answer", Optional.of(Duration.ofSeconds(5)));
  }

  /** Once with the text as it is; if QQ minds a link that is in it, once more without any. */
  private QqAnswer called(
      Chat chat, Origin origin, OptionalInt number, IdempotencyKey key, String text) {
    var bare = QqEncoder.withoutLinks(text, Set.of());
    if (withoutLinks.getIfPresent(key) != null || bare.equals(text)) {
      return called(chat, QqEncoder.answer(chat, origin, number, bare));
    }
    var answer = called(chat, QqEncoder.answer(chat, origin, number, text));
    if (!QqErrors.isLinkRefused(answer)) {
      return answer;
    }
    withoutLinks.put(key, true);
    return called(chat, QqEncoder.answer(chat, origin, number, bare));
  }

  private QqAnswer called(Chat chat, ObjectNode body) {
    var address = below(settings.apiBase(), chat.path());
    return tokens.<QqAnswer>call(
        token -> http.post(address, body, Optional.of(QqTokens.authorization(token))),
        QqErrors::isTokenRefused,
        why -> new QqAnswer.NotDone(why.reason(), why.retryAfter().orElse(Tokens.AFTER_TROUBLE)));
  }

  private Delivery ended(Chat chat, QqAnswer answer) {
    return switch (answer) {
      case QqAnswer.Ok(var body) -> accepted(body);
      case QqAnswer.NotDone(var reason, var retryAfter) ->
          new NotSent(reason, Optional.of(retryAfter));
      case QqAnswer.Unclear(var reason) -> new Unknown(reason);
      case QqAnswer.Failed failed -> {
        log.atInfo()
            .addKeyValue("channel", settings.channel())
            .addKeyValue("status", failed.status())
            .addKeyValue("code", failed.code())
            .log("qq did not take an answer");
        if (chat.kind() == Kind.GROUP && QqErrors.isGroupLeft(failed)) {
          left.accept(chat);
        }
        yield errors.delivery(failed);
      }
    };
  }

  private Delivery accepted(ObjectNode body) {
    errors.clear();
    var id = body.path("id").asText("");
    if (!QqIds.isIndex(id)) {
      return new Accepted(Optional.empty());
    }
    var message = new MessageId(id);
    var index = body.path("ext_info").path("ref_idx").asText("");
    if (QqIds.isIndex(index)) {
      references.sent(index, message);
    }
    return new Accepted(Optional.of(message));
  }
}
