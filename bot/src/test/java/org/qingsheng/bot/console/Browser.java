package org.qingsheng.bot.console;

import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Pattern;

/** Somebody with cookies who opens pages and sends forms, without running scripts. */
final class Browser implements AutoCloseable {
  private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

  private final Office office;
  private final HttpClient http =
      HttpClient.newBuilder()
          .cookieHandler(new CookieManager(null, CookiePolicy.ACCEPT_ALL))
          .build();
  private String csrf = "";

  Browser(Office office) {
    this.office = office;
  }

  static Browser signedIn(Office office, String login) {
    var browser = new Browser(office);
    browser.get("/console/login");
    var answer = browser.post("/console/login", "login", login, "password", Office.PASSWORD);
    if (answer.statusCode() != 303) {
      throw new AssertionError("could not sign in: " + answer.statusCode());
    }
    browser.get(answer.headers().firstValue("Location").orElseThrow());
    return browser;
  }

  HttpResponse<String> get(String path, String... headers) {
    var request = HttpRequest.newBuilder(office.at(path)).timeout(Duration.ofSeconds(10));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    var answer = send(request.build());
    var token = TOKEN.matcher(answer.body());
    if (token.find()) {
      csrf = token.group(1);
    }
    return answer;
  }

  /** Sends a form with the token of the last page. */
  HttpResponse<String> post(String path, String... fields) {
    return postWith(csrf, path, fields);
  }

  HttpResponse<String> postWith(String token, String path, String... fields) {
    return send(form(token, path, fields).build());
  }

  HttpRequest.Builder form(String token, String path, String... fields) {
    var body = new StringBuilder("_csrf=").append(encode(token));
    for (int i = 0; i < fields.length; i += 2) {
      body.append('&').append(fields[i]).append('=').append(encode(fields[i + 1]));
    }
    return HttpRequest.newBuilder(office.at(path))
        .timeout(Duration.ofSeconds(10))
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(BodyPublishers.ofString(body.toString()));
  }

  HttpResponse<String> send(HttpRequest request) {
    try {
      return http.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError("no answer from " + request.uri().getPath(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  String csrf() {
    return csrf;
  }

  HttpClient http() {
    return http;
  }

  private static String encode(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    http.close();
  }
}
