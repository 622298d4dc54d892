package org.qingsheng.knowledge.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.qingsheng.knowledge.Samples.anEntry;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.qingsheng.knowledge.Decision;
import org.qingsheng.knowledge.Decision.Reason;
import org.qingsheng.knowledge.Entry;
import org.qingsheng.knowledge.EntryId;
import org.qingsheng.knowledge.Query;
import org.qingsheng.knowledge.RegionCode;
import org.qingsheng.knowledge.Synonym;
import org.qingsheng.knowledge.exchange.EntryRules;
import org.qingsheng.knowledge.ranking.RankingModel;

@DisplayName("替代与同义词 · succession and synonyms")
class SuccessionTest {
  private final LuceneKnowledge knowledge = LuceneKnowledge.inMemory(RankingModel.shipped());

  private static final Entry OLD =
      anEntry("subsidy-2024")
          .question("青年租房补贴每月多少")
          .until("2026-03-31")
          .build()
          .withSuccessor(new EntryId("subsidy-2025"));
  private static final Entry MIDDLE =
      anEntry("subsidy-2025")
          .question("安居补助的发放标准")
          .until("2026-06-30")
          .build()
          .withSuccessor(new EntryId("subsidy-2026"));
  private static final Entry NOW =
      anEntry("subsidy-2026").question("安居补助新标准是几级").from("2026-07-01").build();

  @BeforeEach
  void publish() {
    knowledge.replaceAll(
        List.of(OLD, MIDDLE, NOW, anEntry("file").question("毕业档案放在哪里").build()), 1);
  }

  @AfterEach
  void close() {
    knowledge.close();
  }

  private static Query on(String day, String text) {
    Instant noon = Instant.parse(day + "T04:00:00Z");
    return new Query(text, List.of(RegionCode.NATION), Set.of(), noon);
  }

  @Test
  @DisplayName("被替代的条目在一百八十天内说已被替代，点名链条末端现行的那一条")
  void names_the_successor_in_force() {
    Decision decision = knowledge.ask(on("2026-09-26", "青年租房补贴每月多少"));

    assertThat(decision).isInstanceOf(Decision.NoAnswer.class);
    Reason reason = ((Decision.NoAnswer) decision).reason();
    assertThat(reason).isInstanceOf(Reason.NotInForce.class);
    Entry ended = ((Reason.NotInForce) reason).entry();
    assertThat(ended.id()).isEqualTo(OLD.id());
    assertThat(ended.supersededBy()).contains(NOW.id());
  }

  @Test
  @DisplayName("第一百八十天还说，第一百八十一天起不再提")
  void forgets_after_half_a_year() {
    LocalDate last = LocalDate.parse("2026-03-31").plusDays(180);

    assertThat(mentions(knowledge.ask(on(last.toString(), OLD.question())))).isTrue();
    assertThat(mentions(knowledge.ask(on(last.plusDays(1).toString(), OLD.question())))).isFalse();
  }

  private static boolean mentions(Decision decision) {
    return decision instanceof Decision.NoAnswer(Reason.NotInForce(var entry), _)
        && entry.id().equals(OLD.id());
  }

  @Test
  @DisplayName("接替绕成圈、接替却没有失效日，发布检查都拦下")
  void refuses_loops() {
    Entry one = anEntry("a").question("甲政策怎么申请").until("2026-01-01").build();
    Entry two = anEntry("b").question("乙政策怎么申请").until("2026-01-01").build();
    Entry loopOne = one.withSuccessor(two.id());
    Entry loopTwo = two.withSuccessor(one.id());

    assertThat(EntryRules.problems(loopOne, List.of(two))).isEmpty();
    assertThat(EntryRules.problems(loopOne, List.of(loopTwo)))
        .anyMatch(problem -> problem.problem().contains("绕成了圈"));
    assertThat(
            EntryRules.problems(
                anEntry("c").question("丙政策怎么申请").build().withSuccessor(two.id()), List.of(two)))
        .anyMatch(problem -> problem.field().equals("validUntil"));
  }

  @Test
  @DisplayName("同义词一换上就起作用，只在写明的地区，近的优先，试的时候不影响别人")
  void synonyms_take_effect_at_once_and_by_region() {
    var county = new RegionCode("441826");
    var text = "学历证明寄存去哪";
    var said = new Synonym("学历证明寄存去哪", "毕业档案放在哪里", county);
    Query there = new Query(text, List.of(county, RegionCode.NATION), Set.of(), Instant.EPOCH);
    Query elsewhere = new Query(text, List.of(RegionCode.NATION), Set.of(), Instant.EPOCH);

    assertThat(knowledge.ask(there, List.of(said))).isInstanceOf(Decision.Answer.class);
    assertThat(knowledge.ask(there)).isNotInstanceOf(Decision.Answer.class);
    knowledge.synonyms(List.of(said, new Synonym(text, "别的意思", RegionCode.NATION)));
    assertThat(knowledge.ask(there)).isInstanceOf(Decision.Answer.class);
    assertThat(knowledge.ask(elsewhere)).isNotInstanceOf(Decision.Answer.class);
    knowledge.synonyms(List.of());
    assertThat(knowledge.ask(there)).isNotInstanceOf(Decision.Answer.class);
  }

  @Test
  @DisplayName("别名已是全称的一部分时不叠加，字母只认整词")
  void does_not_repeat_what_is_said() {
    var vocabulary =
        new Vocabulary(
            List.of(
                new Synonym("创业贷", "创业贷款", RegionCode.NATION),
                new Synonym("sb", "社保", RegionCode.NATION)));
    java.util.function.UnaryOperator<String> read =
        text ->
            vocabulary
                .applied(
                    org.qingsheng.knowledge.text.Normalization.of(text), List.of(RegionCode.NATION))
                .text();

    assertThat(read.apply("创业贷怎么办")).isEqualTo("创业贷款怎么办");
    assertThat(read.apply("创业贷款怎么办")).isEqualTo("创业贷款怎么办");
    assertThat(read.apply("sb断了怎么补")).isEqualTo("社保断了怎么补");
    assertThat(read.apply("usb接口坏了")).isEqualTo("usb接口坏了");
  }

  @Test
  @DisplayName("条目的标准问由本地最近的、现行的那一条来答；分不出时不答")
  void tells_which_entry_stands_for_another() {
    var county = new RegionCode("441802");
    Entry nearer = anEntry("subsidy-county").question("安居补助新标准是几级？").region(county.value()).build();
    Entry twin = anEntry("file-too").question("毕业档案放在哪里").build();
    knowledge.publish(List.of(nearer, twin), List.of(), 2);
    Instant noon = Instant.parse("2026-11-20T04:00:00Z");
    List<RegionCode> here = List.of(county, RegionCode.NATION);

    assertThat(knowledge.standing(NOW.id(), here, noon)).contains(nearer);
    assertThat(knowledge.standing(nearer.id(), List.of(RegionCode.NATION), noon)).contains(NOW);
    assertThat(knowledge.standing(twin.id(), here, noon)).isEmpty();
    assertThat(knowledge.standing(MIDDLE.id(), here, noon)).isEmpty();
    assertThat(knowledge.standing(new EntryId("gone"), here, noon)).isEmpty();
  }

  @Test
  @DisplayName("同一个问题再问，发布之后按新的答，到期之后不再答")
  void decides_anew_when_something_changed() {
    String text = "毕业档案放在哪里";
    Query today = on("2026-11-20", text);
    assertThat(knowledge.ask(today)).isEqualTo(knowledge.ask(today));

    Entry changed = anEntry("file").question(text).answer("改过的答案").until("2026-11-21").build();
    knowledge.publish(List.of(changed), List.of(), 2);

    assertThat(knowledge.ask(today))
        .isInstanceOfSatisfying(
            Decision.Answer.class, answer -> assertThat(answer.match().entry()).isEqualTo(changed));
    assertThat(knowledge.ask(on("2026-11-22", text))).isInstanceOf(Decision.NoAnswer.class);
  }
}
