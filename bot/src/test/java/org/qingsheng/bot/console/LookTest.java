package org.qingsheng.bot.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.ConversationId;
import org.qingsheng.adapters.OutboundMessage.Choice;
import org.qingsheng.bot.ledger.Item;
import org.qingsheng.bot.people.Group;

@DisplayName("页面外观 · how the pages look")
@Tag("browser")
@Timeout(180)
class LookTest {
  private static final Path SHOTS = Path.of("target", "screenshots");

  @TempDir Path folder;
  private Office office;
  private Chromium chromium;

  @BeforeEach
  void open() {
    office = new Office(folder).open();
    chromium = new Chromium();
  }

  @AfterEach
  void close() {
    chromium.close();
    office.close();
  }

  @ParameterizedTest(name = "{0} × {1} {2}")
  @DisplayName("各主要页面在手机和电脑上都不横向滚动，脚本和内容策略没有报错")
  @CsvSource({"360,740,LIGHT", "1280,860,LIGHT", "360,740,DARK"})
  void fits_phones_and_desks(int width, int height, ColorScheme scheme) {
    var item = busyMorning();
    var context = chromium.person(width, height, scheme);
    var page = context.newPage();
    page.navigate(office.at("/console/login").toString());
    shot(page, "login", width, scheme);
    signIn(page, "admin");
    for (var path :
        List.of(
            "/console",
            "/console?tab=done",
            "/console/items",
            "/console/items/" + item.number(),
            "/console/entries",
            "/console/entries/loan",
            "/console/entries/new",
            "/console/hit-test?question=%E5%88%9B%E4%B8%9A",
            "/console/groups",
            "/console/groups/edit?channel=qq-groups&conversation=group-1",
            "/console/local-values",
            "/console/synonyms?alias=%E5%88%9B%E8%B4%B7&meaning=%E5%88%9B%E4%B8%9A%E8%B4%B7%E6%AC%BE&region=CN",
            "/console/people",
            "/console/people/wang",
            "/console/channels",
            "/console/ledger")) {
      page.navigate(office.at(path).toString());
      shot(
          page,
          path.replaceAll("[?].*tion=.*", "").replaceAll("[^a-z]+", "-").substring(1),
          width,
          scheme);
    }
    page.navigate(office.at("/console/items/" + item.number()).toString());
    page.locator("[data-claim] button").click();
    page.locator("#words").waitFor();
    page.locator("[data-insert]").first().click();
    page.locator(".history summary").first().click();
    shot(page, "answering", width, scheme);
    page.navigate(office.at("/console/nowhere").toString());
    shot(page, "error", width, scheme);
    assertThat(chromium.complaints).filteredOn(each -> !each.contains("status of 404")).isEmpty();
    context.close();
  }

  @ParameterizedTest(name = "{0} × {1} {2}")
  @DisplayName("团干之间：点名字 @同事、知道了、查看原话、存下筛选再打开，手机和电脑上都点得到")
  @CsvSource({"360,740,LIGHT", "1280,860,LIGHT", "360,740,DARK"})
  void works_among_staff(int width, int height, ColorScheme scheme) {
    var item = busyMorning();
    office.desk.note(item.id(), office.wang, "@李一鸣 市里有没有合作社贷款的文件？我这边没有找到。");
    var context = chromium.person(width, height, scheme);
    var page = context.newPage();
    page.navigate(office.at("/console/login").toString());
    signIn(page, "li");
    page.navigate(office.at("/console?tab=mentioned").toString());
    shot(page, "mentioned", width, scheme);
    page.locator("a.card-link").first().click();
    page.locator(".mentioned button").click();
    page.locator(".mentioned").waitFor(gone());
    page.locator(".fold.note summary").click();
    page.locator("textarea[data-mates]").pressSequentially("请看 @王");
    assertThat(page.locator(".mate:visible").count()).isEqualTo(1);
    page.locator(".mate:visible").click();
    assertThat(page.locator("textarea[data-mates]").inputValue()).isEqualTo("请看 @王晓岚 ");
    shot(page, "note", width, scheme);
    page.locator("[data-claim] button").click();
    page.locator("#words").waitFor();
    page.locator("summary:has-text('查看原话')").click();
    shot(page, "reveal-form", width, scheme);
    page.locator("input[name=reason]:visible").fill("需要电话核实合作社名称");
    page.locator("button:has-text('查看原话')").click();
    page.locator(".original").waitFor();
    assertThat(page.locator(".original").textContent()).contains("13800138000");
    page.locator(".history summary").first().click();
    shot(page, "revealed", width, scheme);
    page.navigate(office.at("/console/items").toString());
    page.locator(".filter-fold summary").click();
    page.locator("select[name=group]").selectOption("WAITING");
    page.locator("input[type=search]").fill("返乡");
    page.locator(".filters button.primary").click();
    page.locator(".filter-fold summary").click();
    page.locator("input[name=name]").fill("返乡待认领");
    shot(page, "filter", width, scheme);
    page.locator(".keep button").click();
    page.locator(".chip[aria-current]").waitFor();
    shot(page, "filter-kept", width, scheme);
    page.navigate(office.at("/console").toString());
    shot(page, "queue-with-filters", width, scheme);
    page.locator(".chip").first().click();
    page.getByText("返乡创业园").first().waitFor();
    assertThat(chromium.complaints).isEmpty();
    context.close();
  }

  private static Locator.WaitForOptions gone() {
    return new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED);
  }

  @ParameterizedTest(name = "{0} × {1} {2}")
  @DisplayName("网页聊天：问候、选项、来源、未送达提示")
  @CsvSource({"360,740,LIGHT", "1280,860,LIGHT", "360,740,DARK"})
  void chats_on_phones_and_desks(int width, int height, ColorScheme scheme) {
    office.replies =
        said ->
            said.equals("1")
                ? Optional.of(
                    new ChatRoom.Answer(
                        "个人最高 30 万元，小微企业最高 400 万元，期限最长 3 年。\n依据：人力资源社会保障部《创业担保贷款通知》\n详情见 https://www.mohrss.gov.cn/",
                        List.of()))
                : Optional.of(
                    new ChatRoom.Answer(
                        "你想问的是哪一个？回复数字就行：\n1. 创业担保贷款最高能贷多少\n2. 创业补贴怎么申请\n3. 都不是，转人工",
                        List.of(
                            new Choice("1", "创业担保贷款最高能贷多少"),
                            new Choice("2", "创业补贴怎么申请"),
                            new Choice("3", "都不是，转人工"))));
    var context = chromium.person(width, height, scheme);
    var page = context.newPage();
    page.navigate(office.at("/").toString());
    page.locator(".examples .choice").first().waitFor();
    shot(page, "chat-new", width, scheme);
    page.locator("#text").fill("想创业，能贷款吗");
    page.locator("#composer button").click();
    page.locator(".line.bot .number").first().waitFor();
    shot(page, "chat-choices", width, scheme);
    page.locator(".line.bot .choice:has(.number)").first().click();
    page.getByText("个人最高 30 万元").waitFor();
    shot(page, "chat-answer", width, scheme);
    page.reload();
    page.getByText("个人最高 30 万元").waitFor();
    assertThat(page.locator(".line.me").count()).isEqualTo(2);
    assertThat(chromium.complaints).isEmpty();
    context.close();
  }

  private Item busyMorning() {
    office.groups.save(
        new Group(
            new ChannelId("qq-groups"),
            new ConversationId("group-1"),
            "连南青年创业群",
            Town.LIANNAN,
            Group.TriggerMode.MENTION,
            List.of(),
            Group.Standing.JOINED));
    office.now.set(Office.NINE.minus(Duration.ofMinutes(190)));
    office.asks("我在外地打工，公司三个月没发工资了，该找谁", Town.LIANNAN, Duration.ofHours(2), 1);
    var item =
        office.asks(
            "大学毕业回村养蜂，想贷创业担保贷款，但是没有营业执照，只有合作社，能不能申请？要找哪个部门？我的电话 13800138000",
            Town.LIANNAN,
            Duration.ofHours(8),
            2);
    office.now.set(Office.NINE.minus(Duration.ofMinutes(20)));
    office.asks("最近压力特别大，晚上睡不着，不知道跟谁说", Town.YINGDE, Duration.ofMinutes(50), 0);
    office.asks("返乡创业园的入驻条件是什么", Town.LIANNAN, Duration.ofMinutes(90), 2);
    office.now.set(Office.NINE);
    office.loses(item, "已登记，团县委会在明天 10:00 前回复");
    return item;
  }

  private void signIn(Page page, String login) {
    page.locator("input[name=login]").fill(login);
    page.locator("input[name=password]").fill(Office.PASSWORD);
    page.locator("button.primary").click();
    page.locator(".bar").waitFor();
  }

  private static void shot(Page page, String name, int width, ColorScheme scheme) {
    page.screenshot(
        new Page.ScreenshotOptions()
            .setPath(
                SHOTS.resolve(
                    name + "-" + width + (scheme == ColorScheme.DARK ? "-dark" : "") + ".png"))
            .setFullPage(true));
    int wide = (Integer) page.evaluate("document.documentElement.scrollWidth");
    assertThat(wide).as(name + " at " + width).isLessThanOrEqualTo(width);
  }
}
