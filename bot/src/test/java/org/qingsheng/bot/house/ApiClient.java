package org.qingsheng.bot.house;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** Somebody who uses the REST API over a real connection. */
final class ApiClient implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final RunningServer server;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();
  private String token = "";

  ApiClient(RunningServer server) {
    this.server = server;
  }

  static ApiClient signIn(RunningServer server, String login, String password) {
    var client = new ApiClient(server);
    client.token =
        client
            .post("/api/v1/login", Map.of("login", login, "password", password))
            .ok()
            .path("token")
            .asText();
    return client;
  }

  /** What came back. */
  record Answer(int status, String body) {
    JsonNode json() {
      try {
        return JSON.readTree(body);
      } catch (JsonProcessingException e) {
        throw new AssertionError("no JSON with status " + status + ": " + body, e);
      }
    }

    JsonNode ok() {
      if (status < 200 || status > 299) {
        throw new AssertionError("status " + status + ": " + body);
      }
      return json();
    }
  }

  Answer get(String path) {
    return send(HttpRequest.newBuilder(server.at(path)).GET());
  }

  Answer post(String path, Map<String, ?> body) {
    try {
      return postRaw(path, JSON.writeValueAsBytes(body));
    } catch (JsonProcessingException e) {
      throw new AssertionError("cannot write the body", e);
    }
  }

  Answer postRaw(String path, byte[] body) {
    return send(
        HttpRequest.newBuilder(server.at(path))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(body)));
  }

  private Answer send(HttpRequest.Builder request) {
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    try {
      HttpResponse<String> answer =
          http.send(
              request.timeout(Duration.ofSeconds(30)).build(),
              BodyHandlers.ofString(StandardCharsets.UTF_8));
      return new Answer(answer.statusCode(), answer.body());
    } catch (IOException e) {
      throw new AssertionError("no answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
