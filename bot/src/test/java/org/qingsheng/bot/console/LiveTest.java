package org.qingsheng.bot.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("实时更新与手机使用 · live pages on a phone")
@Tag("browser")
@Timeout(120)
class LiveTest {
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

  @Test
  @DisplayName("新条目自己出现在待办里，同事在看、在写、已认领都看得见，草稿不丢")
  void shows_what_colleagues_do() {
    var wang = signedIn("wang");
    var li = signedIn("li");
    wang.navigate(office.at("/console").toString());

    var item = office.asks("刚刚提出的问题", Town.LIANNAN, Duration.ofHours(5), 2);
    wang.getByText("刚刚提出的问题").waitFor();
    var page = office.at("/console/items/" + item.number()).toString();
    li.navigate(page);
    wang.navigate(page);
    li.getByText("王晓岚 也在看").waitFor();
    wang.locator("[data-claim] button").click();
    wang.locator("#words").fill("写到一半的答复");
    li.getByText("王晓岚 正在写答复").waitFor();
    li.getByText("王晓岚 办理").first().waitFor();
    wang.reload();

    assertThat(wang.locator("#words").inputValue()).isEqualTo("写到一半的答复");
    wang.locator("#answer button.big").click();
    li.getByText("答复待送达").first().waitFor();
    assertThat(office.now(item).answer()).contains("写到一半的答复");
    assertThat(chromium.complaints).isEmpty();
  }

  @Test
  @DisplayName("输入法选词时的回车不会发出，选完再回车才发出")
  void never_sends_while_composing() {
    office.replies = _ -> Optional.empty();
    var page = chromium.person(360, 740, ColorScheme.LIGHT).newPage();
    page.navigate(office.at("/").toString());
    page.locator("#text").fill("档案");

    page.evaluate(
        "document.getElementById('text').dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter',"
            + " isComposing: true, bubbles: true, cancelable: true}))");
    int composing = page.locator(".line.me").count();
    page.locator("#text").press("Enter");
    page.locator(".line.me:not(.pending)").waitFor();

    assertThat(composing).isEqualTo(0);
    assertThat(page.locator(".line.me").count()).isEqualTo(1);
  }

  @Test
  @DisplayName("每个主要页面连同脚本、样式不到 200 kB")
  void weighs_less_than_200_kilobytes() {
    for (int i = 0; i < 30; i++) {
      office.asks("问题".repeat(60) + i, Town.LIANNAN, Duration.ofHours(5), 2);
    }
    var page = signedIn("admin");
    for (var path : new String[] {"/", "/console", "/console/entries", "/console/ledger"}) {
      var fresh = page.context().newPage();
      var weight = new AtomicLong();
      fresh.onResponse(response -> {
        if (!response.url().endsWith("/live") && !response.url().endsWith("/stream")) {
          weight.addAndGet(response.body().length);
        }
      });
      fresh.navigate(office.at(path).toString());
      fresh.waitForLoadState();
      assertThat(weight.get()).as(path).isBetween(1_000L, 200_000L);
      fresh.close();
    }
  }

  private Page signedIn(String login) {
    var page = chromium.person(360, 740, ColorScheme.LIGHT).newPage();
    page.navigate(office.at("/console/login").toString());
    page.locator("input[name=login]").fill(login);
    page.locator("input[name=password]").fill(Office.PASSWORD);
    page.locator("button.primary").click();
    page.locator(".bar").waitFor();
    return page;
  }
}
