package org.qingsheng.adapters.wecom;

import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.regex.Pattern;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.tencent.ForgedMessageException;
import org.qingsheng.adapters.tencent.MalformedMessageException;
import org.qingsheng.adapters.tencent.MessageCipher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What every call of WeCom passes: signature, timestamp, size, decryption. A refusal says nothing
 * about its reason, so all of them look alike from outside. Thread-safe.
 *
 * @see <a href="https://developer.work.weixin.qq.com/document/path/90968">加解密方案说明</a>
 */
final class WeComGate {
  /** WeCom's messages have a few kilobytes, a mixed one of a 智能机器人 some more. */
  static final int MAX_BODY_BYTES = 256 * 1024;

  private static final int MAX_PARAMETER = 4096;
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,12}");
  private static final Logger log = LoggerFactory.getLogger(WeComGate.class);

  private final ChannelId channel;
  private final WeComKeys keys;
  private final MessageCipher cipher;
  private final InstantSource clock;

  WeComGate(ChannelId channel, WeComKeys keys, String trailingId, InstantSource clock) {
    this.channel = channel;
    this.keys = keys;
    this.cipher = keys.cipher(trailingId);
    this.clock = clock;
  }

  /** What reads the body of a call. */
  @FunctionalInterface
  interface Reading {
    /** Answers the call. */
    void read(byte[] body, Signed signed) throws ForgedMessageException, MalformedMessageException;
  }

  /** What WeCom signs beside the content. */
  record Signed(String signature, String timestamp, String nonce) {}

  /** 保存 in the console: WeCom wants the decrypted {@code echostr} back, nothing around it. */
  void check(Context ctx) {
    try {
      // A proxy that rewrites the query turns the + of Base64 into a blank.
      var echo = parameter(ctx, "echostr").replace(' ', '+');
      var plain = open(echo, signed(ctx));
      ctx.contentType("text/plain; charset=utf-8")
          .header("X-Content-Type-Options", "nosniff")
          .result(plain);
    } catch (ForgedMessageException e) {
      refuse(ctx, 403, e);
    }
  }

  void message(Context ctx, Reading reading) {
    try {
      var signed = signed(ctx);
      if (ctx.contentLength() > MAX_BODY_BYTES) {
        refuse(ctx, 413, new MalformedMessageException("size"));
        return;
      }
      var body = ctx.bodyAsBytes();
      if (body.length > MAX_BODY_BYTES) {
        refuse(ctx, 413, new MalformedMessageException("size"));
        return;
      }
      reading.read(body, signed);
    } catch (ForgedMessageException e) {
      refuse(ctx, 403, e);
    } catch (MalformedMessageException e) {
      refuse(ctx, 400, e);
    }
  }

  byte[] open(String encrypt, Signed signed) throws ForgedMessageException {
    return cipher.open(encrypt, signed.signature(), signed.timestamp(), signed.nonce());
  }

  MessageCipher.Sealed sealed(String message, String nonce) {
    return cipher.sealed(message, Long.toString(clock.instant().getEpochSecond()), nonce);
  }

  private Signed signed(Context ctx) throws ForgedMessageException {
    var timestamp = parameter(ctx, "timestamp");
    if (!SECONDS.matcher(timestamp).matches()
        || Duration.between(Instant.ofEpochSecond(Long.parseLong(timestamp)), clock.instant())
                .abs()
                .compareTo(keys.timestampTolerance())
            > 0) {
      throw new ForgedMessageException("timestamp");
    }
    return new Signed(parameter(ctx, "msg_signature"), timestamp, parameter(ctx, "nonce"));
  }

  /** Exactly one value, not empty. */
  private static String parameter(Context ctx, String name) throws ForgedMessageException {
    var values = ctx.queryParams(name);
    if (values.size() != 1
        || values.getFirst().isEmpty()
        || values.getFirst().getBytes(StandardCharsets.UTF_8).length > MAX_PARAMETER) {
      throw new ForgedMessageException(name);
    }
    return values.getFirst();
  }

  private void refuse(Context ctx, int status, Exception why) {
    log.atDebug()
        .addKeyValue("channel", channel)
        .addKeyValue("status", status)
        .addKeyValue("reason", why.getMessage())
        .log("wecom callback refused");
    ctx.status(status).contentType("text/plain; charset=utf-8").result("refused");
  }
}
