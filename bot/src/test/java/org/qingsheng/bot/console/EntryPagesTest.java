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

@DisplayName("知识维护页面 · entry pages")
@Timeout(60)
class EntryPagesTest {
  private static final Pattern SEEN = Pattern.compile("name=\"seen\" value=\"([^\"]+)\"");

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
  @DisplayName("起草、提交、别人审核发布；自己看不到审核按钮")
  void drafts_submits_and_publishes() {
    try (var editor = Browser.signedIn(office, "editor");
        var reviewer = Browser.signedIn(office, "reviewer")) {
      var drafted =
          editor.post(
              "/console/entries",
              "id",
              "youth-flat",
              "question",
              "青年驿站可以免费住几天",
              "similar",
              "青年驿站能住多久\n驿站住几晚",
              "answer",
              "七天，带毕业证和身份证。",
              "kind",
              "GUIDE",
              "topic",
              "住房",
              "region",
              "441800 清远市",
              "office",
              "团市委",
              "checkedOn",
              "2026-11-01");
      var mine = editor.get(drafted.headers().firstValue("Location").orElseThrow()).body();
      editor.post("/console/entries/youth-flat/1/submit", "seen", seen(mine));
      var inReview = reviewer.get("/console/entries/youth-flat").body();
      var published =
          reviewer.post("/console/entries/youth-flat/1/approve", "seen", seen(inReview));

      assertThat(drafted.statusCode()).isEqualTo(303);
      assertThat(mine).contains("驿站住几晚", "提交审核").doesNotContain("审核通过并发布");
      assertThat(inReview).contains("审核通过并发布", "退回修改");
      assertThat(published.statusCode()).isEqualTo(303);
      assertThat(reviewer.get("/console/entries/youth-flat").body()).contains("已发布", "下架");
    }
  }

  @Test
  @DisplayName("填错的字段各自说明，写好的内容都还在")
  void names_the_field_and_keeps_the_words() {
    try (var editor = Browser.signedIn(office, "editor")) {
      var answer =
          editor.post(
              "/console/entries",
              "question",
              "青年驿站可以免费住几天",
              "answer",
              "七天",
              "region",
              "不存在的地方",
              "checkedOn",
              "2026-11-01");

      assertThat(answer.statusCode()).isEqualTo(422);
      assertThat(answer.body()).contains("没有找到“不存在的地方”", "青年驿站可以免费住几天", "七天");
    }
  }

  private static String seen(String page) {
    var found = SEEN.matcher(page);
    assertThat(found.find()).isTrue();
    return found.group(1);
  }
}
