package org.qingsheng.adapters.onebot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import org.qingsheng.adapters.onebot.OneBotConnection.CallEnd;

/** The client's HTTP API: every call is a request, and its answer becomes a frame. */
final class HttpWire implements OneBotWire {
  private static final JsonMapper JSON = new JsonMapper();

  /** History answers are the longest. */
  private static final int LONGEST_ANSWER = 8 * 1024 * 1024;

  private final HttpClient http;
  private final OneBotSettings settings;
  private final URI api;
  private final Consumer<String> answered;
  private final Runnable lost;
  private volatile boolean open = true;

  /**
   * @param answered takes the answers as frames
   * @param lost told when the API is not there
   */
  HttpWire(
      HttpClient http, OneBotSettings settings, URI api, Consumer<String> answered, Runnable lost) {
    this.http = http;
    this.settings = settings;
    this.api = api;
    this.answered = answered;
    this.lost = lost;
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public void send(ObjectNode call, Consumer<CallEnd> failed) {
    var request =
        HttpRequest.newBuilder(
                URI.create(
                    api.toString().replaceAll("/+$", "") + "/" + call.path("action").asText()))
            .timeout(settings.callTimeout())
            .header("Authorization", "Bearer " + settings.accessToken())
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(call.path("params").toString(), StandardCharsets.UTF_8))
            .build();
    var _ =
        http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), LONGEST_ANSWER))
            .whenComplete((answer, failure) -> {
              if (failure != null) {
                var end = failed(failure);
                failed.accept(end); // before the line is given up, which ends every other call
                if (end instanceof CallEnd.NotWritten) {
                  cut();
                }
              } else {
                read(call, answer, failed);
              }
            });
  }

  private static CallEnd failed(Throwable failure) {
    var cause = failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
    if (cause instanceof ConnectException
        || cause instanceof HttpConnectTimeoutException
        || cause instanceof SSLException) {
      return new CallEnd.NotWritten("连不上 QQ 客户端的 HTTP 接口");
    }
    return new CallEnd.Lost("等待 HTTP 应答时失败");
  }

  /** 401, 403 and 404 are the client's own words in HTTP; any other status is not its word. */
  private void read(ObjectNode call, HttpResponse<byte[]> answer, Consumer<CallEnd> failed) {
    int status = answer.statusCode();
    if (status == 401 || status == 403 || status == 404) {
      var refusal = JSON.createObjectNode().put("status", "failed").put("retcode", 1000 + status);
      answered.accept(withEcho(refusal, call));
    } else if (status == 200) {
      try {
        JsonNode body = JSON.readTree(answer.body());
        if (body instanceof ObjectNode object && object.has("retcode")) {
          answered.accept(withEcho(object, call));
          return;
        }
      } catch (IOException _) {
        // a page of something in between
      }
      failed.accept(new CallEnd.Lost("HTTP 应答看不懂"));
    } else {
      failed.accept(new CallEnd.Lost("HTTP 状态 " + status));
    }
  }

  private static String withEcho(ObjectNode answer, ObjectNode call) {
    answer.remove("post_type");
    answer.set("echo", call.path("echo"));
    return answer.toString();
  }

  @Override
  public void close(int status, String reason) {
    open = false;
  }

  @Override
  public void cut() {
    if (open) {
      open = false;
      lost.run();
    }
  }
}
