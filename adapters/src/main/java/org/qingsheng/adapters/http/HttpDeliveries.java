package org.qingsheng.adapters.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.qingsheng.adapters.CleanText;
import org.qingsheng.adapters.Delivery;
import org.qingsheng.adapters.Delivery.Accepted;
import org.qingsheng.adapters.Delivery.Meaning;
import org.qingsheng.adapters.Delivery.NotSent;
import org.qingsheng.adapters.Delivery.Refused;
import org.qingsheng.adapters.Delivery.Unknown;
import org.qingsheng.adapters.MessageId;
import org.qingsheng.adapters.OutboundMessage;

/** Our answers posted to the other system, once each, and what it says to them. Thread-safe. */
final class HttpDeliveries implements AutoCloseable {
  private static final int MAX_ANSWER = 64 * 1024;
  private static final Duration SOON = Duration.ofSeconds(5);

  private final HttpChannelSettings settings;
  private final HttpSignature signature;
  private final InstantSource clock;
  private final HttpClient http;
  private volatile Optional<String> trouble = Optional.empty();

  HttpDeliveries(HttpChannelSettings settings, HttpSignature signature, InstantSource clock) {
    this.settings = settings;
    this.signature = signature;
    this.clock = clock;
    this.http = HttpClient.newBuilder().connectTimeout(settings.callTimeout()).build();
  }

  /** What kept the last answer from arriving, in Chinese for the operator. */
  Optional<String> trouble() {
    return trouble;
  }

  // README: deliver
  Delivery post(OutboundMessage message, String group) {
    try {
      var answer =
          http.send(
              request(message, group),
              BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_ANSWER));
      return read(answer);
    } catch (ConnectException | HttpConnectTimeoutException | SSLException e) {
      trouble = Optional.of("连不上对方系统，稍后自动重试");
      return new NotSent("no connection: " + e.getClass().getSimpleName(), Optional.of(SOON));
    } catch (IOException e) {
      return new Unknown("no answer: " + e.getClass().getSimpleName());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Unknown("interrupted");
    }
  }

  // README: end

  private HttpRequest request(OutboundMessage message, String group) {
    var json = HttpDecoder.JSON.createObjectNode();
    json.put("key", message.key().value())
        .put("group", group)
        .put("user", message.asker().value())
        .put("text", CleanText.of(message.text()));
    message.quote().ifPresent(quote -> json.put("quotes", quote.value()));
    byte[] body = json.toString().getBytes(StandardCharsets.UTF_8);
    var timestamp = Long.toString(clock.instant().getEpochSecond());
    return HttpRequest.newBuilder(settings.deliverTo())
        .timeout(settings.callTimeout())
        .header("Content-Type", "application/json; charset=utf-8")
        .header(HttpSignature.TIMESTAMP, timestamp)
        .header(HttpSignature.SIGNATURE, signature.of(timestamp, body))
        .POST(BodyPublishers.ofByteArray(body))
        .build();
  }

  private Delivery read(HttpResponse<byte[]> answer) {
    int status = answer.statusCode();
    if (status == 200) {
      trouble = Optional.empty();
      return accepted(answer.body());
    }
    var code = Integer.toString(status);
    return switch (status) {
      case 401, 403 -> {
        trouble = Optional.of("对方系统不认我们的签名或不许发送，请核对 secret");
        yield new Refused(code, Meaning.NOT_PERMITTED, "signature or permission");
      }
      case 404, 410 -> new Refused(code, Meaning.UNREACHABLE, "no such person or group");
      case 413, 422 -> new Refused(code, Meaning.CONTENT, "content not accepted");
      case 429, 503 -> new NotSent("not now", Optional.of(SOON));
      default -> new Unknown("status " + status);
    };
  }

  /** A page of something in between says 200 too, so the id is asked for. */
  private static Delivery accepted(byte[] body) {
    try {
      JsonNode answer = HttpDecoder.JSON.readTree(body);
      var id = answer == null ? "" : answer.path("id").asText("");
      return HttpDecoder.isId(id)
          ? new Accepted(Optional.of(new MessageId(id)))
          : new Unknown("answer without an id");
    } catch (IOException e) {
      return new Unknown("answer is no JSON");
    }
  }

  @Override
  public void close() {
    http.shutdownNow(); // what is under way ends as unknown
  }
}
