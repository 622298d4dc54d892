package org.qingsheng.bot.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.onebot.fake.FakeChat;
import org.qingsheng.adapters.onebot.fake.FakeOneBot;
import org.qingsheng.adapters.onebot.fake.Posted;
import org.qingsheng.adapters.wecom.fake.FakeCaller;
import org.qingsheng.adapters.wecom.fake.FakeCaller.Call;
import org.qingsheng.adapters.wecom.fake.FakeWeCom;
import org.qingsheng.adapters.wecom.fake.FakeWeCom.Answer;
import org.qingsheng.adapters.wecom.fake.FakeWeCom.ShownCard;
import org.qingsheng.bot.ledger.Item;
import org.qingsheng.bot.ledger.ItemEvent;
import org.qingsheng.bot.ledger.ItemState;
import org.qingsheng.bot.ledger.Items.ItemQuery;
import org.qingsheng.bot.people.Account;
import org.qingsheng.bot.people.AccountAdmin;
import org.qingsheng.bot.people.AccountId;
import org.qingsheng.bot.people.Passwords;
import org.qingsheng.bot.people.Role;
import org.qingsheng.bot.people.Scope;
import org.qingsheng.bot.store.SqlSessions;
import org.qingsheng.knowledge.RegionCode;

@DisplayName("团干部在企业微信里办件 · cadres at work in WeCom")
@Timeout(180)
class CadreAcceptanceTest {
  private static final ChannelId APP = new ChannelId("app");
  private static final String UPDATE = "/cgi-bin/message/update_template_card";
  private static final String MARK = "[\\u200B\\u200C\\u2060\\u2061]+$";
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private static final Account ADMINISTRATOR =
      new Account(
          new AccountId("tests"),
          "tests",
          "测试",
          Set.of(Role.ADMIN),
          RegionCode.NATION,
          true,
          Optional.empty());

  private final WalkingClock clock = WalkingClock.atNine();
  private final FakeWeCom platform = new FakeWeCom();
  private final FakeCaller corp = new FakeCaller(FakeWeCom.CORP_ID, clock);
  private final AtomicInteger ids = new AtomicInteger();
  private final AtomicInteger askers = new AtomicInteger(60_000);
  @TempDir Path folder;
  private RunningServer running;
  private FakeOneBot qq;
  private FakeChat group;
  private Account jia;
  private Account yi;

  @BeforeEach
  void open() {
    running = RunningServer.withChannels(folder, clock, channels());
    jia = running.hire("jia", Role.CADRE);
    yi = running.hire("yi", Role.CADRE);
    running.house().staff.binding.set(ADMINISTRATOR, jia, APP, "zhangsan");
    running.house().staff.binding.set(ADMINISTRATOR, yi, APP, "lisi");
    connect();
  }

  private void connect() {
    qq = running.account("10001").connect();
    group = qq.group("884001");
    Soon.holds(
        "the cadres' news has begun",
        () -> running.count("SELECT count(*) FROM webhook_position") == 1);
  }

  @AfterEach
  void close() {
    qq.close();
    running.close();
    corp.close();
    platform.close();
  }

  private String channels() {
    return """
      - {id: qq-groups, type: onebot, accessToken: "%s"}
      - {id: app, type: wecom-app, cadres: true, agentId: 1000002, corpId: %s, secret: %s, token: %s, aesKey: %s, apiBase: %s}
    """
        .formatted(
            RunningServer.ONEBOT_TOKEN,
            FakeWeCom.CORP_ID,
            FakeWeCom.SECRET,
            FakeCaller.TOKEN,
            FakeCaller.KEY,
            platform.apiBase());
  }

  private void restart() {
    qq.close();
    running.close();
    running = RunningServer.withChannels(folder, clock, channels());
    connect();
  }

  // ---- what happens on either side ----

  /** A young person in the group wants a person. */
  private Item asks(String words) {
    var user = Integer.toString(askers.incrementAndGet());
    Posted asked = group.asks(user, "转人工 " + words);
    qq.await(() -> !qq.repliesTo(asked).isEmpty(), Duration.ofSeconds(30));
    running.rests();
    return running.house().items.find(ItemQuery.ANY.page(0, 500), Scope.ALL).stream()
        .filter(item -> item.talk().asker().value().equals(user))
        .findFirst()
        .orElseThrow();
  }

  private Item now(Item item) {
    return running.house().items.find(item.id(), Scope.ALL).orElseThrow();
  }

  private Call message(String member, String id, String text) {
    return sealed(
        member,
        "<MsgType><![CDATA[text]]></MsgType><Content><![CDATA[%s]]></Content><MsgId>%s</MsgId>"
            .formatted(text, id));
  }

  private Call sealed(String member, String elements) {
    return corp.sealed(
        "<xml><ToUserName><![CDATA[%s]]></ToUserName><FromUserName><![CDATA[%s]]></FromUserName><CreateTime>%d</CreateTime>%s<AgentID>1000002</AgentID></xml>"
            .formatted(FakeWeCom.CORP_ID, member, clock.instant().getEpochSecond(), elements));
  }

  private int post(Call call) {
    HttpResponse<String> answer = corp.postXml(running.at("/channels/app"), call);
    running.rests();
    return answer.statusCode();
  }

  /** A member types something; the words that come back. */
  private String says(String member, String text) {
    int before = platform.heard(member).size();
    assertThat(post(message(member, "m" + ids.incrementAndGet(), text))).isEqualTo(200);
    Soon.holds("an answer to " + text, () -> platform.heard(member).size() > before);
    return platform.heard(member).getLast().replaceAll(MARK, "");
  }

  private Call tap(ShownCard card, String label) {
    return sealed(
        card.to(),
        "<MsgType>event</MsgType><Event>template_card_event</Event><EventKey><![CDATA[%s]]></EventKey><TaskId>%s</TaskId><CardType>button_interaction</CardType><ResponseCode><![CDATA[%s]]></ResponseCode>"
            .formatted(card.button(label), card.id(), platform.tapped(card)));
  }

  /** A member taps a button; the words that come back. */
  private String taps(ShownCard card, String label) {
    int before = platform.heard(card.to()).size();
    assertThat(post(tap(card, label))).isEqualTo(200);
    Soon.holds("an answer to " + label, () -> platform.heard(card.to()).size() > before);
    return platform.heard(card.to()).getLast().replaceAll(MARK, "");
  }

  private ShownCard card(String member, Item item) {
    return Soon.comes(
        "a card for " + item.number(),
        () ->
            platform.cards(member).stream()
                .filter(card -> card.title().contains(item.number().value()))
                .filter(card -> card.ending().isEmpty())
                .reduce((_, last) -> last));
  }

  private void shows(ShownCard card, String ending) {
    Soon.holds(
        card.title() + " shows " + ending,
        () ->
            platform.cards(card.to()).stream()
                .anyMatch(each -> each.id().equals(card.id()) && each.ending().equals(ending)));
  }

  private List<ItemEvent> history(Item item) {
    return running.house().items.history(item.id()).stream().map(each -> each.event()).toList();
  }

  // ---- C15 ----

  @Test
  @DisplayName("有人提问，五秒内本地区的团干都收到卡片：遮好的内容、认领按钮；点了认领，两个人的卡片都写上是谁")
  void tells_cadres_in_time_and_changes_the_cards() {
    var item = asks("我的电话是 13812345678，助学贷款合同找不到了");
    var since = clock.instant();
    var mine = card("zhangsan", item);
    var other = card("lisi", item);

    assertThat(Duration.between(since, clock.instant())).isLessThan(Duration.ofSeconds(5));
    assertThat(mine.text()).contains("助学贷款合同").doesNotContain("13812345678");
    assertThat(taps(mine, "认领")).contains("已认领", item.number().value());

    assertThat(now(item).assignee()).contains(jia.id().value());
    shows(mine, "已由jia认领");
    shows(other, "已由jia认领");
    assertThat(taps(other, "认领")).contains("已由jia认领");
    assertThat(now(item).assignee()).contains(jia.id().value());
  }

  @Test
  @DisplayName("在工作台认领，企业微信里的卡片一样改")
  void changes_the_card_after_a_claim_in_the_console() {
    var item = asks("团组织关系怎么转");
    var shown = card("zhangsan", item);

    running.house().desk.claim(item.id(), yi);

    shows(shown, "已由yi认领");
  }

  @Test
  @DisplayName("一分钟里来了八条：前三条各一张卡片，其余一分钟后并成一条；期间被认领的不再提")
  void groups_what_is_more_than_three_a_minute() {
    var items = java.util.stream.IntStream.range(0, 8).mapToObj(i -> asks("第" + i + "件事")).toList();
    Soon.holds("three cards", () -> platform.cards("zhangsan").size() == 3);
    running.house().desk.claim(items.get(7).id(), yi);
    Soon.holds(
        "all of them planned",
        () -> running.count("SELECT count(*) FROM cadre_message WHERE kind = 'NEW'") == 16);
    clock.leap(MINUTE);

    Soon.holds("one for the rest", () -> platform.heard("zhangsan").size() == 4);
    assertThat(platform.heard("zhangsan").getLast())
        .contains("又来了 4 条", items.get(3).number().value(), items.get(6).number().value())
        .doesNotContain(items.get(7).number().value());
    assertThat(platform.cards("zhangsan")).hasSize(3);
  }

  @Test
  @DisplayName("危机条目不等：超过三条也当场单独通知")
  void tells_of_a_crisis_at_once() {
    for (int i = 0; i < 4; i++) {
      asks("第" + i + "件事");
    }
    Soon.holds("three cards", () -> platform.cards("zhangsan").size() == 3);
    var asked = group.asks("61999", "我不想活了");
    qq.await(() -> !qq.repliesTo(asked).isEmpty(), Duration.ofSeconds(30));

    Soon.holds(
        "a card of the crisis",
        () -> platform.cards("zhangsan").stream().anyMatch(card -> card.title().startsWith("危机")));
  }

  @Test
  @DisplayName("别的县的团干收不到，知道编号也看不了、认领不了")
  void keeps_to_the_region_of_the_cadre() {
    var bing = hireElsewhere();
    running.house().staff.binding.set(ADMINISTRATOR, bing, APP, "wangwu");
    var item = asks("团组织关系怎么转");
    var _ = card("zhangsan", item);

    assertThat(says("wangwu", "认领 " + item.number())).contains("不在你的地区");
    assertThat(says("wangwu", item.number().value())).contains("不在你的地区");
    assertThat(says("wangwu", "待办")).contains("没有待认领的");
    assertThat(platform.cards("wangwu")).isEmpty();
    assertThat(now(item).state()).isEqualTo(ItemState.WAITING);
  }

  private Account hireElsewhere() {
    var house = running.house();
    return new AccountAdmin(
            house.accounts,
            new SqlSessions(house.database),
            house.regions,
            new Passwords(),
            house.ids::next,
            clock)
        .create(
            ADMINISTRATOR,
            "bing",
            RunningServer.STAFF_PASSWORD,
            new AccountAdmin.Form(
                "bing", Set.of(Role.CADRE), new RegionCode("360102"), Optional.empty()));
  }

  // ---- C16 ----

  @Test
  @DisplayName("打字就是答复草稿，点“修改”重写，点“发送”才到提问人；署名、台账与工作台的一样，旧草稿的按钮不再管用")
  void answers_from_the_chat_with_one_tap() {
    var item = asks("助学贷款合同找不到了");
    taps(card("zhangsan", item), "认领");
    assertThat(post(message("zhangsan", "d1", "带身份证来补"))).isEqualTo(200);
    var first = card("zhangsan", "发出这条答复？");
    assertThat(first.text()).contains("带身份证来补");
    assertThat(taps(first, "修改")).contains("带身份证来补");
    shows(first, "修改中");
    assertThat(post(message("zhangsan", "d2", "带身份证到县资助中心可以补打合同。"))).isEqualTo(200);
    var second = card("zhangsan", "发出这条答复？");
    assertThat(qq.sent()).noneMatch(said -> said.text().contains("带身份证"));

    assertThat(taps(first, "发送")).contains("没有再发");
    assertThat(taps(second, "发送")).contains("已交付发送");
    shows(second, "已发送");
    qq.await(
        () -> qq.sent().stream().anyMatch(said -> said.text().contains("可以补打合同")),
        Duration.ofSeconds(30));
    running.rests();

    assertThat(history(item))
        .anyMatch(event -> event.equals(new ItemEvent.Claimed(jia.id().value())))
        .anyMatch(event ->
            event.equals(new ItemEvent.StaffAnswered(jia.id().value(), "带身份证到县资助中心可以补打合同。")));
    assertThat(now(item).state()).isEqualTo(ItemState.ANSWERED);
    assertThat(running.texts("SELECT draft FROM cadre_hand WHERE draft IS NOT NULL")).isEmpty();
    assertThat(running.house().auditor.reconcile().faults()).isEmpty();
  }

  private ShownCard card(String member, String title) {
    return Soon.comes(
        title,
        () ->
            platform.cards(member).stream()
                .filter(card -> card.title().startsWith(title))
                .filter(card -> card.ending().isEmpty())
                .reduce((_, last) -> last));
  }

  @Test
  @DisplayName("退回、转交、备注、待办、编号都能在对话里做，原因照样必填；转给谁谁收到卡片")
  void does_in_the_chat_what_the_console_does() {
    var item = asks("助学贷款合同找不到了");
    var number = item.number();
    assertThat(says("zhangsan", "待办")).contains(number.value(), "待认领 1 条");
    assertThat(says("zhangsan", "认领" + number)).contains("已认领");
    assertThat(says("zhangsan", number.value())).contains("jia", "助学贷款合同");
    assertThat(says("zhangsan", "备注 " + number + " 先问资助中心")).contains("只有同事看得到");
    assertThat(says("zhangsan", "退回 " + number)).contains("退回原因");
    assertThat(says("zhangsan", "转交 " + number + " 没这个人 忙")).contains("没这个人");
    assertThat(says("zhangsan", "转交 " + number + " yi 他熟悉")).contains("已转给yi");

    var given = card("lisi", "转给你");
    assertThat(taps(given, "开始办理")).contains("正在办理");
    assertThat(says("zhangsan", "答复 " + number + " 抢答")).contains("yi", "请先认领");
    assertThat(says("lisi", "退回 " + number + " 不归我")).contains("已退回");
    assertThat(now(item).state()).isEqualTo(ItemState.WAITING);
    assertThat(history(item))
        .anyMatch(event -> event instanceof ItemEvent.Noted)
        .anyMatch(event -> event instanceof ItemEvent.Transferred)
        .anyMatch(event -> event instanceof ItemEvent.Released);
    assertThat(qq.sent()).noneMatch(said -> said.text().contains("先问资助中心"));
  }

  // ---- who is who ----

  @Test
  @DisplayName("绑定码绑定：用一次、十分钟有效，试五次就等；没绑定的什么都做不了，说什么都不成为条目")
  void binds_by_a_code_said_to_the_application() {
    var binding = running.house().staff.binding;
    var ding = running.hire("ding", Role.CADRE);
    var item = asks("团组织关系怎么转");
    assertThat(says("sunliu", "认领 " + item.number())).contains("绑定码");
    var old = binding.code(ding);
    clock.leap(Duration.ofMinutes(11));
    assertThat(says("sunliu", "绑定 " + old)).contains("不对、用过了或已过期");
    var code = binding.code(ding);

    assertThat(says("sunliu", "绑定 " + code)).contains("绑定好了，ding");
    assertThat(says("qianqi", "绑定 " + code)).contains("不对、用过了或已过期");
    assertThat(says("sunliu", "认领 " + item.number())).contains("已认领");
    for (int i = 0; i < 4; i++) {
      says("qianqi", "绑定 0000000" + i);
    }
    assertThat(says("qianqi", "绑定 " + binding.code(yi))).contains("试的次数太多");
    assertThat(says("sunliu", "解绑")).contains("已解除绑定");
    assertThat(says("sunliu", "待办")).contains("绑定码");

    assertThat(running.count("SELECT count(*) FROM item")).isEqualTo(1);
    assertThat(running.texts("SELECT DISTINCT channel FROM heard")).containsExactly("qq-groups");
    assertThat(running.texts("SELECT action FROM audit_event WHERE subject = '" + ding.id() + "'"))
        .contains("binding.code", "binding.end");
  }

  @Test
  @DisplayName("停用的账号在企业微信里也办不了件，也不再收到通知")
  void stops_with_the_account() {
    var house = running.house();
    new AccountAdmin(
            house.accounts,
            new SqlSessions(house.database),
            house.regions,
            new Passwords(),
            house.ids::next,
            clock)
        .deactivate(ADMINISTRATOR, jia.id());
    var item = asks("团组织关系怎么转");
    var _ = card("lisi", item);

    assertThat(says("zhangsan", "认领 " + item.number())).contains("绑定码");
    assertThat(platform.cards("zhangsan")).isEmpty();
  }

  // ---- what can go wrong ----

  @Test
  @DisplayName("认领之后、改卡片之前停了：重启后卡片改好，企业微信重推同一下点按不再认领第二次")
  void loses_nothing_between_claim_and_card() {
    var item = asks("助学贷款合同找不到了");
    var mine = card("zhangsan", item);
    var other = card("lisi", item);
    platform.next(
        UPDATE, new Answer.Page(503, "gateway"), new Answer.Cut(false), new Answer.Page(503, "x"));
    var tapped = tap(mine, "认领");
    assertThat(post(tapped)).isEqualTo(200);
    Soon.holds("tried", () -> !platform.calls(UPDATE).isEmpty());

    restart();
    assertThat(post(tapped)).isEqualTo(200);
    clock.leap(Duration.ofMinutes(3));

    shows(mine, "已由jia认领");
    shows(other, "已由jia认领");
    assertThat(history(item).stream().filter(event -> event instanceof ItemEvent.Claimed))
        .hasSize(1);
    assertThat(running.count("SELECT count(*) FROM cadre_heard")).isEqualTo(1);
  }

  @Test
  @DisplayName("认领已记下、应答之前停了：企业微信再推来，照样告诉团干，卡片照样改")
  void carries_on_after_a_claim_nobody_was_told_of() {
    var item = asks("助学贷款合同找不到了");
    var mine = card("zhangsan", item);
    running.house().desk.claim(item.id(), jia);

    assertThat(taps(mine, "认领")).contains("正在办理", item.number().value());
    Soon.holds("the card ends", () -> !platform.cards("zhangsan").getFirst().ending().isEmpty());
    assertThat(post(message("zhangsan", "d1", "可以补打。"))).isEqualTo(200);
    var draft = card("zhangsan", "发出这条答复？");
    running.house().desk.answer(item.id(), jia, "可以补打。", false);

    assertThat(taps(draft, "发送")).contains("已交付发送");
    assertThat(history(item).stream().filter(event -> event instanceof ItemEvent.StaffAnswered))
        .hasSize(1);
  }

  @Test
  @DisplayName("企业微信断了五分钟：卡片一张不丢、一张不重，恢复后送到")
  void waits_for_the_platform() {
    platform.next(
        "/cgi-bin/message/send",
        new Answer.Page(503, "gateway"),
        new Answer.Cut(true),
        new Answer.Page(503, "gateway"),
        new Answer.Failed(45009, "api freq out of limit"));
    var item = asks("助学贷款合同找不到了");
    Soon.holds("tried", () -> !platform.calls("/cgi-bin/message/send").isEmpty());
    for (int i = 0; i < 4; i++) {
      clock.leap(Duration.ofMinutes(3));
      running.house().tick();
      running.rests();
    }

    var _ = card("zhangsan", item);
    var _ = card("lisi", item);
    assertThat(platform.heard("zhangsan")).hasSize(1);
    assertThat(platform.heard("lisi")).hasSize(1);
  }
}
