package org.qingsheng.bot.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.javalin.router.Endpoint;
import io.javalin.router.ParsedEndpoint;
import io.javalin.security.Roles;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.qingsheng.bot.ledger.Item;
import org.qingsheng.bot.ledger.ItemState;
import org.qingsheng.bot.people.Account;

@DisplayName("权限 · who may open what")
@Timeout(120)
class AccessTest {
  @TempDir Path folder;
  private Office office;
  private Item item;

  @BeforeEach
  void open() {
    office = new Office(folder).open();
    item = office.asks("连南的问题", Town.LIANNAN, Duration.ofHours(5), 2);
  }

  @AfterEach
  void close() {
    office.close();
  }

  /** A route of the console or the API as the server has it. */
  private record Route(String method, String path, Gate gate) {
    boolean isApi() {
      return path.startsWith("/api/");
    }
  }

  private List<Route> routes() {
    var routes = new ArrayList<Route>();
    for (ParsedEndpoint parsed : office.server.routes()) {
      Endpoint endpoint = parsed.endpoint;
      var method = endpoint.method.name();
      if (Set.of("GET", "POST", "PUT", "DELETE", "PATCH").contains(method)
          && (endpoint.path.startsWith("/console") || endpoint.path.startsWith("/api/"))) {
        var roles =
            Optional.ofNullable(endpoint.metadata(Roles.class))
                .map(Roles::getRoles)
                .orElse(Set.of());
        assertThat(roles).as(method + " " + endpoint.path).hasSize(1);
        routes.add(new Route(method, endpoint.path, (Gate) roles.iterator().next()));
      }
    }
    return routes;
  }

  private String address(Route route) {
    return route
        .path()
        .replace("{file}", "none-such-file")
        .replace("{number}", item.number().value())
        .replace("/tickets/{id}", "/tickets/" + item.number())
        .replace("/entries/{id}", "/entries/loan")
        .replace("/people/{id}", "/people/wang")
        .replace("/filters/{id}", "/filters/none")
        .replace("/deliveries/{id}", "/deliveries/none")
        .replace("/notices/{id}", "/notices/none")
        .replace("/mutes/{id}", "/mutes/none")
        .replace("/golden/{id}", "/golden/none")
        .replace("{version}", "2");
  }

  @Test
  @DisplayName("路由表里每条路由对每种角色都按门槛放行或拒绝，未登录的一律挡下")
  void tries_every_role_on_every_route() {
    var routes = routes();
    assertThat(routes).hasSizeGreaterThan(50);
    var wrong = new ArrayList<String>();
    for (Account account :
        List.of(
            office.wang,
            office.editor,
            office.reviewer,
            office.leader,
            office.operator,
            office.admin)) {
      try (var caller = new Caller(account)) {
        for (var route : routes) {
          if (route.path().endsWith("/logout") || route.path().equals("/console/live")) {
            continue;
          }
          int status = caller.call(route, address(route), caller.csrf);
          boolean refused = status == 403 && !caller.saidDomain();
          if (route.gate().admits(account) == refused) {
            wrong.add(account.login() + " " + route + " → " + status);
          }
        }
      }
    }
    try (var stranger = new Caller()) {
      for (var route : routes) {
        int status = stranger.call(route, address(route), "x");
        boolean byScript = route.isApi() || route.path().equals("/console/live");
        boolean kept = byScript ? status == 401 : status == 303;
        boolean open = route.gate() == Gate.EVERYONE;
        if (!open && !kept) {
          wrong.add("nobody " + route + " → " + status);
        }
      }
    }

    assertThat(wrong).isEmpty();
  }

  @Test
  @DisplayName("带着没有令牌或错误令牌的表单，任何写操作都不发生")
  void refuses_every_post_without_the_token() {
    try (var caller = new Caller(office.admin)) {
      for (var route : routes()) {
        if (!route.isApi() && route.method().equals("POST")) {
          assertThat(caller.call(route, address(route), "forged")).as(route.path()).isEqualTo(403);
        }
      }
    }
    assertThat(office.now(item).state()).isEqualTo(ItemState.WAITING);
  }

  @Test
  @DisplayName("别的地区的编号，无论哪条路由都像不存在")
  void hides_ids_of_other_regions_on_every_route() {
    try (var caller = new Caller(office.chen)) {
      var seen = new TreeSet<Integer>();
      for (var route : routes()) {
        if (route.gate().admits(office.chen)
            && (route.path().contains("{number}") || route.path().contains("/tickets/{id}"))) {
          int status = caller.call(route, address(route), caller.csrf);
          seen.add(status);
          assertThat(caller.body).as(route.path()).doesNotContain("连南的问题");
        }
      }
      assertThat(seen).isSubsetOf(403, 404);
    }
    assertThat(office.now(item).state()).isEqualTo(ItemState.WAITING);
  }

  @Test
  @DisplayName("登录换新会话，Cookie 只给服务器用，登录表单自带一次性令牌")
  void signs_in_safely() {
    try (var browser = new Browser(office)) {
      var page = browser.get("/console/login");
      var before = page.headers().allValues("Set-Cookie");

      var forged =
          browser.postWith("wrong", "/console/login", "login", "wang", "password", Office.PASSWORD);
      browser.get("/console/login");
      var wrong = browser.post("/console/login", "login", "wang", "password", "nope nope nope");
      browser.get("/console/login?next=//evil.example/x");
      var answer =
          browser.post(
              "/console/login",
              "login",
              "wang",
              "password",
              Office.PASSWORD,
              "next",
              "https://evil.example/");

      assertThat(before)
          .allSatisfy(cookie -> assertThat(cookie).contains("HttpOnly", "SameSite=Strict"));
      assertThat(forged.statusCode()).isEqualTo(403);
      assertThat(wrong.statusCode()).isEqualTo(401);
      assertThat(wrong.body()).contains("登录名或密码不对");
      assertThat(answer.statusCode()).isEqualTo(303);
      assertThat(answer.headers().firstValue("Location")).contains("/console");
      assertThat(String.join("\n", answer.headers().allValues("Set-Cookie")))
          .contains("qs_console=", "HttpOnly", "SameSite=Strict", "Path=/console");
    }
  }

  @Test
  @DisplayName("另一个网站提交的表单，即使带着令牌也被拒绝")
  void refuses_forms_from_another_site() {
    try (var wang = Browser.signedIn(office, "wang")) {
      var path = "/console/items/" + item.number() + "/claim";

      var evil =
          wang.send(wang.form(wang.csrf(), path).header("Origin", "https://evil.example").build());
      var none = wang.send(wang.form(wang.csrf(), path).header("Origin", "null").build());

      assertThat(evil.statusCode()).isEqualTo(403);
      assertThat(none.statusCode()).isEqualTo(403);
      assertThat(office.now(item).state()).isEqualTo(ItemState.WAITING);
    }
  }

  @Test
  @DisplayName("页面自己刷新不算在场：半小时没有操作就要重新登录")
  void ends_an_idle_session_though_the_page_refreshes_itself() {
    try (var wang = Browser.signedIn(office, "wang")) {
      for (int minutes = 5; minutes <= 30; minutes += 5) {
        office.now.set(Office.NINE.plus(Duration.ofMinutes(minutes)));
        wang.get("/console/queue", "X-Background-Refresh", "1");
      }

      var later = wang.get("/console");

      assertThat(later.statusCode()).isEqualTo(303);
      assertThat(later.headers().firstValue("Location")).contains("/console/login?next=%2Fconsole");
    }
  }

  @Test
  @DisplayName("每个回答都带内容策略，工作台页面不留缓存，出错页不露细节")
  void carries_the_policy_on_every_answer() {
    try (var wang = Browser.signedIn(office, "wang")) {
      for (var path :
          List.of(
              "/",
              "/console",
              "/console/nowhere",
              "/assets/app.css",
              "/health/live",
              "/api/v1/items")) {
        var answer = wang.get(path);
        assertThat(answer.headers().firstValue("Content-Security-Policy"))
            .as(path)
            .contains(Secure.POLICY);
        assertThat(answer.headers().firstValue("X-Content-Type-Options"))
            .as(path)
            .contains("nosniff");
        assertThat(answer.body()).as(path).doesNotContain("org.qingsheng", "Exception", "jetty");
      }
      assertThat(wang.get("/console").headers().firstValue("Cache-Control")).contains("no-store");
      assertThat(wang.get("/assets/app.css").headers().firstValue("Cache-Control"))
          .hasValueSatisfying(value -> assertThat(value).contains("immutable"));
      assertThat(wang.get("/console/ledger?from=yesterday").statusCode()).isEqualTo(422);
      assertThat(wang.get("/console?from=abc").statusCode()).isLessThan(500);
    }
  }

  /** One account on both doors: the console by cookie, the API by token. */
  private final class Caller implements AutoCloseable {
    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, String> headers = new HashMap<>();
    private String csrf = "";
    private String body = "";
    private String cookie = "";

    Caller() {}

    Caller(Account account) {
      var console =
          (org.qingsheng.bot.people.SignIn.SignedIn)
              office.signIn.signIn(
                  account.login(),
                  Office.PASSWORD,
                  "test",
                  org.qingsheng.bot.people.Session.Kind.CONSOLE,
                  Optional.empty());
      var api =
          (org.qingsheng.bot.people.SignIn.SignedIn)
              office.signIn.signIn(
                  account.login(),
                  Office.PASSWORD,
                  "test",
                  org.qingsheng.bot.people.Session.Kind.API,
                  Optional.empty());
      csrf = console.session().csrf();
      cookie = "qs_console=" + console.token();
      headers.put("Authorization", "Bearer " + api.token());
    }

    int call(Route route, String path, String token) {
      var request = HttpRequest.newBuilder(office.at(path)).timeout(Duration.ofSeconds(20));
      if (route.isApi()) {
        headers.forEach(request::header);
        request.header("Content-Type", "application/json");
        request.method(
            route.method(),
            route.method().equals("GET") ? BodyPublishers.noBody() : BodyPublishers.ofString("{}"));
      } else {
        request
            .header("Cookie", cookie)
            .header("Content-Type", "application/x-www-form-urlencoded");
        request.method(
            route.method(),
            route.method().equals("GET")
                ? BodyPublishers.noBody()
                : BodyPublishers.ofString("_csrf=" + token));
      }
      try {
        var answer = http.send(request.build(), BodyHandlers.ofString());
        body = answer.body();
        return answer.statusCode();
      } catch (java.io.IOException e) {
        throw new AssertionError(route.toString(), e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError(e);
      }
    }

    /** Whether the refusal came from the rules behind the door, not from the door. */
    boolean saidDomain() {
      return !body.contains("你的账号没有这项权限");
    }

    @Override
    public void close() {
      http.close();
    }
  }
}
