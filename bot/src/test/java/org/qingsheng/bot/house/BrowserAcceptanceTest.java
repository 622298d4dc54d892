package org.qingsheng.bot.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.qingsheng.bot.console.Chromium;
import org.qingsheng.bot.people.Role;

@DisplayName("浏览器里走一遍 · the whole way in a real browser")
@Tag("browser")
@Timeout(180)
class BrowserAcceptanceTest {
  @TempDir Path folder;

  @Test
  @DisplayName("聊天页答出金额、文号、时效和地区；转人工后团干在 360 像素宽的手机上三下点完，青年的页面自己显示答复")
  void asks_on_one_phone_and_is_answered_from_another() {
    try (var running = RunningServer.withOneBot(folder, WalkingClock.atNine());
        var chromium = new Chromium()) {
      running.hire("jia", Role.CADRE);
      var youth = chromium.person(390, 780, ColorScheme.LIGHT).newPage();
      youth.navigate(running.at("/").toString());

      says(youth, "创业担保贷款个人最高能贷多少");
      var reply = youth.locator(".line.bot").filter(having("30万元"));
      reply.first().waitFor();
      assertThat(reply.first().innerText()).contains("30万元", "财金〔2023〕75号", "2023-10-01", "全国");

      says(youth, "转人工 村里篮球场晚上几点关灯");
      youth.locator(".line.bot").filter(having("QS-261120-")).first().waitFor();

      var cadre = signedIn(running, chromium);
      cadre.getByText("村里篮球场晚上几点关灯").first().click();
      cadre.locator("[data-claim] button").click();
      cadre.locator("#words").fill("晚上九点半关灯，周末延长到十点。");
      assertThat(wide(cadre)).isLessThanOrEqualTo(360);
      cadre.locator("#answer button.big").click();

      var answer = youth.locator(".line.bot").filter(having("九点半关灯"));
      answer.first().waitFor();
      assertThat(answer.count()).isEqualTo(1);
      assertThat(wide(youth)).isLessThanOrEqualTo(390);
      assertThat(chromium.complaints).isEmpty();
    }
  }

  @Test
  @DisplayName("第一句就要选编号：先是“你是不是想问”，接着按钮，机器人自我介绍在按钮后面")
  void introduces_itself_after_the_choices() {
    try (var running = RunningServer.withOneBot(folder, WalkingClock.atNine());
        var chromium = new Chromium()) {
      var youth = chromium.person(360, 740, ColorScheme.LIGHT).newPage();
      youth.navigate(running.at("/").toString());

      says(youth, "助学贷款");
      var reply = youth.locator(".line.bot").filter(having("我是机器人")).first();
      reply.waitFor();

      assertThat(reply.evaluate("e => [...e.children].map(c => c.className).join(' ')"))
          .isEqualTo("bubble choices bubble meta");
      assertThat(reply.locator(".bubble").first().innerText())
          .contains("你是不是想问")
          .doesNotContain("我是机器人", "1.");
      assertThat(reply.locator(".choice").last().innerText()).contains("都不是");
      assertThat(reply.locator(".bubble").last().innerText()).contains("我是机器人", "回复“人工”");
      assertThat(wide(youth)).isLessThanOrEqualTo(360);
      assertThat(chromium.complaints).isEmpty();
    }
  }

  private static Page signedIn(RunningServer running, Chromium chromium) {
    var page = chromium.person(360, 740, ColorScheme.LIGHT).newPage();
    page.navigate(running.at("/console").toString());
    page.locator("input[name=login]").fill("jia");
    page.locator("input[name=password]").fill(RunningServer.STAFF_PASSWORD);
    page.locator("button.primary").click();
    page.locator(".bar").waitFor();
    return page;
  }

  private static void says(Page page, String text) {
    page.locator("#text").fill(text);
    page.locator("#composer button").click();
  }

  private static Locator.FilterOptions having(String text) {
    return new Locator.FilterOptions().setHasText(text);
  }

  private static int wide(Page page) {
    return (Integer) page.evaluate("document.documentElement.scrollWidth");
  }
}
