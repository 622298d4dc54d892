package org.qingsheng.bot.curation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qingsheng.bot.curation.GoldenSet.Verdict;
import org.qingsheng.bot.curation.RegressionSet.Input;
import org.qingsheng.bot.house.TestClock;
import org.qingsheng.bot.people.Account;
import org.qingsheng.bot.people.AccountId;
import org.qingsheng.bot.people.AuditEvent;
import org.qingsheng.bot.people.BadInput;
import org.qingsheng.bot.people.NotAllowed;
import org.qingsheng.bot.people.Role;
import org.qingsheng.bot.store.Database;
import org.qingsheng.bot.store.FreshDatabase;
import org.qingsheng.bot.store.SqlAudit;
import org.qingsheng.bot.store.SqlGoldenCases;
import org.qingsheng.bot.store.SqlShelf;
import org.qingsheng.knowledge.Decision;
import org.qingsheng.knowledge.Entry;
import org.qingsheng.knowledge.EntryId;
import org.qingsheng.knowledge.Query;
import org.qingsheng.knowledge.RegionCode;
import org.qingsheng.knowledge.index.LuceneKnowledge;
import org.qingsheng.knowledge.ranking.RankingModel;

@DisplayName("回归题和发布门禁 · golden questions before publishing")
class RegressionGateTest {
  private static final RegionCode COUNTY = new RegionCode("441826");
  private static final String LOAN = "创业担保贷款个人最高能贷多少";
  private static final String FILE = "毕业后档案放在哪里";

  private final TestClock clock = new TestClock();
  private final AtomicInteger ids = new AtomicInteger();
  private final LuceneKnowledge base = LuceneKnowledge.inMemory(RankingModel.shipped());
  private final Account editor = account("wang", Role.EDITOR);
  private final Account reviewer = account("li", Role.REVIEWER);
  private final Account admin = account("root", Role.ADMIN, Role.EDITOR, Role.REVIEWER);

  @TempDir Path folder;

  @SuppressWarnings("NullAway.Init") // before each test
  private Database database;

  @SuppressWarnings("NullAway.Init") // before each test
  private Shelf shelf;

  @SuppressWarnings("NullAway.Init") // before each test
  private RegressionSet golden;

  @SuppressWarnings("NullAway.Init") // before each test
  private Curation curation;

  private static Account account(String id, Role... roles) {
    return new Account(new AccountId(id), id, id, Set.of(roles), COUNTY, true, Optional.empty());
  }

  @BeforeEach
  void open() {
    database = FreshDatabase.in(folder);
    shelf = new SqlShelf(database);
    var follower = new KnowledgeFollower(shelf, base, clock);
    golden =
        new RegressionSet(
            new SqlGoldenCases(database), shelf, RegionTree.SMALL, COUNTY, this::nextId, clock);
    curation =
        new Curation(
            shelf,
            (_, _) -> List.of(),
            new RegressionGate(golden, base, clock),
            follower,
            RegionTree.SMALL,
            this::nextId,
            clock);
    shelf.plant(
        List.of(entry("loan", LOAN), entry("file", FILE)),
        clock.instant(),
        new AuditEvent("seed", clock.instant(), Optional.empty(), "seed", "seed", ""));
    follower.follow();
  }

  @AfterEach
  void close() {
    base.close();
    database.close();
  }

  private String nextId() {
    return "id-%06d".formatted(ids.incrementAndGet());
  }

  private static Entry entry(String id, String question, String... similar) {
    return new Entry(
        new EntryId(id),
        1,
        question,
        List.of(similar),
        "答案 " + id,
        Optional.empty(),
        "",
        Entry.Kind.GUIDE,
        "创业",
        COUNTY,
        Set.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        "团县委",
        List.of(),
        Optional.empty());
  }

  private static Input asks(String question, boolean must, String... expected) {
    return new Input(question, Optional.empty(), List.of(expected), must, "");
  }

  private Revision inReview(Entry entry) {
    var draft = curation.draft(editor, entry);
    return curation.submit(editor, draft.id());
  }

  private Decision ask(String question) {
    return base.ask(new Query(question, RegionTree.SMALL.path(COUNTY), Set.of(), clock.instant()));
  }

  @Test
  @DisplayName("发布会让必答题答错的条目被拦下，说出哪一题怎么变；没有发布，索引也没变")
  void holds_what_breaks_a_must() {
    golden.add(editor, asks(LOAN, true, "loan"), Optional.empty());
    var twin = inReview(entry("loan-2", LOAN));

    assertThatThrownBy(() -> curation.approve(reviewer, twin.id(), twin.updatedAt()))
        .isInstanceOfSatisfying(
            GateClosed.class,
            closed -> {
              assertThat(closed).hasMessageContaining("1 道必答题没有答对");
              assertThat(closed.comparison().failing())
                  .singleElement()
                  .satisfies(each -> {
                    assertThat(each.already()).isFalse();
                    assertThat(each.after()).startsWith("追问");
                  });
              assertThat(closed.comparison().changes())
                  .singleElement()
                  .satisfies(change -> {
                    assertThat(change.was()).isEqualTo(Verdict.RIGHT);
                    assertThat(change.worse()).isTrue();
                    assertThat(change.before()).isEqualTo("直接答复：" + LOAN);
                  });
            });

    assertThat(curation.find(reviewer, twin.id()).orElseThrow().state())
        .isEqualTo(Revision.State.IN_REVIEW);
    assertThat(ask(LOAN)).isInstanceOf(Decision.Answer.class);
    assertThat(base.entry(new EntryId("loan-2"))).isEmpty();
    assertThat(curation.consequences(reviewer, twin.id()).objections()).hasSize(1);
  }

  @Test
  @DisplayName("直接答复的精度降了半个百分点以上的被拦下，没降的通过")
  void holds_what_costs_precision() {
    golden.add(editor, asks(FILE, false, "file"), Optional.empty());
    golden.add(editor, asks("青年人才公寓怎么申请", false), Optional.empty());
    var harmless = inReview(entry("rent", "租房补贴一年有多少"));
    var harmful = inReview(entry("flat", "青年人才公寓怎么申请"));

    assertThat(curation.approve(reviewer, harmless.id(), harmless.updatedAt()).state())
        .isEqualTo(Revision.State.PUBLISHED);
    assertThatThrownBy(() -> curation.approve(reviewer, harmful.id(), harmful.updatedAt()))
        .isInstanceOf(GateClosed.class)
        .hasMessageContaining("精度从 100.0% 降到 50.0%");
  }

  @Test
  @DisplayName("放行只有管理员可以，要写原因；日志记下没过的题和原因，别人写的不算紧急发布")
  void lets_an_administrator_through_and_says_so() {
    golden.add(editor, asks(LOAN, true, "loan"), Optional.empty());
    var twin = inReview(entry("loan-2", LOAN));

    assertThatThrownBy(
            () -> curation.publishThroughGate(reviewer, twin.id(), twin.updatedAt(), "旧条目明天下架"))
        .isInstanceOf(NotAllowed.class);
    assertThatThrownBy(() -> curation.publishThroughGate(admin, twin.id(), twin.updatedAt(), "急"))
        .isInstanceOf(BadInput.class);
    assertThatThrownBy(() -> curation.publishAlone(admin, twin.id(), twin.updatedAt(), "今天就要上线"))
        .isInstanceOf(GateClosed.class);
    var published = curation.publishThroughGate(admin, twin.id(), twin.updatedAt(), "旧条目明天下架");

    assertThat(published.state()).isEqualTo(Revision.State.PUBLISHED);
    assertThat(published.emergency()).isFalse();
    assertThat(published.note()).isEqualTo("旧条目明天下架");
    assertThat(log("entry.gate-override"))
        .singleElement()
        .satisfies(event -> {
          assertThat(event.by()).contains(admin.id());
          assertThat(event.detail()).contains("1 道必答题没有答对", "旧条目明天下架");
        });
    assertThat(log("entry.approve")).isEmpty();
  }

  private List<AuditEvent> log(String action) {
    return new SqlAudit(database)
        .find(Instant.EPOCH, clock.instant().plusSeconds(1), 100).stream()
            .filter(event -> event.action().equals(action))
            .toList();
  }

  @Test
  @DisplayName("原来就不过的必答题也拦，发布能修好它的条目就放行；没有题、停用了题，都不拦")
  void stays_closed_until_the_must_is_right() {
    var later = "返乡创业园怎么入驻";
    var park = inReview(entry("park", later));
    var must = golden.add(editor, asks(later, true, "park"), Optional.empty());
    var other = inReview(entry("rent", "租房补贴一年有多少"));

    assertThatThrownBy(() -> curation.approve(reviewer, other.id(), other.updatedAt()))
        .isInstanceOfSatisfying(
            GateClosed.class,
            closed ->
                assertThat(closed.comparison().failing()).allMatch(GoldenSet.Failing::already));
    golden.retire(editor, must.id(), true);
    curation.approve(reviewer, other.id(), other.updatedAt());
    golden.retire(editor, must.id(), false);
    curation.approve(reviewer, park.id(), park.updatedAt());

    assertThat(golden.inUse().size()).isEqualTo(1);
    assertThat(ask(later)).isInstanceOf(Decision.Answer.class);
  }

  @Test
  @DisplayName("什么都没答过的空库没有精度可降：第一次发布不会被拦")
  void lets_the_first_publication_pass() {
    base.replaceAll(List.of(), 99);
    golden.plant(
        List.of(
            new GoldenCase(
                "s1",
                LOAN,
                Optional.empty(),
                List.of("something-else"),
                false,
                GoldenCase.Origin.SHIPPED,
                Optional.empty(),
                false,
                false,
                "",
                "",
                Instant.EPOCH)));

    var check = new RegressionGate(golden, base, clock).check(List.of(entry("loan", LOAN)));

    assertThat(check.after().answered()).isEqualTo(1);
    assertThat(check.after().right()).isZero();
    assertThat(check.objections()).isEmpty();
  }

  @Test
  @DisplayName("题里只存脱敏后的字；不存在的条目、重复的题、别处的地区、没写条目的必答都不收")
  void keeps_masked_words_and_refuses_what_cannot_be() {
    var kept =
        golden.add(
            editor, asks("我电话13812345678，贷款最高多少", false, "loan"), Optional.of("QS-261120-0001"));

    assertThat(kept.question()).doesNotContain("13812345678");
    assertThat(kept.origin()).isEqualTo(GoldenCase.Origin.ITEM);
    assertThat(golden.find(editor, kept.id())).contains(kept);
    refuses("expected", asks("另一题", false, "no-such-entry"));
    refuses("expected", asks("另一题", false, "../x"));
    refuses("expected", asks("另一题", true));
    refuses("question", asks("  ", false));
    refuses("question", asks("长".repeat(501), false));
    refuses("question", asks(kept.question(), false));
    refuses(
        "region", new Input("另一题", Optional.of(new RegionCode("999999")), List.of(), false, ""));
    assertThatThrownBy(() ->
            golden.add(
                editor,
                new Input("另一题", Optional.of(RegionCode.NATION), List.of(), false, ""),
                Optional.empty()))
        .isInstanceOf(NotAllowed.class);
    assertThatThrownBy(() -> golden.add(reviewer, asks("另一题", false), Optional.empty()))
        .isInstanceOf(NotAllowed.class);
    assertThatThrownBy(() -> golden.edit(reviewer, kept.id(), asks("另一题", false)))
        .isInstanceOf(NotAllowed.class);
    assertThatThrownBy(() -> golden.list(account("ops", Role.OPERATOR)))
        .isInstanceOf(NotAllowed.class);
  }

  private void refuses(String field, Input input) {
    assertThatThrownBy(() -> golden.add(editor, input, Optional.empty()))
        .isInstanceOfSatisfying(BadInput.class, e -> assertThat(e.field()).isEqualTo(field));
  }

  @Test
  @DisplayName("随程序来的题只放一次，人改过的不再动；同一刻改两次也看得出变了；每次改动都有日志")
  void plants_once_and_keeps_what_people_changed() {
    var shipped = shipped(1);
    assertThat(golden.plant(shipped)).isEqualTo(1);
    var edited = golden.edit(editor, "s0", asks("改过的题", false, "file"));
    var stamp = golden.stamp();
    golden.edit(editor, "s0", asks("又改过的题", false, "file"));

    assertThat(golden.plant(shipped)).isZero();
    assertThat(golden.stamp()).isNotEqualTo(stamp);
    assertThat(golden.inUse().cases())
        .singleElement()
        .satisfies(each -> {
          assertThat(each.question()).isEqualTo("又改过的题");
          assertThat(each.origin()).isEqualTo(GoldenCase.Origin.SHIPPED);
          assertThat(each.updatedAt()).isAfter(edited.updatedAt());
        });
    assertThat(golden.unseen().size()).as("校准用过的题不算").isZero();
    assertThat(log("golden.seed")).hasSize(1);
    assertThat(log("golden.edit")).hasSize(2);
  }

  private static List<GoldenCase> shipped(int count) {
    var cases = new ArrayList<GoldenCase>();
    for (int i = 0; i < count; i++) {
      cases.add(
          new GoldenCase(
              "s" + i,
              "第 " + i + " 种问法：" + (i % 2 == 0 ? LOAN : FILE),
              Optional.empty(),
              List.of(i % 2 == 0 ? "loan" : "file"),
              false,
              GoldenCase.Origin.SHIPPED,
              Optional.empty(),
              true,
              false,
              "",
              "",
              Instant.EPOCH));
    }
    return cases;
  }
}
