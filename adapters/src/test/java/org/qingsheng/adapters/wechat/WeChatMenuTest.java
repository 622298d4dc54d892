package org.qingsheng.adapters.wechat;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.Health.State;
import org.qingsheng.adapters.InboundSink.Receipt;
import org.qingsheng.adapters.MakesSceneCodes.Made;
import org.qingsheng.adapters.wechat.WeChatMenu.Button;
import org.qingsheng.adapters.wechat.fake.FakeAccount;
import org.qingsheng.adapters.wechat.fake.FakeWeChatPlatform;
import org.qingsheng.adapters.wechat.fake.FakeWeChatPlatform.Answer;

@DisplayName("公众号的菜单和带场景的二维码 · menu and codes")
@Timeout(60)
class WeChatMenuTest {
  private static final String CREATE = "/cgi-bin/menu/create";
  private static final WeChatMenu MENU =
      new WeChatMenu(
          List.of(
              new Button.Says("我要提问", "菜单"),
              new Button.Group(
                  "更多",
                  List.of(
                      new Button.Says("转人工", "转人工"),
                      new Button.Opens("网页聊天", URI.create("https://q.example.cn/"))))));

  private final HandTime time = new HandTime(Bench.NOW);
  private final FakeWeChatPlatform platform =
      new FakeWeChatPlatform(FakeAccount.in(FakeAccount.Mode.PLAIN), time);
  private final Deque<Runnable> due = new ArrayDeque<>();
  private WeChatAdapter adapter = started(MENU);

  private WeChatAdapter started(WeChatMenu menu) {
    var account = platform.account();
    var made =
        new WeChatAdapter(
            WeChatSettings.plain(
                    new ChannelId("wechat-main"),
                    account.appId(),
                    account.secret(),
                    account.token())
                .withApiBase(platform.apiBase()),
            Optional.of(menu),
            InstantSource.fixed(Instant.ofEpochSecond(1_760_000_000)),
            (_, action) -> {
              due.add(action);
              return () -> due.remove(action);
            },
            Duration.ofSeconds(10));
    made.start(_ -> CompletableFuture.completedFuture(new Receipt(true, false)));
    return made;
  }

  private void goesOn() {
    due.remove().run();
  }

  @AfterEach
  void close() {
    adapter.close();
    platform.close();
  }

  @Test
  @DisplayName("启动时设上菜单；再启动时一样就不再设，改了才设")
  void sets_the_menu_when_it_is_another() {
    goesOn();
    assertThat(platform.menu().orElseThrow().path("button").path(1).path("sub_button")).hasSize(2);
    assertThat(platform.menu().orElseThrow().path("button").path(0).path("key").asText())
        .isEqualTo("菜单");

    adapter.close();
    adapter = started(MENU);
    goesOn();
    assertThat(platform.calls(CREATE)).hasSize(1);
    assertThat(due).isEmpty();

    adapter.close();
    adapter = started(new WeChatMenu(List.of(new Button.Says("提问", "菜单"))));
    goesOn();
    assertThat(platform.calls(CREATE)).hasSize(2);
    assertThat(platform.menu().orElseThrow().path("button")).hasSize(1);
  }

  @Test
  @DisplayName("没有权限、内容不合要求、连不上：渠道页上写明，渠道照常，过一阵再试，成了就不再提")
  void says_why_the_menu_is_not_set() {
    platform.nextOthers(
        new Answer.Failed(46003, "menu no exist"),
        new Answer.Failed(48001, "api unauthorized"),
        new Answer.Page(502, "bad gateway"),
        new Answer.Page(502, "bad gateway"));
    goesOn();
    assertThat(adapter.check().reason()).contains("菜单没有设上", "48001");
    assertThat(adapter.check().state()).isEqualTo(State.UP);
    goesOn();
    assertThat(adapter.check().reason()).contains("菜单还没有设上", "HTTP 502");
    goesOn();

    assertThat(adapter.check().reason()).doesNotContain("菜单");
    assertThat(platform.menu()).isPresent();
    assertThat(due).isEmpty();
  }

  @Test
  @DisplayName("令牌失效时换新再设，只设一次")
  void renews_the_token_for_the_menu() {
    goesOn();
    platform.invalidateToken();
    adapter.close();
    adapter = started(new WeChatMenu(List.of(new Button.Says("提问", "菜单"))));
    platform.nextTokens(new Answer.Normal());
    goesOn();

    assertThat(platform.menu().orElseThrow().path("button")).hasSize(1);
  }

  @Test
  @DisplayName("停掉之后不再设菜单")
  void sets_nothing_once_closed() {
    var action = due.peek();
    adapter.close();

    assertThat(due).isEmpty();
    assertThat(action).isNotNull();
    assertThat(platform.calls("/cgi-bin/menu/get")).isEmpty();
  }

  @Test
  @DisplayName("带场景的二维码：长期有效，内容是微信给的网址；没有权限时说明白")
  void makes_codes_with_a_scene() {
    assertThat(adapter.makeCode("r-441826-1"))
        .isEqualTo(new Made.Code(URI.create("http://weixin.qq.com/q/r-441826-1")));
    assertThat(platform.calls("/cgi-bin/qrcode/create").getFirst().body())
        .contains("QR_LIMIT_STR_SCENE", "r-441826-1");

    platform.nextOthers(new Answer.Failed(48001, "api unauthorized"), new Answer.Cut(false));
    assertThat(adapter.makeCode("r-1"))
        .isInstanceOfSatisfying(
            Made.NotMade.class, no -> assertThat(no.reason()).contains("48001"));
    assertThat(adapter.makeCode("r-1"))
        .isInstanceOfSatisfying(Made.NotMade.class, no -> assertThat(no.reason()).contains("再试"));
  }
}
