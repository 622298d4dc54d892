package org.qingsheng.bot.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.qingsheng.bot.ledger.ItemState;

@DisplayName("接口 · REST API")
@Timeout(60)
class ApiTest {
  private static final java.util.Set<String> METHODS =
      java.util.Set.of("GET", "POST", "PUT", "PATCH", "DELETE");
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;
  private Office office;
  private final HttpClient http = HttpClient.newHttpClient();

  @BeforeEach
  void open() {
    office = new Office(folder).open();
  }

  @AfterEach
  void close() {
    http.close();
    office.close();
  }

  @Test
  @DisplayName("登录、看工单、认领、答复、对账走得通")
  void works_a_ticket() throws Exception {
    var item = office.asks("村里创业有补贴吗", Town.LIANNAN, Duration.ofHours(5), 2);
    var token = token("wang");

    var waiting = json(call("GET", "/tickets?state=waiting", token, ""));
    var id = waiting.path("tickets").path(0).path("id").asText();
    var claimed = json(call("POST", "/tickets/" + id + "/claim", token, ""));
    var again = call("POST", "/tickets/" + id + "/claim", token("li"), "");
    var empty = call("POST", "/tickets/" + id + "/answer", token, "{\"text\":\" \"}");
    var answered = json(call("POST", "/tickets/" + id + "/answer", token, "{\"text\":\"有\"}"));
    var books = json(call("GET", "/ledger/reconciliation", token, ""));

    assertThat(waiting.path("total").asInt()).isEqualTo(1);
    assertThat(id).isEqualTo(item.number().value());
    assertThat(claimed.path("state").asText()).isEqualTo("ASSIGNED");
    assertThat(again.statusCode()).isEqualTo(409);
    assertThat(json(again).path("error").path("message").asText()).contains("王晓岚");
    assertThat(empty.statusCode()).isEqualTo(422);
    assertThat(json(empty).path("error").path("field").asText()).isEqualTo("text");
    assertThat(answered.path("state").asText()).isEqualTo("DELIVERING");
    assertThat(office.now(item).state()).isEqualTo(ItemState.DELIVERING);
    assertThat(books.path("asked").asInt()).isEqualTo(1);
    assertThat(books.path("open").asInt()).isEqualTo(1);
    assertThat(books.path("balanced").asBoolean()).isTrue();
    assertThat(json(call("GET", "/items/" + id, token, "")).path("thread")).isNotEmpty();
  }

  @Test
  @DisplayName("条目从起草到发布，不能审核自己写的")
  void publishes_an_entry() throws Exception {
    var body =
        """
        {"id":"youth-flat","question":"青年驿站可以免费住几天","answer":"七天，带毕业证和身份证。","region":"441800",
         "kind":"GUIDE","topic":"住房","office":"团市委","checkedOn":"2026-11-01","similar":["青年驿站能住多久"]}
        """;
    var editor = token("editor");
    var reviewer = token("reviewer");

    var drafted = call("POST", "/entries", editor, body);
    var version = "/entries/youth-flat/versions/1";
    call("POST", version + "/submit", editor, "");
    var seen = json(call("GET", "/entries/youth-flat", reviewer, "")).path("versions").path(0);
    var published =
        call(
            "POST",
            version + "/approve",
            reviewer,
            "{\"updatedAt\":\"" + seen.path("updatedAt").asText() + "\"}");

    assertThat(drafted.statusCode()).isEqualTo(201);
    assertThat(seen.path("state").asText()).isEqualTo("IN_REVIEW");
    assertThat(published.statusCode()).isEqualTo(200);
    assertThat(json(published).path("state").asText()).isEqualTo("PUBLISHED");
    assertThat(call("POST", version + "/approve", editor, "{}").statusCode()).isEqualTo(403);
  }

  @Test
  @DisplayName("不能用的内容都得到中文的错误，不回显输入")
  void explains_bad_input_in_chinese() throws Exception {
    var token = token("editor");
    for (var body :
        new String[] {
          "",
          "null",
          "7",
          "[]",
          "{\"id\":",
          "{\"id\":7}",
          "{\"id\":\"../x\",\"question\":\"q\",\"answer\":\"a\",\"region\":\"CN\"}",
          "{\"id\":\"x\",\"question\":\"q\",\"answer\":\"a\",\"region\":\"here\"}"
        }) {
      var answer = call("POST", "/entries", token, body);
      assertThat(answer.statusCode()).as(body).isEqualTo(422);
      assertThat(json(answer).path("error").path("message").asText())
          .as(body)
          .matches(".*\\p{IsHan}.*");
    }
    assertThat(call("GET", "/tickets", "", "").statusCode()).isEqualTo(401);
    assertThat(call("GET", "/tickets?state=x", token("wang"), "").statusCode()).isEqualTo(422);
    assertThat(call("GET", "/nowhere", token, "").body()).contains("\"error\"");
    assertThat(
            call("POST", "/login", "", "{\"login\":\"wang\",\"password\":\"no no no no\"}")
                .statusCode())
        .isEqualTo(401);
  }

  @Test
  @DisplayName("接口文件与服务器的路由一一对应")
  void document_and_routes_are_the_same() throws Exception {
    var document = json(call("GET", "/openapi.json", "", ""));
    var documented = new TreeSet<String>();
    document
        .path("paths")
        .properties()
        .forEach(path ->
            path.getValue()
                .properties()
                .forEach(method ->
                    documented.add(
                        method.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey())));

    var served = new TreeSet<String>();
    for (var route : office.server.routes()) {
      var path = route.endpoint.path;
      if (path.startsWith("/api/v1") && METHODS.contains(route.endpoint.method.name())) {
        served.add(route.endpoint.method.name() + " " + path.substring("/api/v1".length()));
      }
    }

    assertThat(document.path("openapi").asText()).isEqualTo("3.1.0");
    assertThat(documented).isEqualTo(served);
  }

  @Test
  @DisplayName("接口文件里每个写操作都写了 Idempotency-Key 和 409；登录、退出除外")
  void every_writing_call_names_the_key() throws Exception {
    var document = json(call("GET", "/openapi.json", "", ""));
    var checked = new TreeSet<String>();
    document
        .path("paths")
        .properties()
        .forEach(path ->
            path.getValue()
                .properties()
                .forEach(method -> {
                  if (method.getKey().equals("get")
                      || path.getKey().equals("/login")
                      || path.getKey().equals("/logout")) {
                    return;
                  }
                  checked.add(path.getKey());
                  assertThat(method.getValue().path("parameters").toString())
                      .as(path.getKey())
                      .contains("#/components/parameters/IdempotencyKey");
                  assertThat(method.getValue().path("responses").has("409"))
                      .as(path.getKey())
                      .isTrue();
                }));

    assertThat(checked).hasSizeGreaterThan(7);
  }

  @Test
  @DisplayName("接口文件写的事件名，就是台账会记的全部事件")
  void the_document_names_every_event() throws Exception {
    var document = json(call("GET", "/openapi.json", "", ""));
    var named = new TreeSet<String>();
    document
        .path("components")
        .path("schemas")
        .path("ItemEvent")
        .path("properties")
        .path("type")
        .path("enum")
        .forEach(each -> named.add(each.asText()));
    var kept = new TreeSet<String>();
    for (var type :
        org.qingsheng.bot.ledger.ItemEvent.class
            .getAnnotation(com.fasterxml.jackson.annotation.JsonSubTypes.class)
            .value()) {
      kept.add(type.name());
    }

    assertThat(named).isEqualTo(kept);
  }

  private String token(String login) throws Exception {
    var answer =
        call(
            "POST",
            "/login",
            "",
            "{\"login\":\"" + login + "\",\"password\":\"" + Office.PASSWORD + "\"}");
    return json(answer).path("token").asText();
  }

  private HttpResponse<String> call(String method, String path, String token, String body)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(office.at("/api/v1" + path))
            .timeout(Duration.ofSeconds(10))
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private static JsonNode json(HttpResponse<String> answer) throws IOException {
    return JSON.readTree(answer.body());
  }
}
