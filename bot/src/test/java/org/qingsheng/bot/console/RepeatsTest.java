package org.qingsheng.bot.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.qingsheng.bot.store.SqlKeptAnswers;

@DisplayName("同一个请求发两遍只办一次 · Idempotency-Key")
@Timeout(60)
class RepeatsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String DRAFT =
      "{\"id\":\"%s\",\"question\":\"怎么办\",\"answer\":\"这样办。\",\"region\":\"441800\",\"topic\":\"就业\"}";

  private final HttpClient http = HttpClient.newHttpClient();

  @TempDir Path folder;

  @SuppressWarnings("NullAway.Init") // before each test
  private Office office;

  @SuppressWarnings("NullAway.Init") // before each test
  private String editor;

  @BeforeEach
  void open() throws Exception {
    office = new Office(folder).open();
    editor = token("editor");
  }

  @AfterEach
  void close() {
    office.close();
    http.close();
  }

  private String token(String login) throws IOException, InterruptedException {
    var body = "{\"login\":\"" + login + "\",\"password\":\"" + Office.PASSWORD + "\"}";
    return JSON.readTree(post("/login", "", "", body).body()).path("token").asText();
  }

  private HttpResponse<String> post(String path, String token, String key, String body)
      throws IOException, InterruptedException {
    return http.send(request(path, token, key, body), BodyHandlers.ofString());
  }

  private HttpRequest request(String path, String token, String key, String body) {
    var request =
        HttpRequest.newBuilder(office.at("/api/v1" + path))
            .timeout(Duration.ofSeconds(20))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    if (!key.isEmpty()) {
      request.header("Idempotency-Key", key);
    }
    return request.build();
  }

  private long drafts() {
    return office.database.read(handle ->
        handle
            .select("SELECT count(*) FROM entry_version WHERE state = 'DRAFT'")
            .mapTo(Long.class)
            .one());
  }

  private static String message(HttpResponse<String> answer) throws IOException {
    return JSON.readTree(answer.body()).path("error").path("message").asText();
  }

  @Test
  @DisplayName("同键同内容：第二次得到一模一样的回答，只建了一条")
  void the_same_request_gets_the_same_answer() throws Exception {
    var first = post("/entries", editor, "k-1", DRAFT.formatted("one"));
    var second = post("/entries", editor, "k-1", DRAFT.formatted("one"));

    assertThat(first.statusCode()).isEqualTo(201);
    assertThat(second.statusCode()).isEqualTo(201);
    assertThat(second.body()).isEqualTo(first.body());
    assertThat(second.headers().firstValue("Idempotency-Replayed")).contains("true");
    assertThat(first.headers().firstValue("Idempotency-Replayed")).isEmpty();
    assertThat(drafts()).isEqualTo(1);
  }

  @Test
  @DisplayName("同键不同内容：422，中文说明，什么也没做")
  void the_same_key_with_another_body_is_refused() throws Exception {
    post("/entries", editor, "k-1", DRAFT.formatted("one"));

    var other = post("/entries", editor, "k-1", DRAFT.formatted("two"));

    assertThat(other.statusCode()).isEqualTo(422);
    assertThat(message(other)).contains("已经用在另一个请求上");
    assertThat(drafts()).isEqualTo(1);
  }

  @Test
  @DisplayName("办不成的回答也记着：改成能办也不会突然办成，要换新键")
  void a_refusal_is_kept_too() throws Exception {
    var bad = "{\"id\":\"x\"}";
    var first = post("/entries", editor, "k-2", bad);
    var second = post("/entries", editor, "k-2", bad);

    assertThat(first.statusCode()).isEqualTo(422);
    assertThat(second.statusCode()).isEqualTo(422);
    assertThat(second.body()).isEqualTo(first.body());
    assertThat(second.headers().firstValue("Idempotency-Replayed")).contains("true");
  }

  @Test
  @DisplayName("键是各账号自己的：别人用同样的键，办自己的事")
  void keys_belong_to_their_account() throws Exception {
    var admin = token("admin");
    post("/entries", editor, "k-1", DRAFT.formatted("one"));

    assertThat(post("/entries", admin, "k-1", DRAFT.formatted("two")).statusCode()).isEqualTo(201);
    assertThat(drafts()).isEqualTo(2);
  }

  @Test
  @DisplayName("没带键的照旧：每发一次办一次")
  void without_a_key_nothing_changes() throws Exception {
    assertThat(post("/entries", editor, "", DRAFT.formatted("one")).statusCode()).isEqualTo(201);
    assertThat(post("/entries", editor, "", DRAFT.formatted("one")).statusCode()).isNotEqualTo(201);
  }

  @Test
  @DisplayName("不像样的键：422，说明应该什么样")
  void a_key_that_is_none_is_refused() throws Exception {
    var answer = post("/entries", editor, "a b", DRAFT.formatted("one"));

    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(message(answer)).contains("Idempotency-Key 应为");
    assertThat(drafts()).isZero();
  }

  @Test
  @DisplayName("同时发十次：只办一次，其余要么得到同样的回答，要么被告知正在处理")
  void ten_at_once_are_carried_out_once() throws Exception {
    var sent =
        IntStream.range(0, 10)
            .mapToObj(_ ->
                http.sendAsync(
                    request("/entries", editor, "k-3", DRAFT.formatted("one")),
                    BodyHandlers.ofString()))
            .toList();
    var statuses = new ArrayList<Integer>();
    for (CompletableFuture<HttpResponse<String>> each : sent) {
      statuses.add(each.join().statusCode());
    }

    assertThat(statuses).containsAnyOf(201).isSubsetOf(201, 409);
    assertThat(drafts()).isEqualTo(1);
    assertThat(post("/entries", editor, "k-3", DRAFT.formatted("one")).statusCode()).isEqualTo(201);
  }

  @Test
  @DisplayName("没有权限、没有登录的请求不占键")
  void who_may_not_pass_takes_no_key() throws Exception {
    assertThat(post("/entries", token("wang"), "k-4", DRAFT.formatted("one")).statusCode())
        .isEqualTo(403);
    assertThat(post("/entries", "", "k-4", DRAFT.formatted("one")).statusCode()).isEqualTo(401);

    assertThat(post("/entries", editor, "k-4", DRAFT.formatted("one")).statusCode()).isEqualTo(201);
  }

  @Test
  @DisplayName("登录的回答是令牌，带键也不存")
  void tokens_are_not_kept() throws Exception {
    var body = "{\"login\":\"wang\",\"password\":\"" + Office.PASSWORD + "\"}";
    post("/login", editor, "k-5", body);

    long kept =
        office.database.read(
            handle -> handle.select("SELECT count(*) FROM api_answer").mapTo(Long.class).one());
    assertThat(kept).isZero();
  }

  @Test
  @DisplayName("处理到一半被杀：再发说明先查询；至少记一天，过期才忘")
  void an_interrupted_request_is_not_repeated() throws Exception {
    var answers = new SqlKeptAnswers(office.database);
    post("/entries", editor, "k-6", DRAFT.formatted("one"));
    office.database.writeNow(handle ->
        handle.execute("UPDATE api_answer SET status = 0, body = '' WHERE request_key = 'k-6'"));

    var soon = post("/entries", editor, "k-6", DRAFT.formatted("one"));
    office.now.set(Office.NINE.plus(Duration.ofMinutes(5)));
    var later = post("/entries", editor, "k-6", DRAFT.formatted("one"));

    assertThat(soon.statusCode()).isEqualTo(409);
    assertThat(message(soon)).contains("正在处理");
    assertThat(later.statusCode()).isEqualTo(409);
    assertThat(message(later)).contains("先查询");
    assertThat(drafts()).isEqualTo(1);
    answers.forget(Office.NINE.minus(Duration.ofHours(24)));
    assertThat(post("/entries", editor, "k-6", DRAFT.formatted("one")).statusCode()).isEqualTo(409);
  }
}
