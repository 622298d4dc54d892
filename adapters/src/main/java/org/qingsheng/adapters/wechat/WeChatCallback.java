package org.qingsheng.adapters.wechat;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.qingsheng.adapters.InboundSink;
import org.qingsheng.adapters.InboundSink.Receipt;
import org.qingsheng.adapters.tencent.FlatXml;
import org.qingsheng.adapters.tencent.ForgedMessageException;
import org.qingsheng.adapters.tencent.MalformedMessageException;
import org.qingsheng.adapters.tencent.MessageCipher;
import org.qingsheng.adapters.tencent.Timer;
import org.qingsheng.adapters.wechat.WeChatDecoder.Decoded;
import org.qingsheng.adapters.wechat.WeChatExchanges.Answer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * WeChat's calls to us (回调). Cheap checks come first: signature and timestamp, then the size, then
 * the XML, then the decryption. A refusal says nothing about its reason, so all failures of
 * signature, decryption and address look alike from outside.
 *
 * <table>
 * <caption>Answers</caption>
 * <tr><td>200</td><td>{@code echostr}, {@code success} or the reply; the message is stored</td></tr>
 * <tr><td>400, 413</td><td>not a WeChat message, or longer than one ever is</td></tr>
 * <tr><td>403</td><td>not from WeChat, or not for this account</td></tr>
 * <tr><td>500, 503</td><td>not stored, or going down: WeChat sends it again</td></tr>
 * </table>
 */
final class WeChatCallback {
  /** WeChat's messages have a few kilobytes at most. */
  static final int MAX_BODY_BYTES = 64 * 1024;

  private static final int MAX_PARAMETER = 4096;
  private static final int MOST_REMEMBERED = 200_000;
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,12}");
  private static final Logger log = LoggerFactory.getLogger(WeChatCallback.class);

  private final WeChatSettings settings;
  private final InstantSource clock;
  private final Timer timer;
  private final Executor executor;
  private final WeChatExchanges exchanges;
  private final WeChatDecoder decoder;
  private final Optional<MessageCipher> cipher;

  /**
   * Which content came with a signature in plain mode, where the signature does not cover it. Kept
   * as long as the timestamp in it is accepted.
   */
  private final Cache<String, String> contentBySignature;

  private volatile @Nullable InboundSink sink;

  WeChatCallback(
      WeChatSettings settings,
      InstantSource clock,
      Timer timer,
      Executor executor,
      WeChatExchanges exchanges) {
    this.settings = settings;
    this.clock = clock;
    this.timer = timer;
    this.executor = executor;
    this.exchanges = exchanges;
    this.decoder = new WeChatDecoder(settings.channel(), settings.appId());
    this.cipher =
        settings
            .aesKey()
            .map(key ->
                new MessageCipher(settings.token(), key, settings.appId(), new SecureRandom()));
    this.contentBySignature =
        Caffeine.newBuilder()
            .expireAfterWrite(settings.timestampTolerance().multipliedBy(2))
            .maximumSize(MOST_REMEMBERED)
            .ticker(WeChatExchanges.ticker(clock))
            .build();
  }

  void addTo(RoutesConfig routes, String path) {
    routes.get(path, this::check);
    routes.post(path, this::message);
  }

  void start(InboundSink to) {
    sink = to;
  }

  /** 服务器配置 → 提交: WeChat wants its {@code echostr} back, nothing around it. */
  private void check(Context ctx) {
    try {
      verify(ctx);
      var echo = parameter(ctx, "echostr").getBytes(StandardCharsets.UTF_8);
      ctx.contentType("text/plain; charset=utf-8")
          .header("X-Content-Type-Options", "nosniff")
          .result(echo);
    } catch (ForgedMessageException e) {
      refuse(ctx, 403, e);
    }
  }

  private void message(Context ctx) {
    var arrived = clock.instant();
    try {
      var signature = verify(ctx);
      if (ctx.contentLength() > MAX_BODY_BYTES) {
        refuse(ctx, 413, new MalformedMessageException("size"));
        return;
      }
      var body = ctx.bodyAsBytes();
      if (body.length > MAX_BODY_BYTES) {
        refuse(ctx, 413, new MalformedMessageException("size"));
        return;
      }
      var decoded = decoder.decode(content(ctx, body, signature));
      refuseOtherAccount(decoded);
      converse(ctx, decoded, arrived);
    } catch (ForgedMessageException e) {
      refuse(ctx, 403, e);
    } catch (MalformedMessageException e) {
      refuse(ctx, 400, e);
    }
  }

  /** What WeChat signs on every call. */
  private record Signature(String timestamp, String nonce) {}

  private Signature verify(Context ctx) throws ForgedMessageException {
    var signature = parameter(ctx, "signature");
    var timestamp = parameter(ctx, "timestamp");
    var nonce = parameter(ctx, "nonce");
    if (!MessageCipher.isSigned(signature, settings.token(), timestamp, nonce)) {
      throw new ForgedMessageException("signature");
    }
    if (!SECONDS.matcher(timestamp).matches()
        || Duration.between(Instant.ofEpochSecond(Long.parseLong(timestamp)), clock.instant())
                .abs()
                .compareTo(settings.timestampTolerance())
            > 0) {
      throw new ForgedMessageException("timestamp");
    }
    return new Signature(timestamp, nonce);
  }

  /** The fields that may be believed. */
  private Map<String, String> content(Context ctx, byte[] body, Signature signature)
      throws ForgedMessageException, MalformedMessageException {
    if (cipher.isPresent()) {
      var msgSignature = parameter(ctx, "msg_signature");
      var encrypt = FlatXml.fields(body).get("Encrypt");
      if (encrypt == null) {
        throw new ForgedMessageException("not encrypted");
      }
      var open = cipher.get().open(encrypt, msgSignature, signature.timestamp(), signature.nonce());
      return FlatXml.fields(open);
    }
    var fields = FlatXml.fields(body);
    refuseReplay(signature, fields);
    return fields;
  }

  /**
   * In plain mode whoever has seen one signed address could post anything to it. One signature is
   * good for one content only; WeChat's own retry has the same.
   */
  private void refuseReplay(Signature signature, Map<String, String> fields)
      throws ForgedMessageException {
    var content = digest(fields);
    var first =
        contentBySignature
            .asMap()
            .putIfAbsent(signature.timestamp() + ' ' + signature.nonce(), content);
    if (first != null && !first.equals(content)) {
      throw new ForgedMessageException("signature used for another message");
    }
  }

  private static String digest(Map<String, String> fields) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      fields.forEach((name, value) -> {
        digest.update(name.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0); // XML has no NUL, so no other fields give the same bytes
        digest.update(value.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
      });
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 belongs to every Java runtime", e);
    }
  }

  private void refuseOtherAccount(Decoded decoded) throws ForgedMessageException {
    var own = settings.originalId();
    if (own.isPresent() && !own.get().equals(decoded.account())) {
      throw new ForgedMessageException("ToUserName");
    }
  }

  private void converse(Context ctx, Decoded decoded, Instant arrived) {
    var to = sink;
    if (to == null) {
      answer(ctx, decoded, new Answer.Closing());
      return;
    }
    var call = exchanges.begin(decoded.id(), WeChatIds.asker(decoded.openid()));
    if (!call.answer().isDone()) {
      hand(to, decoded, call);
    }
    if (call.answer().isDone()) {
      answer(ctx, decoded, call.answer().join());
    } else {
      var forget = timer.after(left(arrived), call::windowOver);
      var _ = call.answer().thenRun(forget);
      ctx.future(() -> call.answer().thenAccept(answer -> answer(ctx, decoded, answer)));
    }
  }

  private void hand(InboundSink to, Decoded decoded, WeChatExchanges.Call call) {
    CompletableFuture<Receipt> receipt;
    try {
      receipt = to.accept(decoded.event());
    } catch (RuntimeException e) {
      receipt = CompletableFuture.failedFuture(e);
    }
    if (receipt.isDone()) {
      var _ = receipt.whenComplete((stored, failure) -> settle(call, stored, failure));
    } else { // not on the thread that stores: it has others to store
      var _ =
          receipt.whenCompleteAsync((stored, failure) -> settle(call, stored, failure), executor);
    }
  }

  private void settle(
      WeChatExchanges.Call call, @Nullable Receipt receipt, @Nullable Throwable failure) {
    if (receipt == null) {
      log.atWarn()
          .setCause(failure)
          .addKeyValue("channel", settings.channel())
          .log("wechat message not stored, left to be sent again");
      call.notStored();
    } else {
      call.stored(receipt);
    }
  }

  private Duration left(Instant arrived) {
    var left = settings.passiveWindow().minus(Duration.between(arrived, clock.instant()));
    return left.isNegative() ? Duration.ZERO : left;
  }

  private void answer(Context ctx, Decoded decoded, Answer answer) {
    switch (answer) {
      case Answer.Success() -> ctx.contentType("text/plain; charset=utf-8").result("success");
      case Answer.Reply(var shown) ->
          ctx.contentType("application/xml; charset=utf-8")
              .result(reply(decoded, shown).getBytes(StandardCharsets.UTF_8));
      case Answer.NotStored() -> ctx.status(500);
      case Answer.Closing() -> ctx.status(503);
    }
  }

  private String reply(Decoded decoded, String shown) {
    var now = clock.instant();
    var xml = WeChatEncoder.passiveReply(decoded.openid(), decoded.account(), now, shown);
    return cipher
        .map(seal -> seal.sealed(xml, Long.toString(now.getEpochSecond())).xml())
        .orElse(xml);
  }

  /** Exactly one value, not empty; a parameter written as an array has another name. */
  private static String parameter(Context ctx, String name) throws ForgedMessageException {
    var values = ctx.queryParams(name);
    if (values.size() != 1
        || values.getFirst().isEmpty()
        || values.getFirst().length() > MAX_PARAMETER) {
      throw new ForgedMessageException(name);
    }
    return values.getFirst();
  }

  private void refuse(Context ctx, int status, Exception why) {
    log.atDebug()
        .addKeyValue("channel", settings.channel())
        .addKeyValue("status", status)
        .addKeyValue("reason", why.getMessage())
        .log("wechat callback refused");
    ctx.status(status).contentType("text/plain; charset=utf-8").result("refused");
  }
}
