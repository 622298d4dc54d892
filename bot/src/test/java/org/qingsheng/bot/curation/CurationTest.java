package org.qingsheng.bot.curation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.qingsheng.bot.curation.Revisions.anEntry;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.qingsheng.bot.curation.Revision.State;
import org.qingsheng.bot.curation.Shelf.ShelfQuery;
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
import org.qingsheng.bot.store.SqlShelf;
import org.qingsheng.knowledge.Decision;
import org.qingsheng.knowledge.Entry;
import org.qingsheng.knowledge.EntryId;
import org.qingsheng.knowledge.Explanation;
import org.qingsheng.knowledge.KnowledgeBase;
import org.qingsheng.knowledge.Query;
import org.qingsheng.knowledge.RegionCode;
import org.qingsheng.knowledge.Synonym;

@DisplayName("知识维护 · curation")
class CurationTest {
  private static final Account WANG = account("wang", "441826", Role.EDITOR, Role.REVIEWER);
  private static final Account LI = account("li", "441826", Role.EDITOR, Role.REVIEWER);
  private static final Account ROOT = account("root", "CN", Role.ADMIN);

  private final TestClock clock = new TestClock();
  private final AtomicInteger ids = new AtomicInteger();
  private final RecordingBase base = new RecordingBase();
  private PublicationGate gate = PublicationGate.OPEN;

  @TempDir Path folder;

  @SuppressWarnings("NullAway.Init") // before each test
  private Database database;

  @SuppressWarnings("NullAway.Init") // before each test
  private Shelf shelf;

  @SuppressWarnings("NullAway.Init") // before each test
  private Curation curation;

  @BeforeEach
  void open() {
    database = FreshDatabase.in(folder);
    shelf = new SqlShelf(database);
    curation = curation(new KnowledgeFollower(shelf, base, clock));
  }

  @AfterEach
  void close() {
    database.close();
  }

  private Curation curation(KnowledgeFeed feed) {
    return new Curation(
        shelf, CurationTest::problems, gate, feed, RegionTree.SMALL, this::nextId, clock);
  }

  private String nextId() {
    return "id-%06d".formatted(ids.incrementAndGet());
  }

  /** One rule is enough: a question belongs to one entry only. */
  private static List<String> problems(Entry entry, Collection<Entry> published) {
    return published.stream()
        .filter(
            other -> !other.id().equals(entry.id()) && other.question().equals(entry.question()))
        .map(other -> "标准问与条目 %s 重复".formatted(other.id()))
        .toList();
  }

  private static Account account(String id, String region, Role... roles) {
    return new Account(
        new AccountId(id), id, id, Set.of(roles), new RegionCode(region), true, Optional.empty());
  }

  /** A base that remembers what it was given. */
  private static final class RecordingBase implements KnowledgeBase {
    private List<Entry> entries = List.of();
    private long revision;
    private boolean unsettled;

    @Override
    public void replaceAll(Collection<Entry> published, long newRevision) {
      entries = List.copyOf(published);
      revision = newRevision;
    }

    @Override
    public void publish(Collection<Entry> changed, Collection<EntryId> removed, long newRevision) {
      var now = new java.util.TreeMap<EntryId, Entry>();
      entries.forEach(entry -> now.put(entry.id(), entry));
      removed.forEach(now::remove);
      changed.forEach(entry -> now.put(entry.id(), entry));
      entries = List.copyOf(now.values());
      revision = newRevision;
      unsettled = true;
    }

    @Override
    public void settle() {
      unsettled = false;
    }

    @Override
    public void rebuild(Collection<Entry> published, long newRevision) {
      replaceAll(published, newRevision);
    }

    @Override
    public <T> T asIfPublished(
        Collection<Entry> changed,
        Collection<EntryId> removed,
        java.util.function.Function<org.qingsheng.knowledge.Knowledge, T> use) {
      return use.apply(this);
    }

    @Override
    public void synonyms(Collection<Synonym> synonyms) {}

    @Override
    public Decision ask(Query query, Collection<Synonym> synonyms) {
      return ask(query);
    }

    @Override
    public Decision ask(Query query) {
      return new Decision.NoAnswer(new Decision.Reason.NothingNear(), List.of());
    }

    @Override
    public Explanation explain(Query query) {
      return new Explanation(ask(query), query.text(), List.of(), List.of(), 1, 1);
    }

    @Override
    public Optional<Entry> entry(EntryId id) {
      return entries.stream().filter(entry -> entry.id().equals(id)).findFirst();
    }

    @Override
    public long revision() {
      return revision;
    }

    @Override
    public void close() {}
  }

  private Revision inReview(String id, Account author) {
    var draft = curation.draft(author, anEntry(id, "441826"));
    return curation.submit(author, draft.id());
  }

  private Revision live(String id) {
    var review = inReview(id, WANG);
    return curation.approve(LI, review.id(), review.updatedAt());
  }

  @Test
  @DisplayName("起草、提交、别人审核通过后上线，索引跟上")
  void publishes_what_another_person_reviewed() {
    var review = inReview("a", WANG);

    var published = curation.approve(LI, review.id(), review.updatedAt());

    assertThat(published.state()).isEqualTo(State.PUBLISHED);
    assertThat(published.reviewer()).contains("li");
    assertThat(published.publishedAt()).contains(clock.instant());
    assertThat(published.emergency()).isFalse();
    assertThat(base.entries).containsExactly(published.content());
    assertThat(base.revision()).isEqualTo(1);
  }

  @Test
  @DisplayName("起草的人、改过的人都不能审核这一版")
  void refuses_review_by_whoever_wrote() {
    var draft = curation.draft(WANG, anEntry("a", "441826"));
    var edited = curation.edit(LI, draft.id(), draft.updatedAt(), anEntry("a", "441826", "新问法"));
    var review = curation.submit(WANG, draft.id());

    for (var writer : List.of(WANG, LI)) {
      assertThatThrownBy(() -> curation.approve(writer, review.id(), review.updatedAt()))
          .isInstanceOf(NotAllowed.class)
          .hasMessage("自己起草或修改过的条目要由别人审核");
    }
    assertThat(edited.editors()).containsExactly("wang", "li");
    var other = account("zhao", "441826", Role.REVIEWER);
    assertThat(curation.approve(other, review.id(), review.updatedAt()).state())
        .isEqualTo(State.PUBLISHED);
  }

  @Test
  @DisplayName("新版发布前旧版一直在线，发布后旧版标为已被替代")
  void keeps_the_old_version_live_until_the_new_one_is_published() {
    var first = live("a");

    var next = curation.newVersion(LI, first.content().id());
    var edited = curation.edit(LI, next.id(), next.updatedAt(), anEntry("zzz", "441826", "第二版问法"));
    var review = curation.submit(LI, next.id());
    var whileInReview = base.entries;
    var second = curation.approve(WANG, review.id(), review.updatedAt());

    assertThat(next.id()).hasToString("a@2");
    assertThat(edited.id()).isEqualTo(next.id());
    assertThat(whileInReview).containsExactly(first.content());
    assertThat(base.entries).containsExactly(second.content());
    assertThat(curation.history(WANG, first.content().id()))
        .extracting(Revision::state)
        .containsExactly(State.SUPERSEDED, State.PUBLISHED);
    assertThat(shelf.published().revision()).isEqualTo(2);
  }

  @Test
  @DisplayName("已有人在改下一版时，不能再开一版")
  void allows_one_open_version_at_a_time() {
    var first = live("a");
    curation.newVersion(LI, first.content().id());

    assertThatThrownBy(() -> curation.newVersion(WANG, first.content().id()))
        .isInstanceOf(BadInput.class)
        .hasMessage("第 2 版还在草稿，请先处理它");
  }

  @Test
  @DisplayName("退回要写原因，改后可再提交")
  void returns_a_version_with_a_reason() {
    var review = inReview("a", WANG);

    assertThatThrownBy(() -> curation.returnForChanges(LI, review.id(), " "))
        .isInstanceOf(BadInput.class);
    var returned = curation.returnForChanges(LI, review.id(), "缺文号");
    var edited =
        curation.edit(WANG, returned.id(), returned.updatedAt(), anEntry("a", "441826", "改过"));

    assertThat(returned.state()).isEqualTo(State.RETURNED);
    assertThat(returned.note()).isEqualTo("缺文号");
    assertThat(edited.state()).isEqualTo(State.DRAFT);
    assertThat(curation.submit(WANG, edited.id()).state()).isEqualTo(State.IN_REVIEW);
  }

  @Test
  @DisplayName("下架马上生效，之后可以从它修订出新版")
  void retires_at_once_and_allows_a_next_version() {
    var published = live("a");

    var retired = curation.retire(LI, published.id(), "政策到期");

    assertThat(retired.state()).isEqualTo(State.RETIRED);
    assertThat(base.entries).isEmpty();
    assertThat(curation.newVersion(WANG, published.content().id()).id()).hasToString("a@2");
  }

  @Test
  @DisplayName("紧急发布只有管理员能做，原因至少五个字，红色标记一直留着")
  void marks_what_was_published_alone() {
    var draft = curation.draft(ROOT, anEntry("a", "441826"));

    assertThatThrownBy(() -> curation.publishAlone(WANG, draft.id(), draft.updatedAt(), "台风停工急需"))
        .isInstanceOf(NotAllowed.class);
    assertThatThrownBy(() -> curation.publishAlone(ROOT, draft.id(), draft.updatedAt(), "急需"))
        .isInstanceOf(BadInput.class)
        .hasMessage("请填写原因，至少 5 个字");
    var alone = curation.publishAlone(ROOT, draft.id(), draft.updatedAt(), "台风停工急需");
    curation.retire(LI, alone.id(), "已过去");

    assertThat(alone.reviewer()).contains("root");
    assertThat(curation.find(LI, alone.id()))
        .hasValueSatisfying(kept -> assertThat(kept.emergency()).isTrue());
  }

  @Test
  @DisplayName("不合发布规则的条目发布不了，紧急发布也不行，原因说得清")
  void refuses_what_the_rules_of_publication_refuse() {
    live("a");
    var draft = curation.draft(WANG, anEntry("b", "441826", "问题a"));
    var review = curation.submit(WANG, draft.id());

    for (var act :
        List.<Callable<Revision>>of(
            () -> curation.approve(LI, review.id(), review.updatedAt()),
            () -> curation.publishAlone(ROOT, review.id(), review.updatedAt(), "台风停工急需"))) {
      assertThatThrownBy(act::call).isInstanceOf(BadInput.class).hasMessage("还不能发布：标准问与条目 a 重复");
    }
    assertThat(curation.problems(WANG, review.id())).containsExactly("标准问与条目 a 重复");
    assertThat(base.entries).hasSize(1);
  }

  @Test
  @DisplayName("审核人看过之后又被改过，就要重新看")
  void refuses_to_publish_what_the_reviewer_has_not_seen() {
    var review = inReview("a", WANG);
    var returned = curation.returnForChanges(LI, review.id(), "缺文号");
    curation.edit(WANG, returned.id(), returned.updatedAt(), anEntry("a", "441826", "改过"));
    curation.submit(WANG, returned.id());

    assertThatThrownBy(() -> curation.approve(LI, review.id(), review.updatedAt()))
        .isInstanceOf(BadInput.class)
        .hasMessage("条目在你打开之后被改过，请重新查看");
  }

  @Test
  @DisplayName("两个审核人同时通过同一版，正好一个成功")
  void lets_exactly_one_of_two_reviewers_win() throws Exception {
    for (int round = 0; round < 20; round++) {
      var review = inReview("race-" + round, WANG);
      var reviewers =
          List.of(
              LI,
              account("zhao", "441826", Role.REVIEWER),
              account("qian", "CN", Role.REVIEWER),
              ROOT);

      int won = atOnce(reviewers, by -> curation.approve(by, review.id(), review.updatedAt()));

      assertThat(won).isEqualTo(1);
      assertThat(shelf.published().revision()).isEqualTo(round + 1);
      assertThat(base.revision()).isEqualTo(round + 1);
      assertThat(base.entries).hasSize(round + 1);
    }
  }

  @Test
  @DisplayName("不同条目同时通过，互不妨碍；重复的问题只有一个能上线")
  void checks_the_rules_again_when_another_publication_came_in_between() throws Exception {
    var reviews = new ArrayList<Revision>();
    for (int i = 0; i < 4; i++) {
      var question = i < 2 ? "同一个问题" : "问题" + i;
      var draft = curation.draft(WANG, anEntry("e" + i, "441826", question));
      reviews.add(curation.submit(WANG, draft.id()));
    }

    int won = atOnce(reviews, one -> curation.approve(LI, one.id(), one.updatedAt()));

    assertThat(won).isEqualTo(3);
    assertThat(shelf.published().entries()).extracting(Entry::question).doesNotHaveDuplicates();
    assertThat(base.revision()).isEqualTo(3);
  }

  private interface Act<T> {
    Revision on(T what);
  }

  private static <T> int atOnce(List<T> all, Act<T> act) throws Exception {
    int won = 0;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var tries = new ArrayList<Future<Boolean>>();
      for (var one : all) {
        Callable<Boolean> attempt =
            () -> {
              try {
                act.on(one);
                return true;
              } catch (BadInput e) {
                return false;
              }
            };
        tries.add(threads.submit(attempt));
      }
      for (var attempt : tries) {
        won += attempt.get() ? 1 : 0;
      }
    }
    return won;
  }

  @ParameterizedTest(name = "种子 {0}")
  @DisplayName("随便怎么操作：除紧急发布外没有自己审自己的，每个条目最多一版在线、一版在改，索引与书架一致")
  @ValueSource(longs = {1, 2, 3, 4})
  void never_publishes_what_nobody_else_read(long seed) {
    var random = new Random(seed);
    var accounts = new ArrayList<Account>(List.of(WANG, LI, ROOT));
    accounts.add(account("zhao", "441826", Role.REVIEWER));
    accounts.add(account("qian", "441826", Role.EDITOR));
    accounts.add(account("sun", "CN", Role.EDITOR, Role.REVIEWER));
    var done = new AtomicInteger();
    for (int step = 0; step < 400; step++) {
      attempt(random, accounts.get(random.nextInt(accounts.size())), done);
    }

    var all = shelf.find(new ShelfQuery(Set.of(), "", "", "", 10_000, 0), RegionTree.EVERYTHING);
    var everLive = all.stream().filter(one -> one.publishedAt().isPresent()).toList();
    assertThat(done.get()).isGreaterThan(50);
    assertThat(everLive)
        .isNotEmpty()
        .allSatisfy(one -> {
          assertThat(one.reviewer()).isPresent();
          if (!one.emergency()) {
            assertThat(one.wasWrittenBy(one.reviewer().orElseThrow())).isFalse();
          }
        });
    for (var entry : List.of("p0", "p1", "p2")) {
      var versions = all.stream().filter(one -> one.id().entry().value().equals(entry)).toList();
      assertThat(versions).filteredOn(one -> one.state() == State.PUBLISHED).hasSizeLessThan(2);
      assertThat(versions).filteredOn(one -> one.state().isOpen()).hasSizeLessThan(2);
    }
    assertThat(base.revision()).isEqualTo(shelf.published().revision());
    assertThat(base.entries).isEqualTo(shelf.published().entries());
  }

  private void attempt(Random random, Account by, AtomicInteger done) {
    var entry = new EntryId("p" + random.nextInt(3));
    var versions = shelf.versions(entry, RegionTree.EVERYTHING);
    try {
      if (versions.isEmpty()) {
        curation.draft(by, anEntry(entry.value(), "441826"));
      } else {
        act(random.nextInt(8), by, versions.getLast());
      }
      done.incrementAndGet();
    } catch (NotAllowed | BadInput e) {
      assertThat(shelf.versions(entry, RegionTree.EVERYTHING)).isEqualTo(versions);
    }
  }

  private void act(int which, Account by, Revision on) {
    var id = on.id();
    switch (which) {
      case 0 ->
          curation.edit(by, id, on.updatedAt(), anEntry("any", "441826", "问法" + on.id().entry()));
      case 1 -> curation.submit(by, id);
      case 2, 3 -> curation.approve(by, id, on.updatedAt());
      case 4 -> curation.returnForChanges(by, id, "再看看");
      case 5 -> curation.retire(by, id, "不用了");
      case 6 -> curation.newVersion(by, id.entry());
      default -> curation.publishAlone(by, id, on.updatedAt(), "台风停工急需");
    }
  }

  @Test
  @DisplayName("索引没跟上不影响已经发布的，下一轮会补上；别的节点发布的也会跟上")
  void follows_later_what_failed_or_happened_elsewhere() {
    var here = new RecordingBase();
    var follower = new KnowledgeFollower(shelf, here, clock);
    var failing =
        curation(() -> {
          throw new IllegalStateException("disk full");
        });
    var draft = failing.draft(WANG, anEntry("a", "441826"));
    var review = failing.submit(WANG, draft.id());

    var published = failing.approve(LI, review.id(), review.updatedAt());
    var before = here.revision();
    follower.follow();

    assertThat(published.state()).isEqualTo(State.PUBLISHED);
    assertThat(before).isZero();
    assertThat(here.revision()).isEqualTo(1);
    assertThat(here.entries).containsExactly(published.content());
  }

  @Test
  @DisplayName("发布安静半分钟以后重整一次，没安静下来先不动")
  void settles_when_it_is_quiet() {
    var follower = new KnowledgeFollower(shelf, base, clock);
    follower.follow();
    var seeds = new SeedBase(shelf, follower, this::nextId, clock);
    seeds.plant(List.of(anEntry("a", "CN")));
    seeds.plant(List.of(anEntry("b", "CN")));

    clock.pass(Duration.ofSeconds(29));
    follower.settle();
    boolean early = base.unsettled;
    clock.pass(Duration.ofSeconds(1));
    follower.settle();

    assertThat(early).isTrue();
    assertThat(base.unsettled).isFalse();
    assertThat(base.entries).containsExactly(anEntry("a", "CN"), anEntry("b", "CN"));
  }

  @Test
  @DisplayName("种子放上书架就在线；再次启动不重复，改过或下架过的不动")
  void plants_seeds_once() {
    var seeds = new SeedBase(shelf, new KnowledgeFollower(shelf, base, clock), this::nextId, clock);

    int first = seeds.plant(List.of(anEntry("a", "CN"), anEntry("b", "CN")));
    curation.retire(ROOT, new RevisionId(new EntryId("a"), 1), "本地不适用");
    int second = seeds.plant(List.of(anEntry("a", "CN"), anEntry("b", "CN"), anEntry("c", "CN")));

    assertThat(first).isEqualTo(2);
    assertThat(second).isEqualTo(1);
    assertThat(base.entries).containsExactly(anEntry("b", "CN"), anEntry("c", "CN"));
  }

  @Test
  @DisplayName("每一步都有日志：谁、做了什么、哪一版、为什么")
  void writes_an_audit_event_for_every_step() {
    var published = live("a");
    curation.retire(LI, published.id(), "政策到期");

    var log = new SqlAudit(database).find(clock.instant(), clock.instant().plusSeconds(1), 10);

    assertThat(log)
        .extracting(AuditEvent::action)
        .containsExactlyInAnyOrder("entry.draft", "entry.submit", "entry.approve", "entry.retire");
    assertThat(log)
        .filteredOn(event -> event.action().equals("entry.retire"))
        .singleElement()
        .satisfies(event -> {
          assertThat(event.by()).contains(LI.id());
          assertThat(event.subject()).isEqualTo("a@1");
          assertThat(event.detail()).isEqualTo("政策到期");
        });
  }

  @Test
  @DisplayName("编号被占用、标准问空着、地区不存在，起草时就说")
  void explains_what_is_wrong_with_a_draft() {
    curation.draft(WANG, anEntry("a", "441826"));

    assertThatThrownBy(() -> curation.draft(LI, anEntry("a", "441826"))).hasMessage("编号 a 已被使用");
    assertThatThrownBy(() -> curation.draft(LI, anEntry("b", "441826", " "))).hasMessage("请填写标准问");
    assertThatThrownBy(() -> curation.draft(ROOT, anEntry("b", "999999"))).hasMessage("没有这个地区");
    assertThatThrownBy(() -> curation.submit(LI, new RevisionId(new EntryId("none"), 1)))
        .isInstanceOf(NotAllowed.class);
  }
}
