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

  @Test
  @DisplayName("没人认领超过 30 个工作分钟，出现在“认领超时”，卡片写明超了多久；认领后就没有了")
  void shows_what_nobody_claimed_in_time() {
    var item = office.asks("没人接的问题", Town.LIANNAN, Duration.ofHours(5), 2);
    office.now.set(Office.NINE.plus(Duration.ofMinutes(29)));
    try (var li = Browser.signedIn(office, "li")) {
      assertThat(li.get("/console?tab=unclaimed").body()).doesNotContain("没人接的问题");

      office.now.set(Office.NINE.plus(Duration.ofMinutes(42)));

      assertThat(li.get("/console?tab=unclaimed").body()).contains("没人接的问题", "认领超时 12 分钟");
      li.post("/console/items/" + item.number() + "/claim");
      assertThat(li.get("/console?tab=unclaimed").body()).contains("认领超时 <b class=\"count\">0</b>");
    }
  }

  @Test
  @DisplayName("本单位：本地区的，和本单位的人认领的；上级还看得到下级的，但不算本单位")
  void shows_what_the_unit_works_on() {
    office.asks("连南的问题", Town.LIANNAN, Duration.ofHours(5), 2);
    office.asks("清远的问题", Town.QINGYUAN, Duration.ofHours(5), 2);
    var taken = office.asks("英德的问题", Town.YINGDE, Duration.ofHours(5), 2);
    try (var li = Browser.signedIn(office, "li")) {
      li.post("/console/items/" + taken.number() + "/claim");

      assertThat(li.get("/console?tab=unit").body())
          .contains("清远的问题", "英德的问题")
          .doesNotContain("连南的问题");
    }
  }

  @Test
  @DisplayName("@同事：对方的“提到我”里有未读记号，点“知道了”才算看过")
  void mentions_a_colleague() {
    var item = office.asks("村里创业有补贴吗", Town.LIANNAN, Duration.ofHours(5), 2);
    var page = "/console/items/" + item.number();
    try (var wang = Browser.signedIn(office, "wang");
        var li = Browser.signedIn(office, "li")) {
      assertThat(wang.get(page).body())
          .contains("data-mate=\"李一鸣\"")
          .doesNotContain("data-mate=\"陈安\"", "data-mate=\"王晓岚\"");
      wang.post(page + "/note", "text", "@李一鸣 市里有没有文件？");

      assertThat(li.get("/console?tab=mentioned").body())
          .contains("村里创业有补贴吗", "提到你，未读", "提到我 <b class=\"count\">1</b>");
      assertThat(li.get(page).body()).contains("王晓岚 今天 09:00 在备注里提到了你", "知道了", "，提到 李一鸣");
      li.post(page + "/mention");
      assertThat(li.get(page).body()).doesNotContain("在备注里提到了你");
      assertThat(li.get("/console?tab=mentioned").body())
          .contains("村里创业有补贴吗")
          .doesNotContain("提到你，未读");
    }
  }

  @Test
  @DisplayName("电话默认打码；承办人写明原因看到原话，经过里留下记录，别人看不到原话也看不到入口")
  void reveals_the_original_words() {
    var item = office.asks("欠薪，请打 13800138000", Town.LIANNAN, Duration.ofHours(5), 2);
    var page = "/console/items/" + item.number();
    try (var wang = Browser.signedIn(office, "wang");
        var li = Browser.signedIn(office, "li");
        var leader = Browser.signedIn(office, "leader")) {
      assertThat(wang.get(page).body()).doesNotContain("13800138000", "查看原话");
      assertThat(wang.post(page + "/original", "reason", "需要电话核实").statusCode()).isEqualTo(403);
      wang.post(page + "/claim");
      assertThat(wang.get(page).body()).contains("查看原话").doesNotContain("13800138000");
      assertThat(wang.post(page + "/original", "reason", "看看").statusCode()).isEqualTo(422);
      assertThat(leader.post(page + "/original", "reason", "需要电话核实").statusCode()).isEqualTo(403);

      wang.post(page + "/original", "reason", "需要电话核实");

      assertThat(wang.get(page + "/now").body()).contains("13800138000", "今天 09:15 自动收起");
      assertThat(li.get(page).body())
          .doesNotContain("13800138000")
          .contains("王晓岚 查看了原话", "原因：需要电话核实");
      office.now.set(Office.NINE.plus(Duration.ofMinutes(15)));
      assertThat(wang.get(page + "/now").body()).doesNotContain("13800138000");
    }
  }

  @Test
  @DisplayName("筛选起个名字存下来，在条目页和待办页都点得到，条数等于列表；各人的只有自己看得到，可以删掉")
  void keeps_filters() {
    office.asks("英德的补贴", Town.YINGDE, Duration.ofHours(5), 2);
    office.asks("连南的补贴", Town.LIANNAN, Duration.ofHours(5), 2);
    office.asks("连南的 100% 档案", Town.LIANNAN, Duration.ofHours(5), 2);
    try (var li = Browser.signedIn(office, "li");
        var wang = Browser.signedIn(office, "wang")) {
      var chosen =
          li.get("/console/items?group=WAITING&region=441826&text=%E8%A1%A5%E8%B4%B4").body();
      assertThat(chosen).contains("待认领 <b class=\"count\">1</b>", "连南的补贴");
      assertThat(chosen).doesNotContain("英德的补贴");

      var kept =
          li.post(
              "/console/filters",
              "name",
              "连南补贴",
              "group",
              "WAITING",
              "region",
              "441826 清远市连南县",
              "channel",
              "qq-groups",
              "topic",
              "",
              "text",
              "补贴");

      var address = kept.headers().firstValue("Location").orElseThrow();
      assertThat(li.get("/console").body()).contains("href=\"" + address + "\">连南补贴");
      assertThat(li.get(address).body())
          .contains("连南补贴 <b class=\"count\">1</b>", "连南的补贴", "不限时间")
          .doesNotContain("英德的补贴", "档案");
      assertThat(wang.get("/console").body()).doesNotContain("连南补贴");
      assertThat(wang.get(address).body()).doesNotContain("连南补贴");
      wang.post(address.replace("items?filter=", "filters/") + "/drop");
      assertThat(li.get("/console").body()).contains("连南补贴");
      li.post(address.replace("items?filter=", "filters/") + "/drop");
      assertThat(li.get("/console").body()).doesNotContain("连南补贴");
    }
  }

  @Test
  @DisplayName("筛选没有名字、没有条件、地区不存在，都说得清楚")
  void explains_what_is_wrong_with_a_filter() {
    try (var li = Browser.signedIn(office, "li")) {
      li.get("/console/items");
      assertThat(li.post("/console/filters", "name", " ", "text", "补贴").body())
          .contains("请给筛选起个名字");
      assertThat(li.post("/console/filters", "name", "空").body()).contains("还没有选任何条件");
      assertThat(li.post("/console/filters", "name", "甲", "region", "不存在县").body())
          .contains("没有找到");
      assertThat(li.get("/console/items?group=SLEEPING").statusCode()).isEqualTo(422);
    }
  }
}
