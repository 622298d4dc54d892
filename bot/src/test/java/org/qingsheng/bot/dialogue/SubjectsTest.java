package org.qingsheng.bot.dialogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.qingsheng.bot.intake.Parlour;
import org.qingsheng.knowledge.EntryId;
import org.qingsheng.knowledge.RegionCode;
import org.qingsheng.knowledge.exchange.EntryFiles;
import org.qingsheng.knowledge.text.Normalization;

@DisplayName("话题和问法 · subjects")
class SubjectsTest {
  private static final Path CONFIG = Parlour.ROOT.resolve("config");
  private static final Subjects SUBJECTS =
      Subjects.load(CONFIG.resolve("dialogue").resolve("subjects.yaml"));

  private static String plain(String said) {
    return Normalization.of(said).text();
  }

  @ParameterizedTest
  @CsvSource({
    "创业贷能贷多少,创业担保贷款",
    "想问下助学贷的事,国家助学贷款",
    "村官能不能贷创业款,创业担保贷款",
    "当村官有前途吗,大学生村官",
    "創業擔保貸款上限,创业担保贷款",
  })
  @DisplayName("同一件事的几种叫法是一个话题；身份和事情一起出现时，话题是事情")
  void knows_a_subject_by_any_of_its_names(String said, String subject) {
    assertThat(SUBJECTS.in(plain(said))).contains(subject);
  }

  @ParameterizedTest
  @CsvSource({
    "创业但宝贷款怎么弄,创业担保贷款怎么弄",
    "西步计划要考试吗,西部计划要考试吗",
    "三只一福什么时候报名,三支一扶什么时候报名",
    "创业担保贷款怎么弄,创业担保贷款怎么弄",
    "公司加班很多,公司加班很多",
  })
  @DisplayName("叫法写成同音字也认得，别的字不动")
  void spells_misheard_names(String said, String spelt) {
    assertThat(SUBJECTS.spelt(said)).isEqualTo(spelt);
  }

  @ParameterizedTest
  @CsvSource({
    "请问创业贷款额度是多少呀,startup-loan-personal-max",
    "助学贷款 利率,student-loan-interest-rate",
    "三支一扶现在还招吗,sanzhi-quota-round5",
    "仲裁收费不,arbitration-cost",
  })
  @DisplayName("只有话题和问法的短句，只剩一种读法")
  void reads_what_is_only_subject_and_aspect(String said, String entry) {
    assertThat(SUBJECTS.reading(plain(said), Optional.empty())).containsExactly(new EntryId(entry));
  }

  @ParameterizedTest
  @CsvSource({
    "高溫補貼一個月幾多,high-temperature-allowance",
    "失業金點樣攞,unemployment-benefit-conditions",
    "三支一扶幾時報名,sanzhi-signup",
  })
  @DisplayName("原话是繁体、粤语也一样读")
  void reads_traditional_and_cantonese_as_said(String said, String entry) {
    assertThat(SUBJECTS.reading(said, Optional.empty())).containsExactly(new EntryId(entry));
  }

  @Test
  @DisplayName("几面一起问，就有几条；没有话题时用上文的")
  void reads_several_aspects_and_a_carried_subject() {
    assertThat(SUBJECTS.reading("创业担保贷款 额度 期限", Optional.empty()))
        .containsExactly(
            new EntryId("startup-loan-personal-max"), new EntryId("startup-loan-personal-term"));
    assertThat(SUBJECTS.reading("利息呢", Optional.of("国家助学贷款")))
        .containsExactly(new EntryId("student-loan-interest-rate"));
    assertThat(SUBJECTS.reading("利息呢", Optional.empty())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "我有两个逾期创业贷额度多少",
        "公司想办创业贷最多贷多少呢听说企业高",
        "三支一扶和西部计划待遇",
        "创业担保贷款",
        "利息多少",
        "创业担保贷款安家费"
      })
  @DisplayName("还说了别的、两个话题、没有问法、问不到的一面：不这样读")
  void leaves_alone_what_says_more_or_less(String said) {
    assertThat(SUBJECTS.reading(plain(said), Optional.empty())).isEmpty();
  }

  @Test
  @DisplayName("只有一个地方才有的事带着地方；换了别处也可能有的叫法，就不带")
  void knows_where_a_subject_is_at_home() {
    assertThat(SUBJECTS.region("山区计划", "山区计划还有吗")).contains(new RegionCode("440000"));
    assertThat(SUBJECTS.region("山区计划", "那补贴呢")).contains(new RegionCode("440000"));
    assertThat(SUBJECTS.region("山区计划", "乡村振兴志愿者怎么报名")).isEmpty();
    assertThat(SUBJECTS.region("西部计划", "西部计划还有吗")).isEmpty();
  }

  @Test
  @DisplayName("只换了话题的接着问，问的还是上一句那一面；多说了别的就不换")
  void puts_the_question_of_before_about_another_subject() {
    assertThat(SUBJECTS.swapped("特岗教师期满能入编吗", "那三支一扶呢")).contains("三支一扶期满能入编吗");
    assertThat(SUBJECTS.swapped("失业金怎么领？", "求职补贴呢")).contains("一次性求职补贴怎么领");
    assertThat(SUBJECTS.swapped("失业金怎么领", "求职补贴")).isEmpty();
    assertThat(SUBJECTS.swapped("失业金怎么领", "那求职补贴几月份发呢")).isEmpty();
    assertThat(SUBJECTS.swapped("失业金", "那求职补贴呢")).isEmpty();
    assertThat(SUBJECTS.swapped("失业金怎么领", "那利息呢")).isEmpty();
  }

  @Test
  @DisplayName("每一面指向的条目都在随附的知识库里")
  void leads_to_entries_that_exist() throws IOException {
    var shipped = EntryFiles.readFolder(CONFIG.resolve("knowledge")).orThrow();

    assertThat(shipped.stream().map(entry -> entry.id()).toList()).containsAll(SUBJECTS.entries());
  }

  @Test
  @DisplayName("一个叫法写给两个话题，或写了不认识的一面，读文件时就指出")
  void refuses_a_name_with_two_meanings(@TempDir Path folder) throws IOException {
    var file = folder.resolve("subjects.yaml");
    Files.writeString(
        file, "subjects: [{name: 甲贷款, says: [小贷]}, {name: 乙贷款, says: [小贷]}]\naspects: {}\n");

    assertThatThrownBy(() -> Subjects.load(file)).hasMessageContaining("“小贷”写了两遍");

    Files.writeString(file, "subjects: [{name: 甲贷款, entries: {额度: a}}]\naspects: {}\n");

    assertThatThrownBy(() -> Subjects.load(file)).hasMessageContaining("不认识的一面 额度");
  }
}
