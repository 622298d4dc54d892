package org.qingsheng.bot.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.GlobalHistogramBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("取件页与转达 · pick-up page and relay")
@Timeout(60)
class PickUpPagesTest {
  private static final Pattern LINK =
      Pattern.compile("https://qingsheng\\.example\\.cn(/q/QS-[0-9-]+\\?k=[1-9a-z]{12})");

  @TempDir Path folder;

  @SuppressWarnings("NullAway.Init") // before each test
  private Office office;

  @BeforeEach
  void open() {
    office = new Office(folder).open();
  }

  @AfterEach
  void close() {
    office.close();
  }

  private static String linkIn(String page) {
    var found = LINK.matcher(page);
    assertThat(found.find()).as(page).isTrue();
    return found.group(1);
  }

  @Test
  @DisplayName("有网址就看得到进展和答复，隐私遮住，不进搜索引擎、不带来路、不缓存")
  void shows_an_item_to_whoever_has_the_link() {
    var item = office.asks("我的电话是13800138000，村里创业有补贴吗", Town.LIANNAN, Duration.ofHours(5), 2);
    try (var wang = Browser.signedIn(office, "wang");
        var anybody = new Browser(office)) {
      var page = "/console/items/" + item.number();
      var link = linkIn(wang.get(page + "/relay").body());

      var waiting = anybody.get(link);
      assertThat(waiting.statusCode()).isEqualTo(200);
      assertThat(waiting.body()).contains("等团干部认领", "创业有补贴吗").doesNotContain("13800138000");
      assertThat(waiting.headers().firstValue("X-Robots-Tag")).contains("noindex, nofollow");
      assertThat(waiting.headers().firstValue("Referrer-Policy")).contains("no-referrer");
      assertThat(waiting.headers().firstValue("Cache-Control")).contains("no-store");

      wang.post(page + "/claim");
      assertThat(anybody.get(link).body()).contains("团干部正在办理");
      wang.post(page + "/answer", "text", "有 <b>，找县人社局，电话13900139000。");
      assertThat(anybody.get(link).body())
          .contains("已答复", "找县人社局", "&lt;b&gt;")
          .doesNotContain("13900139000", "<b>");
    }
  }

  @Test
  @DisplayName("网址错一个字母、别人的密码、没有的编号，都是同一个“打不开”；试十次后要等十分钟")
  void opens_for_nobody_without_the_secret() {
    var item = office.asks("村里创业有补贴吗", Town.LIANNAN, Duration.ofHours(5), 2);
    var other = office.asks("别的问题", Town.LIANNAN, Duration.ofHours(5), 2);
    try (var wang = Browser.signedIn(office, "wang");
        var anybody = new Browser(office)) {
      var link = linkIn(wang.get("/console/items/" + item.number() + "/relay").body());
      var secret = link.substring(link.indexOf('=') + 1);
      var wrong = (secret.charAt(0) == 'a' ? 'b' : 'a') + secret.substring(1);
      var tries =
          new String[] {
            "/q/" + item.number() + "?k=" + wrong,
            "/q/" + item.number(),
            "/q/" + other.number() + "?k=" + secret,
            "/q/QS-990101-0001?k=" + secret,
            "/q/nonsense?k=" + secret
          };
      var first = anybody.get(tries[0]);
      assertThat(first.statusCode()).isEqualTo(404);
      Arrays.stream(tries)
          .skip(1)
          .map(anybody::get)
          .forEach(answer -> {
            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(answer.body()).isEqualTo(first.body()).doesNotContain("创业");
          });
      for (int i = 0; i < 5; i++) {
        anybody.get(tries[0]);
      }

      assertThat(anybody.get(link).statusCode()).isEqualTo(429);
      office.now.set(Office.NINE.plus(Duration.ofMinutes(11)));
      assertThat(anybody.get(link).statusCode()).isEqualTo(200);
    }
  }

  @Test
  @DisplayName("二维码读出来就是取件网址")
  void draws_a_code_that_leads_to_the_page() throws Exception {
    var link = "https://qingsheng.example.cn/q/QS-261120-0001?k=abcdefghjkmn";

    assertThat(read(QrCode.of(link))).isEqualTo(link);
  }

  /** Reads the drawn path as a scanner would: eight pixels a module, four modules around. */
  private static String read(QrCode code) throws Exception {
    int width = (code.side() + 8) * 8;
    var pixels = new int[width * width];
    Arrays.fill(pixels, 0xFFFFFF);
    var run = Pattern.compile("M(\\d+) (\\d+)h(\\d+)v1h-\\d+z").matcher(code.path());
    while (run.find()) {
      int x = (Integer.parseInt(run.group(1)) + 4) * 8;
      int y = (Integer.parseInt(run.group(2)) + 4) * 8;
      for (int row = y; row < y + 8; row++) {
        Arrays.fill(
            pixels, row * width + x, row * width + x + Integer.parseInt(run.group(3)) * 8, 0);
      }
    }
    var source = new RGBLuminanceSource(width, width, pixels);
    return new QRCodeReader()
        .decode(new BinaryBitmap(new GlobalHistogramBinarizer(source)))
        .getText();
  }

  @Test
  @DisplayName("有了答复才能转达；一点就有现成的话，转达记在条目里，话里没有问题原文")
  void passes_an_answer_on_and_records_it() {
    var item = office.asks("我家的事", Town.LIANNAN, Duration.ofHours(5), 2);
    try (var wang = Browser.signedIn(office, "wang")) {
      var page = "/console/items/" + item.number();
      wang.post(page + "/claim");
      assertThat(wang.post(page + "/relay").statusCode()).isEqualTo(422);
      wang.post(page + "/answer", "text", "周一上午来团委。");

      var relay = wang.get(page + "/relay").body();
      assertThat(relay)
          .contains("提问编号 " + item.number(), "周一上午来团委。", "data-copies")
          .doesNotContain("我家的事");
      assertThat(wang.post(page + "/relay").statusCode()).isEqualTo(303);
      assertThat(wang.get(page).body()).contains("王晓岚 已把答复转达给提问人");
      assertThat(URI.create(linkIn(relay)).getPath()).isEqualTo("/q/" + item.number());
    }
  }
}
