package org.qingsheng.adapters.wechat.fake;

import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import me.chanjar.weixin.common.util.crypto.SHA1;
import me.chanjar.weixin.common.util.crypto.WxCryptUtil;
import org.qingsheng.adapters.wechat.fake.FakeAccount.Mode;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * WeChat as the one who calls: signs, encrypts, waits 5 s, calls up to three times, and shows the
 * person what came back. Thread-safe.
 */
public final class FakeWeChatSender implements AutoCloseable {
  /** After this WeChat hangs up and calls again. */
  public static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final int CALLS = 3;

  private final FakeAccount account;
  private final FakeTime time;
  private final Executor threads;
  private final BiConsumer<String, String> shown;
  private final Consumer<String> wrote;
  private final WxCryptUtil crypt;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final AtomicLong lastNonce = new AtomicLong(1_000_000);
  private final AtomicInteger toLose = new AtomicInteger();
  private volatile Duration patience = PATIENCE;

  FakeWeChatSender(
      FakeAccount account,
      FakeTime time,
      Executor threads,
      BiConsumer<String, String> shown,
      Consumer<String> wrote) {
    this.account = account;
    this.time = time;
    this.threads = threads;
    this.shown = shown;
    this.wrote = wrote;
    this.crypt = new WxCryptUtil(account.token(), account.aesKey(), account.appId());
  }

  /**
   * One HTTP request as WeChat makes it, for tests that change something in it first.
   *
   * @param parameters raw query string
   */
  public record Request(URI callback, String parameters, String body) {
    public URI uri() {
      return URI.create(callback + "?" + parameters);
    }

    /** The same with every occurrence in the query replaced. */
    public Request replacing(String target, String replacement) {
      return new Request(callback, parameters.replace(target, replacement), body);
    }

    /** The same with another body. */
    public Request body(String text) {
      return new Request(callback, parameters, text);
    }
  }

  /** How one call ended: an HTTP answer, or empty when there was none in time. */
  public record Attempt(Optional<Integer> status, String body) {}

  /**
   * How a delivery ended.
   *
   * @param reply what the person saw as an answer, if anything
   * @param fault whether the person saw「该公众号提供的服务出现故障」
   */
  public record Outcome(List<Attempt> attempts, Optional<String> reply, boolean fault) {
    public int calls() {
      return attempts.size();
    }
  }

  /** The next answers get lost on the line; WeChat takes them for silence. */
  public void loseAnswers(int count) {
    toLose.set(count);
  }

  /** Another patience than WeChat's 5 s, for tests that kill real processes many times. */
  public void patience(Duration perCall) {
    patience = perCall;
  }

  /** Delivers with WeChat's rules of repeating. */
  public CompletableFuture<Outcome> deliver(URI callback, FakeMessage message) {
    wrote.accept(message.openid());
    return CompletableFuture.supplyAsync(() -> delivered(callback, message), threads);
  }

  private Outcome delivered(URI callback, FakeMessage message) {
    var attempts = new ArrayList<Attempt>();
    while (attempts.size() < CALLS) {
      var silence = new CompletableFuture<Void>();
      var call = send(request(callback, message));
      var begun = time.instant();
      if (!time.await(call, patience) || lost()) {
        call.cancel(true);
        wait(silence, begun);
        attempts.add(new Attempt(Optional.empty(), ""));
        continue;
      }
      var attempt = attempt(call);
      attempts.add(attempt);
      if (attempt.status().equals(Optional.of(200))) {
        return shown(message.openid(), attempts, attempt.body());
      }
      wait(silence, begun);
    }
    return new Outcome(attempts, Optional.empty(), true);
  }

  private boolean lost() {
    return toLose.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
  }

  private void wait(CompletableFuture<?> silence, Instant begun) {
    var left = patience.minus(Duration.between(begun, time.instant()));
    if (left.isPositive()) {
      var _ = time.await(silence, left);
    }
  }

  private static Attempt attempt(CompletableFuture<HttpResponse<String>> call) {
    return call.isCompletedExceptionally()
        ? new Attempt(Optional.empty(), "")
        : new Attempt(Optional.of(call.join().statusCode()), call.join().body());
  }

  private Outcome shown(String openid, List<Attempt> attempts, String body) {
    if (body.isEmpty() || body.equals("success")) {
      return new Outcome(attempts, Optional.empty(), false);
    }
    try {
      var text = reply(openid, body);
      shown.accept(openid, text);
      return new Outcome(attempts, Optional.of(text), false);
    } catch (IllegalArgumentException e) {
      return new Outcome(attempts, Optional.empty(), true);
    }
  }

  /** One request for a message, with the present time and a new nonce. */
  public Request request(URI callback, FakeMessage message) {
    return request(callback, message.openid(), message.xml(), time.instant().getEpochSecond());
  }

  /** One request with any content and any timestamp. */
  public Request request(URI callback, String openid, String xml, long timestamp) {
    var at = Long.toString(timestamp);
    var nonce = Long.toString(lastNonce.incrementAndGet());
    var query =
        "signature=%s&timestamp=%s&nonce=%s&openid=%s"
            .formatted(SHA1.gen(account.token(), at, nonce), at, nonce, encoded(openid));
    if (account.mode() == Mode.PLAIN) {
      return new Request(callback, query, xml);
    }
    var encrypt = crypt.encrypt("0123456789abcdef", xml);
    return encrypted(callback, query, at, nonce, encrypt, xml);
  }

  /** One request whose Encrypt element is given, rightly signed. */
  public Request requestWith(URI callback, String encrypt) {
    var at = Long.toString(time.instant().getEpochSecond());
    var nonce = Long.toString(lastNonce.incrementAndGet());
    var query =
        "signature=%s&timestamp=%s&nonce=%s&openid=o"
            .formatted(SHA1.gen(account.token(), at, nonce), at, nonce);
    return encrypted(callback, query, at, nonce, encrypt, "<xml></xml>");
  }

  private Request encrypted(
      URI callback, String query, String at, String nonce, String encrypt, String plain) {
    var signature = SHA1.gen(account.token(), at, nonce, encrypt);
    var element = "<Encrypt>" + FakeMessage.cdata(encrypt) + "</Encrypt>";
    var body =
        account.mode() == Mode.COMPATIBLE
            ? plain.replace("</xml>", element + "</xml>")
            : "<xml><ToUserName>"
                + FakeMessage.cdata(account.originalId())
                + "</ToUserName>"
                + element
                + "</xml>";
    return new Request(callback, query + "&encrypt_type=aes&msg_signature=" + signature, body);
  }

  /** Sends one request, once. */
  public CompletableFuture<HttpResponse<String>> send(Request request) {
    return send(request.uri(), request.body().getBytes(StandardCharsets.UTF_8));
  }

  /** Posts any bytes, once. */
  public CompletableFuture<HttpResponse<String>> send(URI uri, byte[] body) {
    return http.sendAsync(
        HttpRequest.newBuilder(uri)
            .timeout(Duration.ofSeconds(60))
            .header("Content-Type", "text/xml")
            .POST(BodyPublishers.ofByteArray(body))
            .build(),
        BodyHandlers.ofString());
  }

  /** The check of the address in the console. */
  public CompletableFuture<HttpResponse<String>> check(URI callback, String echo) {
    var at = Long.toString(time.instant().getEpochSecond());
    var query =
        "signature=%s&timestamp=%s&nonce=n1&echostr=%s"
            .formatted(SHA1.gen(account.token(), at, "n1"), at, encoded(echo));
    return http.sendAsync(
        HttpRequest.newBuilder(URI.create(callback + "?" + query))
            .timeout(Duration.ofSeconds(60))
            .build(),
        BodyHandlers.ofString());
  }

  /**
   * Reads a reply as WeChat does.
   *
   * @return the text the person sees
   * @throws IllegalArgumentException if WeChat would show its fault notice
   */
  public String reply(String openid, String body) {
    var xml = body;
    if (account.mode() != Mode.PLAIN) {
      var envelope = parsed(body);
      var signature =
          SHA1.gen(
              account.token(),
              element(envelope, "TimeStamp"),
              element(envelope, "Nonce"),
              element(envelope, "Encrypt"));
      require(signature.equals(element(envelope, "MsgSignature")), "signature");
      xml = crypt.decrypt(element(envelope, "Encrypt"));
    }
    var reply = parsed(xml);
    require(element(reply, "ToUserName").equals(openid), "ToUserName");
    require(element(reply, "FromUserName").equals(account.originalId()), "FromUserName");
    require(element(reply, "MsgType").equals("text"), "MsgType");
    var text = element(reply, "Content");
    require(!text.isEmpty(), "Content");
    require(text.getBytes(StandardCharsets.UTF_8).length <= 2048, "length");
    return text;
  }

  private static Element parsed(String xml) {
    try {
      var factory = DocumentBuilderFactory.newDefaultNSInstance();
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      var builder = factory.newDocumentBuilder();
      builder.setErrorHandler(null);
      return builder.parse(new InputSource(new StringReader(xml))).getDocumentElement();
    } catch (SAXException | IOException | ParserConfigurationException e) {
      throw new IllegalArgumentException("reply is no XML", e);
    }
  }

  private static String element(Element parent, String name) {
    var found = parent.getElementsByTagName(name);
    require(found.getLength() == 1, name);
    return found.item(0).getTextContent();
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new IllegalArgumentException("reply with a wrong " + what);
    }
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
