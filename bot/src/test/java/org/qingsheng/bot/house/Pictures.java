package org.qingsheng.bot.house;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ReducedMotion;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Takes the pictures of the README and the manual from a running server with a fresh data folder
 * and {@code organisation: {name: 共青团连南县委, region: 441826}}.
 *
 * <p>Run with the class path of the tests: {@code java -cp … org.qingsheng.bot.house.Pictures
 * ADDRESS ADMIN_PASSWORD FOLDER}. The browser is {@code /usr/bin/chromium} or what {@code CHROMIUM}
 * names.
 */
final class Pictures implements AutoCloseable {
  private static final int PHONE = 360;
  private static final int DESK = 1200;
  private static final String CADRE = "wang";
  private static final String ASKED = "创业担保贷款个人最高能贷多少";

  private final Playwright playwright =
      Playwright.create(
          new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
  private final Browser browser =
      playwright
          .chromium()
          .launch(
              new LaunchOptions()
                  .setExecutablePath(
                      Path.of(System.getenv().getOrDefault("CHROMIUM", "/usr/bin/chromium")))
                  .setArgs(List.of("--no-sandbox", "--disable-dev-shm-usage", "--lang=zh-CN")));
  private final String address;
  private final String password;
  private final Path folder;

  private Pictures(String address, String password, Path folder) {
    this.address = address;
    this.password = password;
    this.folder = folder;
  }

  public static void main(String[] args) {
    try (var pictures = new Pictures(args[0], args[1], Path.of(args[2]))) {
      pictures.chat();
      pictures.desk();
      pictures.knowledge();
    }
  }

  private void chat() {
    var phone = person(PHONE);
    phone.navigate(address);
    says(phone, ASKED, "30万元");
    shot(phone, "chat");
    for (var said :
        List.of(
            "转人工 我在外地打工，公司三个月没发工资了，该找谁",
            "转人工 大学毕业回村养蜂，只有合作社没有营业执照，能不能申请创业担保贷款",
            "转人工 返乡创业园的入驻条件是什么")) {
      says(person(PHONE), said, "编号 QS-");
    }
  }

  private void says(Page page, String words, String awaited) {
    page.navigate(address);
    page.locator("#text").fill(words);
    page.locator("#composer button").click();
    page.locator(".line.bot", new Page.LocatorOptions().setHasText(awaited)).last().waitFor();
  }

  private void desk() {
    var admin = signedIn(DESK, "admin");
    admin.navigate(address + "/console/people/new");
    admin.locator("input[name=login]").fill(CADRE);
    admin.locator("input[name=password]").fill(password);
    admin.locator("input[name=name]").fill("王老师");
    admin.locator("input[name=region]").fill("441826");
    admin.locator("input[name=roles][value=CADRE]").check();
    admin.locator("form.panel button.primary").click();
    admin.locator(".card-question", new Page.LocatorOptions().setHasText("王老师")).waitFor();

    var page = signedIn(PHONE, CADRE);
    page.locator(".card").first().waitFor();
    shot(page, "queue");
    page.locator(".card-link", new Page.LocatorOptions().setHasText("养蜂")).first().click();
    page.locator("[data-claim] button").click();
    page.locator("#words").waitFor();
    page.locator("#words").fill("合作社成员可以按个人申请。带身份证和合作社证明到县就业服务中心二楼窗口办理，咨询电话 12333。");
    shot(page, "answer");
    page.evaluate("window.scrollTo(0, 0)");
    shot(page, "item");
    page.locator("#answer button.primary").click();
    page.locator(".state", new Page.LocatorOptions().setHasText("已办结")).first().waitFor();
  }

  private void knowledge() {
    var page = signedIn(DESK, "admin");
    page.navigate(address + "/console/entries");
    shot(page, "entries");
    page.navigate(address + "/console/hit-test");
    page.locator("textarea[name=question]").fill(ASKED);
    page.locator("form.panel button.primary").click();
    page.locator(".candidate").first().waitFor();
    shot(page, "hit-test");
    page.navigate(address + "/console/ledger");
    shot(page, "ledger");
  }

  private Page person(int width) {
    var options =
        new NewContextOptions()
            .setViewportSize(width, width == PHONE ? 740 : 800)
            .setDeviceScaleFactor(width == PHONE ? 1.4 : 1)
            .setLocale("zh-CN")
            .setReducedMotion(ReducedMotion.REDUCE)
            .setTimezoneId("Asia/Shanghai");
    return browser.newContext(options).newPage();
  }

  private Page signedIn(int width, String login) {
    var page = person(width);
    page.navigate(address + "/console/login");
    page.locator("input[name=login]").fill(login);
    page.locator("input[name=password]").fill(password);
    page.locator("button.primary").click();
    page.locator(".bar").waitFor();
    return page;
  }

  private void shot(Page page, String name) {
    page.screenshot(new Page.ScreenshotOptions().setPath(folder.resolve(name + ".png")));
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
