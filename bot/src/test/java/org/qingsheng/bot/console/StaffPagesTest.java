package org.qingsheng.bot.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.qingsheng.adapters.AskerId;
import org.qingsheng.bot.cadres.Binding;
import org.qingsheng.bot.people.Scope;

@DisplayName("绑定企业微信和地区二维码的页面 · binding and codes")
@Timeout(120)
class StaffPagesTest {
  private static final Pattern CODE = Pattern.compile("绑定 (\\d{8})");

  @TempDir Path folder;
  private Office office;

  @BeforeEach
  void open() {
    office = new Office(folder).open();
  }

  @AfterEach
  void close() {
    office.close();
  }

  @Test
  @DisplayName("取绑定码：八位数字、不留缓存、用它绑得上；页面写明绑定的是谁，可以自己解除")
  void shows_a_code_that_binds() {
    try (var wang = Browser.signedIn(office, "wang")) {
      assertThat(wang.get("/console/binding").body()).contains("没有绑定", "取一个绑定码");
      var answer = wang.post("/console/binding/code");
      var code = CODE.matcher(answer.body());
      assertThat(code.find()).isTrue();
      assertThat(answer.headers().firstValue("Cache-Control").orElse("")).contains("no-store");

      assertThat(office.binding.redeem(Office.STAFF_CHANNEL, new AskerId("wx"), code.group(1)))
          .isInstanceOf(Binding.Outcome.Bound.class);
      assertThat(wang.get("/console/binding").body()).contains("已绑定企业微信账号").contains("wx");
      wang.post("/console/binding/end", "channel", "wecom-app");
      assertThat(wang.get("/console/binding").body()).contains("没有绑定");
    }
  }

  @Test
  @DisplayName("管理员在人员页绑定和解除；写错的留在页上说明白，没有的渠道不行")
  void lets_an_administrator_bind() {
    try (var admin = Browser.signedIn(office, "admin")) {
      var page = "/console/people/wang";
      assertThat(admin.get(page).body()).contains("没有绑定");
      assertThat(admin.post(page + "/binding", "channel", "wecom-app", "member", "张 三").body())
          .contains("应为企业微信通讯录里的账号");
      assertThat(admin.post(page + "/binding", "channel", "none", "member", "wx").statusCode())
          .isEqualTo(422);
      assertThat(admin.post(page + "/binding", "channel", "wecom-app", "member", "wx").statusCode())
          .isEqualTo(303);
      assertThat(office.binding.member(Office.STAFF_CHANNEL, office.wang))
          .contains(new AskerId("wx"));
      assertThat(admin.get(page).body()).contains("已绑定 wx");
      admin.post(page + "/binding", "channel", "wecom-app", "member", "");
      assertThat(office.binding.member(Office.STAFF_CHANNEL, office.wang)).isEmpty();
    }
  }

  @Test
  @DisplayName("做地区二维码：写明贴在哪里和地区，做好就在页上；平台不给做的原因留在页上")
  void makes_a_code_for_a_county() {
    try (var admin = Browser.signedIn(office, "admin")) {
      admin.get("/console/codes");
      var made =
          admin.post(
              "/console/codes",
              "label",
              "<b>某中学</b>团委群",
              "region",
              Town.LIANNAN.value(),
              "channel",
              "wechat-main");
      assertThat(made.statusCode()).isEqualTo(303);
      assertThat(admin.get("/console/codes").body())
          .contains("&lt;b&gt;某中学", "http://weixin.qq.com/q/s-")
          .doesNotContain("<b>某中学");
      var code = office.codes.list(Scope.ALL).getFirst();
      assertThat(code.region()).isEqualTo(Town.LIANNAN);

      office.codeMaker.refuses = "微信回复 48001：公众号没有这项权限";
      assertThat(
              admin
                  .post(
                      "/console/codes",
                      "label",
                      "群",
                      "region",
                      Town.LIANNAN.value(),
                      "channel",
                      "wechat-main")
                  .body())
          .contains("48001");
      assertThat(admin.post("/console/codes", "label", "", "region", "", "channel", "").body())
          .contains("请写贴在哪里");
      assertThat(office.codes.list(Scope.ALL)).hasSize(1);
    }
  }
}
