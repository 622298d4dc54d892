package org.qingsheng.adapters.wecom.fake;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import me.chanjar.weixin.common.util.crypto.SHA1;
import me.chanjar.weixin.common.util.crypto.WxCryptUtil;

/** WeCom as the one who calls a bot's callback address. Thread-safe. */
public final class FakeCaller implements AutoCloseable {
  public static final String TOKEN = "qnzsToken2026";
  public static final String KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";

  private final HttpClient http = HttpClient.newHttpClient();
  private final AtomicInteger nonces = new AtomicInteger();
  private final WxCryptUtil crypto;
  private final InstantSource time;

  /**
   * @param trailingId CorpID, or empty for a 智能机器人
   */
  public FakeCaller(String trailingId, InstantSource time) {
    this.crypto = new WxCryptUtil(TOKEN, KEY, trailingId);
    this.time = time;
  }

  /** A call ready to be made, signed. */
  public record Call(String signature, String timestamp, String nonce, String encrypt) {
    public Call signedWith(String other) {
      return new Call(other, timestamp, nonce, encrypt);
    }

    public Call encrypting(String other) {
      return new Call(signature, timestamp, nonce, other);
    }

    public String query() {
      return "msg_signature=%s&timestamp=%s&nonce=%s"
          .formatted(encoded(signature), encoded(timestamp), encoded(nonce));
    }
  }

  public Call sealed(String message) {
    var timestamp = Long.toString(time.instant().getEpochSecond());
    var nonce = "nonce" + nonces.incrementAndGet();
    var encrypt = crypto.encrypt("0123456789abcdef", message);
    return new Call(SHA1.gen(TOKEN, timestamp, nonce, encrypt), timestamp, nonce, encrypt);
  }

  /** 保存 in the console. */
  public HttpResponse<String> check(URI callback, Call call) {
    return send(
        HttpRequest.newBuilder(
                URI.create(callback + "?" + call.query() + "&echostr=" + encoded(call.encrypt())))
            .GET());
  }

  /** A call with XML around it. */
  public HttpResponse<String> postXml(URI callback, Call call) {
    return post(
        callback,
        call,
        "<xml><ToUserName><![CDATA[ww1234567890abcdef]]></ToUserName><AgentID>1000002</AgentID><Encrypt><![CDATA[%s]]></Encrypt></xml>"
            .formatted(call.encrypt()));
  }

  /** A call with JSON around it, as a 智能机器人 gets. */
  public HttpResponse<String> postJson(URI callback, Call call) {
    return post(callback, call, "{\"encrypt\":\"" + call.encrypt() + "\"}");
  }

  public HttpResponse<String> post(URI callback, Call call, String body) {
    return send(
        HttpRequest.newBuilder(URI.create(callback + "?" + call.query()))
            .POST(BodyPublishers.ofString(body, StandardCharsets.UTF_8)));
  }

  public String opened(String encrypt) {
    return crypto.decrypt(encrypt);
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(
          request.timeout(Duration.ofSeconds(20)).build(),
          BodyHandlers.ofString(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IllegalStateException("the bot did not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    http.shutdownNow();
    http.close();
  }
}
