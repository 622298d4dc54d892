package org.qingsheng.bot.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.qingsheng.bot.ledger.ItemState;

@DisplayName("待办与办理 · queue and item")
@Timeout(60)
class DeskPagesTest {
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
  @DisplayName("读、认领、答复三步完成，答复进入台账并待送达")
  void reads_claims_and_answers_in_three_taps() {
    var item = office.asks("村里创业有补贴吗", Town.LIANNAN, Duration.ofHours(5), 2);
    try (var wang = Browser.signedIn(office, "wang")) {
      var page = "/console/items/" + item.number();
      assertThat(wang.get("/console").body()).contains("村里创业有补贴吗", "清远市连南县", "剩 5 小时");

      var claimed = wang.post(page + "/claim");
      var work = wang.get(claimed.headers().firstValue("Location").orElseThrow()).body();
      var answered = wang.post(page + "/answer", "text", "有，找县人社局。", "keep", "1");

      assertThat(claimed.statusCode()).isEqualTo(303);
      assertThat(work).contains("发送答复", "存入知识库草稿", "创业担保贷款最高能贷多少", "插入答复", "提问人 Q-");
      assertThat(answered.statusCode()).isEqualTo(303);
      assertThat(office.now(item).state()).isEqualTo(ItemState.DELIVERING);
      assertThat(office.now(item).answer()).contains("有，找县人社局。");
    }
  }

  @Test
  @DisplayName("两人同时认领，后一个被告知是谁认领的")
  void tells_the_second_who_claimed_first() {
    var item = office.asks("问题", Town.LIANNAN, Duration.ofHours(5), 2);
    try (var wang = Browser.signedIn(office, "wang");
        var li = Browser.signedIn(office, "li")) {
      wang.post("/console/items/" + item.number() + "/claim");

      var second = li.post("/console/items/" + item.number() + "/claim");

      assertThat(second.statusCode()).isEqualTo(409);
      assertThat(second.body()).contains("王晓岚认领");
    }
  }

  @Test
  @DisplayName("已答复的条目再答复会被拒绝，并显示与已发出答复的差别")
  void shows_the_difference_to_what_was_sent() {
    var item = office.asks("问题", Town.LIANNAN, Duration.ofHours(5), 2);
    try (var wang = Browser.signedIn(office, "wang")) {
      var page = "/console/items/" + item.number();
      wang.post(page + "/claim");
      wang.post(page + "/answer", "text", "请到县人社局办理");

      var second = wang.post(page + "/answer", "text", "请到市人社局办理");

      assertThat(second.statusCode()).isEqualTo(409);
      assertThat(second.body()).contains("已经答复过了", "请到<del>县</del><ins>市</ins>人社局办理");
    }
  }

  @Test
  @DisplayName("退回、转办、备注都要写明内容，备注显示为不会发出")
  void gives_back_passes_on_and_notes() {
    var item = office.asks("问题", Town.LIANNAN, Duration.ofHours(5), 2);
    try (var li = Browser.signedIn(office, "li")) {
      var page = "/console/items/" + item.number();
      li.post(page + "/claim");

      assertThat(li.post(page + "/release", "reason", " ").statusCode()).isEqualTo(422);
      li.post(page + "/note", "text", "已电话问过人社局");
      assertThat(li.get(page).body()).contains("不会发出", "已电话问过人社局");
      assertThat(li.post(page + "/transfer", "to", "", "region", "", "reason", "x").body())
          .contains("请选择转给谁");
      li.post(page + "/transfer", "region", "441881 清远市英德市", "reason", "提问人在英德");
      assertThat(office.now(item).region()).isEqualTo(Town.YINGDE);
      assertThat(office.now(item).state()).isEqualTo(ItemState.WAITING);
      assertThat(li.get(page).body()).contains("转办给 清远市英德市", "提问人在英德");
    }
  }

  @Test
  @DisplayName("每个标签上的数字等于列表的条数")
  void counts_equal_the_lists() {
    for (int i = 0; i < 7; i++) {
      office.asks("问题" + i, Town.LIANNAN, Duration.ofHours(i), 2);
    }
    office.now.set(Office.NINE.plus(Duration.ofMinutes(90)));
    try (var wang = Browser.signedIn(office, "wang")) {
      for (var key : QueuePages.keys()) {
        var body = wang.get("/console?tab=" + key).body();

        var count =
            Pattern.compile("tab=" + key + "\"[^>]*>[^<]*<b class=\"count\">(\\d+)").matcher(body);
        assertThat(count.find()).isTrue();
        assertThat(body.split("class=\"card\"").length - 1)
            .as(key)
            .isEqualTo(Integer.parseInt(count.group(1)));
      }
      assertThat(wang.get("/console?tab=overdue").body()).contains("已超时 <b class=\"count\">2</b>");
      assertThat(wang.get("/console?tab=soon").body()).contains("即将超时 <b class=\"count\">2</b>");
    }
  }

  @Test
  @DisplayName("别的地区的条目看不到，也不能办理")
  void keeps_other_regions_out_of_sight() {
    var item = office.asks("连南的问题", Town.LIANNAN, Duration.ofHours(5), 2);
    try (var chen = Browser.signedIn(office, "chen")) {
      var page = "/console/items/" + item.number();

      assertThat(chen.get("/console").body()).doesNotContain("连南的问题");
      assertThat(chen.get(page).statusCode()).isEqualTo(404);
      assertThat(chen.get(page + "/now").statusCode()).isEqualTo(404);
      assertThat(chen.post(page + "/claim").statusCode()).isEqualTo(404);
      assertThat(office.now(item).state()).isEqualTo(ItemState.WAITING);
    }
  }
}
