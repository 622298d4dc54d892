package org.qingsheng.bot.dialogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.qingsheng.bot.people.CsvRegions;
import org.qingsheng.knowledge.Entry;
import org.qingsheng.knowledge.exchange.EntryFiles;

@DisplayName("答复的样子 · answers")
class AnswersTest {
  private static final Path CONFIG =
      Path.of(System.getProperty("qingsheng.root")).resolve("config");

  private static Answers answers() throws IOException {
    return new Answers(
        Wording.load(CONFIG.resolve("wording.yaml")),
        CsvRegions.read(CONFIG.resolve("regions.csv")),
        300);
  }

  private static List<Entry> shipped() throws IOException {
    return EntryFiles.readFolder(CONFIG.resolve("knowledge")).orThrow();
  }

  @Test
  @DisplayName("附带的每一条：第一条消息不超过 300 字、2048 字节，后面的每条也不超过 300 字")
  void every_shipped_entry_fits_its_messages() throws IOException {
    var answers = answers();
    var softly = new SoftAssertions();
    for (var entry : shipped()) {
      for (var parts : List.of(answers.of(entry, 0), answers.official(entry))) {
        softly
            .assertThat(Answers.length(parts.first()))
            .as("%s", entry.id())
            .isLessThanOrEqualTo(300);
        softly
            .assertThat(parts.first().getBytes(StandardCharsets.UTF_8).length)
            .as("%s", entry.id())
            .isLessThanOrEqualTo(2048);
        parts
            .rest()
            .forEach(part ->
                softly
                    .assertThat(Answers.length(part))
                    .as("%s", entry.id())
                    .isLessThanOrEqualTo(300));
      }
      softly
          .assertThat(1 + answers.of(entry, 0).rest().size())
          .as("parts of %s", entry.id())
          .isLessThanOrEqualTo(3);
    }
    softly.assertAll();
  }

  @Test
  @DisplayName("附带的每条政策：第一条消息里就有发文机关、文号、日期和适用地区")
  void every_shipped_policy_names_its_source_in_the_first_message() throws IOException {
    var answers = answers();
    var regions = CsvRegions.read(CONFIG.resolve("regions.csv"));
    var softly = new SoftAssertions();
    var policies = shipped().stream().filter(entry -> entry.kind() == Entry.Kind.POLICY).toList();
    assertThat(policies).hasSizeGreaterThan(50);
    for (var entry : policies) {
      var source = entry.sources().getFirst();
      softly
          .assertThat(answers.of(entry, 0).first())
          .as("%s", entry.id())
          .contains(
              source.issuer(),
              source.number(),
              source.date().toString(),
              "适用：" + regions.name(entry.region()));
    }
    softly.assertAll();
  }

  @Test
  @DisplayName("首次见面要附上机器人说明：附带的每一条连说明一起仍在 300 字内，依据也还在第一条里")
  void a_first_answer_leaves_room_for_the_notice() throws IOException {
    var answers = answers();
    var softly = new SoftAssertions();
    for (var entry : shipped()) {
      var first = answers.of(entry, 70).first();
      softly.assertThat(Answers.length(first)).as("%s", entry.id()).isLessThanOrEqualTo(230);
      if (entry.kind() == Entry.Kind.POLICY) {
        softly.assertThat(first).as("%s", entry.id()).contains(entry.sources().getFirst().number());
      }
    }
    softly.assertAll();
  }

  @Test
  @DisplayName("分几条发时，合起来就是整个答案，一字不少")
  void nothing_is_lost_between_parts() throws IOException {
    var answers = answers();
    for (var entry : shipped()) {
      var parts = answers.of(entry, 0);
      var all = flat(parts.first()) + flat(String.join("", parts.rest()));
      for (var sentence : entry.answer().split("[。；\\n]")) {
        assertThat(all).as("%s", entry.id()).contains(flat(sentence));
      }
    }
  }

  private static String flat(String text) {
    return text.replaceAll("\\s", "");
  }

  @Test
  @DisplayName("团干部的答复开头有编号和单位，一字不改；多长一条由渠道定")
  void staff_answers_are_signed() throws IOException {
    var long2000 = "请带身份证到窗口办理，三个工作日内办结。".repeat(100);

    var said = answers().staff("QS-261120-0001", "团县委", long2000);

    assertThat(said).startsWith("关于 QS-261120-0001，团县委答复：").contains(long2000);
  }

  @Test
  @DisplayName("去掉“转人工”的招呼，只留问题；只有招呼就原样")
  void the_call_for_a_person_is_taken_off() {
    assertThat(Answers.withoutCallForPerson("转人工，工资被拖欠怎么办")).isEqualTo("工资被拖欠怎么办");
    assertThat(Answers.withoutCallForPerson("转人工")).isEqualTo("转人工");
  }
}
