package org.qingsheng.knowledge.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.qingsheng.knowledge.Samples.NOON;
import static org.qingsheng.knowledge.Samples.anEntry;
import static org.qingsheng.knowledge.Samples.query;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.qingsheng.knowledge.Decision;
import org.qingsheng.knowledge.Decision.NoAnswer;
import org.qingsheng.knowledge.Decision.Reason;
import org.qingsheng.knowledge.Entry;
import org.qingsheng.knowledge.EntryId;
import org.qingsheng.knowledge.Explanation;
import org.qingsheng.knowledge.Query;
import org.qingsheng.knowledge.RegionCode;
import org.qingsheng.knowledge.ranking.RankingModel;

@DisplayName("知识库 · knowledge")
class LuceneKnowledgeTest {
  private static final Entry LOAN =
      anEntry("loan-max").question("创业担保贷款个人最高能贷多少").similar("创业贷款额度是多少", "个人创业贷最多贷几万").build();
  private static final Entry JOB =
      anEntry("job-subsidy").question("求职补贴怎么申请").similar("毕业生求职补贴去哪申领").build();
  private static final Entry FILE =
      anEntry("file-keeping").question("毕业后档案放在哪里").similar("我的档案去哪里查").build();

  @TempDir Path folder;
  private LuceneKnowledge knowledge;

  @BeforeEach
  void open() {
    knowledge = new LuceneKnowledge(folder.resolve("index"), RankingModel.shipped());
    knowledge.replaceAll(List.of(LOAN, JOB, FILE), 7);
  }

  @AfterEach
  void close() {
    knowledge.close();
  }

  private static Entry answered(Decision decision) {
    assertThat(decision).isInstanceOf(Decision.Answer.class);
    return ((Decision.Answer) decision).match().entry();
  }

  private static Reason refused(Decision decision) {
    assertThat(decision).isInstanceOf(NoAnswer.class);
    return ((NoAnswer) decision).reason();
  }

  @Test
  @DisplayName("一字不差的问法直接答复,标点、繁体、客套不算差别")
  void answers_an_exact_wording() {
    assertThat(answered(knowledge.ask(query("创业贷款额度是多少")))).isEqualTo(LOAN);
    assertThat(answered(knowledge.ask(query("請問,創業貸款額度是多少???")))).isEqualTo(LOAN);
  }

  @Test
  @DisplayName("毫不相干的话没有答复")
  void answers_nothing_when_nothing_is_near() {
    assertThat(refused(knowledge.ask(query("今晚月亮好圆啊我们去吃火锅吧")))).isEqualTo(new Reason.NothingNear());
  }

  @Test
  @DisplayName("不足三个字不直接答复,除非问法就是这几个字")
  void answers_two_characters_only_when_they_are_a_wording() {
    assertThat(knowledge.ask(query("补贴"))).isNotInstanceOf(Decision.Answer.class);
    assertThat(refused(knowledge.ask(query("嗯")))).isEqualTo(new Reason.TooLittle());

    knowledge.replaceAll(List.of(LOAN, anEntry("file").question("怎样查档案").similar("档案").build()), 8);

    assertThat(answered(knowledge.ask(query("档案"))).id()).isEqualTo(new EntryId("file"));
  }

  @Test
  @DisplayName("两条同地区的条目共用一句问法时给出选择")
  void offers_both_owners_of_a_shared_wording() {
    Entry worker = anEntry("a").question("企业职工补贴怎么领").similar("补贴怎么领取").audience("企业职工").build();
    Entry graduate = anEntry("b").question("毕业生补贴怎么领").similar("补贴怎么领取").audience("高校毕业生").build();
    knowledge.replaceAll(List.of(worker, graduate, FILE), 8);

    assertThat(knowledge.ask(query("补贴怎么领取")))
        .isInstanceOfSatisfying(
            Decision.Clarify.class,
            c ->
                assertThat(c.options())
                    .extracting(m -> m.entry().id().value())
                    .containsExactlyInAnyOrder("a", "b"));
    var known = new Query("补贴怎么领取", List.of(RegionCode.NATION), Set.of("高校毕业生"), NOON);
    assertThat(answered(knowledge.ask(known))).isEqualTo(graduate);
  }

  @Test
  @DisplayName("答复相同的两条不会一起出现在选项里")
  void never_offers_the_same_answer_twice() {
    knowledge.replaceAll(
        List.of(
            anEntry("a").question("落户深圳需要什么条件").answer("看积分").build(),
            anEntry("b").question("落户深圳需要哪些条件").answer("看积分").build(),
            anEntry("c").question("落户广州需要什么条件").answer("另一回事").build()),
        8);

    Decision decision = knowledge.ask(query("落户需要条件"));

    if (decision instanceof Decision.Clarify(var options)) {
      assertThat(options).extracting(m -> m.entry().answer()).doesNotHaveDuplicates();
      assertThat(options).hasSizeBetween(2, 4);
    } else {
      assertThat(decision).isInstanceOf(NoAnswer.class);
    }
  }

  @Test
  @DisplayName("同样的问法,最近地区的条目答复")
  void the_nearest_region_answers() {
    Entry nation = anEntry("cn").question("人才补贴有多少").build();
    Entry province = anEntry("gd").question("人才补贴有多少").region("440000").build();
    Entry city = anEntry("sz").question("人才补贴有多少").region("440300").build();
    knowledge.replaceAll(List.of(nation, province, city, FILE), 8);

    assertThat(answered(knowledge.ask(in("人才补贴有多少", "440300", "440000")))).isEqualTo(city);
    assertThat(answered(knowledge.ask(in("人才补贴有多少", "440100", "440000")))).isEqualTo(province);
    assertThat(answered(knowledge.ask(in("人才补贴有多少", "430100", "430000")))).isEqualTo(nation);
  }

  private static Query in(String text, String... regions) {
    var path = new java.util.ArrayList<RegionCode>();
    for (String region : regions) {
      path.add(new RegionCode(region));
    }
    path.add(RegionCode.NATION);
    return new Query(text, path, Set.of(), NOON);
  }

  @Test
  @DisplayName("问到已失效、别处或别人的条目,说出是哪一条,不改答别的")
  void names_the_entry_that_is_out_of_scope() {
    Entry ended = anEntry("ended").question("一次性扩岗补助还有吗").until("2025-12-31").build();
    Entry elsewhere = anEntry("sz").question("深圳租房补贴怎么领").region("440300").build();
    Entry veterans = anEntry("vet").question("退役军人创业税收减免多少").audience("退役军人").build();
    knowledge.replaceAll(List.of(LOAN, JOB, FILE, ended, elsewhere, veterans), 8);

    assertThat(refused(knowledge.ask(query("一次性扩岗补助还有吗")))).isEqualTo(new Reason.NotInForce(ended));
    assertThat(refused(knowledge.ask(query("深圳租房补贴怎么领"))))
        .isEqualTo(new Reason.OtherRegion(elsewhere));
    var student = new Query("退役军人创业税收减免多少", List.of(RegionCode.NATION), Set.of("在校生"), NOON);
    assertThat(refused(knowledge.ask(student))).isEqualTo(new Reason.OtherAudience(veterans));
  }

  @Test
  @DisplayName("范围外的条目再多,也挤不掉范围内的")
  void entries_out_of_scope_cannot_crowd_out() {
    var base = new java.util.ArrayList<Entry>();
    for (int i = 0; i < 300; i++) {
      base.add(
          anEntry("c" + i).question("农村电商补贴怎么申请").region("%06d".formatted(110_000 + i)).build());
    }
    Entry own = anEntry("own").question("农村电商补贴怎么申请").region("520000").build();
    base.add(own);
    knowledge.replaceAll(base, 8);

    assertThat(answered(knowledge.ask(in("农村电商补贴怎么申请", "520000")))).isEqualTo(own);
  }

  static Stream<String> hostile() {
    return Stream.of(
        "*:* AND ((((",
        "/(a+)+$/",
        "question:[* TO *]",
        "\u202E\u200B\u0000\uD800",
        "a" + "\u0301".repeat(2_000),
        "𠮷".repeat(300),
        "贷款利息多少".repeat(10_000),
        " ".repeat(20_000),
        String.join(
            " ", java.util.stream.IntStream.range(0, 5_000).mapToObj(i -> "w" + i).toList()),
        "创".repeat(60_000),
        "x".repeat(60_000),
        "");
  }

  @ParameterizedTest
  @MethodSource("hostile")
  @DisplayName("再古怪的输入也有一个结果，不会没完没了")
  void survives_any_text(String text) {
    Decision decision =
        Assertions.assertTimeoutPreemptively(
            Duration.ofSeconds(20), () -> knowledge.ask(query(text)));

    assertThat(decision).isNotNull();
  }

  @Test
  @DisplayName("命中测试与实际答复走同一条路,结果相同")
  void explains_what_it_decides() {
    for (String text : List.of("创业贷款额度", "档案在哪", "求职补贴", "火锅")) {
      Explanation explanation = knowledge.explain(query(text));

      assertThat(explanation.decision()).isEqualTo(knowledge.ask(query(text)));
      assertThat(explanation.candidates()).hasSizeLessThanOrEqualTo(10);
    }
    Explanation explanation = knowledge.explain(query("創業貸款額度"));
    assertThat(explanation.normalized()).isEqualTo("创业贷款额度");
    assertThat(explanation.tokens()).containsExactly("创", "业", "贷", "款", "额", "度");
    assertThat(explanation.candidates().getFirst().match().entry()).isEqualTo(LOAN);
    assertThat(explanation.candidates().getFirst().matchedTerms()).contains("额", "度");
    assertThat(explanation.candidates().getFirst().features()).containsKey("unit-cosine");
  }

  @Test
  @DisplayName("命中测试写明被哪个条件拦下")
  void explains_which_filter_removed() {
    knowledge.replaceAll(
        List.of(LOAN, anEntry("old").question("旧政策什么时候结束").until("2020-01-01").build()), 8);

    assertThat(knowledge.explain(query("旧政策什么时候结束")).candidates().getFirst().removedBy())
        .isEqualTo("有效期");
  }

  @Test
  @DisplayName("删掉或写坏索引文件夹什么也不丢")
  void a_lost_or_broken_folder_loses_nothing() throws IOException {
    knowledge.close();
    Path broken = Files.createDirectories(folder.resolve("index").resolve("generation-1"));
    Files.writeString(broken.resolve("segments_1"), "坏的");

    try (var again = new LuceneKnowledge(folder.resolve("index"), RankingModel.shipped())) {
      again.replaceAll(List.of(LOAN), 9);

      assertThat(answered(again.ask(query("创业贷款额度是多少")))).isEqualTo(LOAN);
      assertThat(again.revision()).isEqualTo(9);
    }
  }

  @Test
  @DisplayName("索引文件夹写不了时用内存,照样答复")
  void falls_back_to_memory() throws IOException {
    Path file = Files.writeString(folder.resolve("a-file"), "占着");

    try (var inMemory = new LuceneKnowledge(file, RankingModel.shipped())) {
      inMemory.replaceAll(List.of(LOAN), 1);

      assertThat(answered(inMemory.ask(query("创业贷款额度是多少")))).isEqualTo(LOAN);
    }
  }

  @Test
  @DisplayName("旧一代没人用了就删掉自己的文件")
  void removes_the_files_of_old_generations() throws IOException {
    for (int i = 0; i < 5; i++) {
      knowledge.replaceAll(List.of(LOAN), 10 + i);
    }

    try (Stream<Path> children = Files.list(folder.resolve("index"))) {
      assertThat(children).hasSize(1);
    }
  }

  @Test
  @DisplayName("还没有条目时没有答复")
  void an_empty_base_answers_nothing() {
    try (var empty = LuceneKnowledge.inMemory(RankingModel.shipped())) {
      assertThat(refused(empty.ask(query("创业贷款额度是多少")))).isEqualTo(new Reason.NothingNear());
      assertThat(empty.entry(new EntryId("loan-max"))).isEmpty();
    }
    assertThat(knowledge.entry(new EntryId("loan-max"))).contains(LOAN);
  }

  @Test
  @DisplayName("关闭后不再答复,也不再发布")
  void a_closed_base_says_so() {
    knowledge.close();

    assertThatThrownBy(() -> knowledge.ask(query("在吗"))).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> knowledge.replaceAll(List.of(), 1))
        .isInstanceOf(IllegalStateException.class);
  }
}
