package org.qingsheng.bot.console;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A real browser. What scripts complain about, and what the content policy stops, is kept. */
public final class Chromium implements AutoCloseable {
  private final Playwright playwright =
      Playwright.create(
          new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
  private final com.microsoft.playwright.Browser browser =
      playwright
          .chromium()
          .launch(
              new BrowserType.LaunchOptions()
                  .setExecutablePath(executable())
                  .setArgs(
                      List.of(
                          "--no-sandbox",
                          "--disable-dev-shm-usage",
                          "--disable-gpu",
                          "--disable-background-networking")));
  public final List<String> complaints = new CopyOnWriteArrayList<>();

  private static Path executable() {
    var path = Path.of(System.getenv().getOrDefault("CHROMIUM", "/usr/bin/chromium"));
    if (!Files.isExecutable(path)) {
      throw new AssertionError(
          "这些测试要用 Chromium，没有找到 %s：请安装 chromium 和 fonts-noto-cjk，或用环境变量 CHROMIUM 指出它在哪里"
              .formatted(path));
    }
    return path;
  }

  /** Somebody with a window of this size, alone with their cookies. */
  public BrowserContext person(int width, int height, ColorScheme scheme) {
    var context =
        browser.newContext(
            new NewContextOptions()
                .setViewportSize(width, height)
                .setLocale("zh-CN")
                .setTimezoneId("Asia/Shanghai")
                .setColorScheme(scheme)
                .setReducedMotion(ReducedMotion.REDUCE)
                .setHasTouch(width < 700));
    context.setDefaultTimeout(10_000);
    context.onPage(this::listen);
    return context;
  }

  private void listen(Page page) {
    page.onConsoleMessage(message -> {
      if (message.type().equals("error") || message.text().contains("Content Security Policy")) {
        complaints.add(page.url() + ": " + message.text());
      }
    });
    page.onPageError(error -> complaints.add(page.url() + ": " + error));
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
