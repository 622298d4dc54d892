package org.qingsheng.bot.curation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
import org.qingsheng.bot.store.SqlWords;
import org.qingsheng.knowledge.Decision;
import org.qingsheng.knowledge.Entry;
import org.qingsheng.knowledge.EntryId;
import org.qingsheng.knowledge.Query;
import org.qingsheng.knowledge.RegionCode;
import org.qingsheng.knowledge.Synonym;
import org.qingsheng.knowledge.index.LuceneKnowledge;
import org.qingsheng.knowledge.ranking.RankingModel;

@DisplayName("本地值和同义词 · words of a region")
class WordsTest {
  private static final RegionCode COUNTY = new RegionCode("441826");
  private static final RegionCode OTHER = new RegionCode("441825");
  private static final RegionCode CITY = new RegionCode("441800");
  private static final String QUESTION = "最低工资每月多少";

  private static final Entry WAGE =
      new Entry(
          new EntryId("wage"),
          1,
          QUESTION,
          List.of(),
          "本地每月{local.wage.month}，小时工{local.wage.hour}。",
          Optional.of("标准各地不同，请打12333问人社局。"),
          "",
          Entry.Kind.GUIDE,
          "劳动",
          RegionCode.NATION,
          Set.of(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          List.of(),
          "县人社局",
          List.of(),
          Optional.empty());

  private final TestClock clock = new TestClock();
  private final AtomicInteger ids = new AtomicInteger();
  private final LuceneKnowledge base = LuceneKnowledge.inMemory(RankingModel.shipped());
  private final Account admin = admin("root", CITY);

  @TempDir Path folder;

  @SuppressWarnings("NullAway.Init") // before each test
  private Database database;

  @SuppressWarnings("NullAway.Init") // before each test
  private Words words;

  @SuppressWarnings("NullAway.Init") // before each test
  private LocalKnowledge said;

  private static Account admin(String id, RegionCode region) {
    return new Account(
        new AccountId(id), id, id, Set.of(Role.ADMIN), region, true, Optional.empty());
  }

  @BeforeEach
  void open() {
    database = FreshDatabase.in(folder);
    var shelf = new SqlShelf(database);
    shelf.plant(
        List.of(WAGE),
        clock.instant(),
        new AuditEvent("e", clock.instant(), Optional.empty(), "test", "wage", ""));
    base.replaceAll(shelf.published().entries(), 1);
    words = words();
    said = new LocalKnowledge(base, words::texts, RegionTree.SMALL.path(CITY));
  }

  private Words words() {
    var stored = new SqlWords(database);
    return new Words(
        stored.localValues(),
        stored.synonyms(),
        List.of(new Synonym("底薪标准", "最低工资", RegionCode.NATION)),
        base,
        new SqlShelf(database),
        RegionTree.SMALL,
        () -> "id-" + ids.incrementAndGet(),
        clock);
  }

  @AfterEach
  void close() {
    base.close();
    database.close();
  }

  private String heard(RegionCode region) {
    var query = new Query(QUESTION, RegionTree.SMALL.path(region), Set.of(), clock.instant());
    return ((Decision.Answer) said.ask(query)).match().entry().answer();
  }

  @Test
  @DisplayName("值没有填全就答单位和热线，填全了才答数字，最近的地区优先")
  void never_promises_an_empty_value() {
    assertThat(heard(COUNTY)).isEqualTo("标准各地不同，请打12333问人社局。");
    words.fill(admin, "wage.month", CITY, "1800元");
    assertThat(heard(COUNTY)).isEqualTo("标准各地不同，请打12333问人社局。");
    words.fill(admin, "wage.hour", CITY, "18元");
    assertThat(heard(COUNTY)).isEqualTo("本地每月1800元，小时工18元。");
    words.fill(admin, "wage.month", COUNTY, "1750元");

    assertThat(heard(COUNTY)).isEqualTo("本地每月1750元，小时工18元。");
    assertThat(heard(OTHER)).isEqualTo("本地每月1800元，小时工18元。");
    assertThat(heard(RegionCode.NATION)).isEqualTo("标准各地不同，请打12333问人社局。");
    assertThat(said.entry(WAGE.id(), RegionTree.SMALL.path(COUNTY)).orElseThrow().answer())
        .isEqualTo("本地每月1750元，小时工18元。");
    assertThat(said.entry(WAGE.id()).orElseThrow().answer())
        .as("which county is not known, and they differ")
        .isEqualTo("标准各地不同，请打12333问人社局。");
    words.fill(admin, "wage.hour", CITY, "  ");
    assertThat(heard(COUNTY)).isEqualTo("标准各地不同，请打12333问人社局。");
    assertThat(said.revision()).isEqualTo(1);
  }

  @Test
  @DisplayName("页面列出用到的名字、用在哪条、上级的值；别的节点填的，跟上以后也看得到")
  void lists_what_is_needed() {
    words.fill(admin, "wage.month", CITY, "1800元");
    var elsewhere = words();
    elsewhere.follow();

    var needed = elsewhere.needed(admin, COUNTY);

    assertThat(needed).extracting(Words.Needed::name).containsExactly("wage.hour", "wage.month");
    assertThat(needed.getFirst().isEmpty()).isTrue();
    assertThat(needed.getLast().here()).isEmpty();
    assertThat(needed.getLast().above()).contains("1800元");
    assertThat(needed.getLast().users()).containsExactly(WAGE);
  }

  @Test
  @DisplayName("只有管理员能改，只能改本地区及以下；改动有日志；太长、带大括号的不收")
  void guards_changes() {
    var cadre =
        new Account(
            new AccountId("c"), "c", "c", Set.of(Role.CADRE), COUNTY, true, Optional.empty());

    assertThatThrownBy(() -> words.fill(cadre, "wage.month", COUNTY, "1"))
        .isInstanceOf(NotAllowed.class);
    assertThatThrownBy(() -> words.fill(admin("a", COUNTY), "wage.month", CITY, "1"))
        .isInstanceOf(NotAllowed.class);
    assertThatThrownBy(() -> words.fill(admin, "wage.month", CITY, "元".repeat(101)))
        .isInstanceOf(BadInput.class);
    assertThatThrownBy(() -> words.fill(admin, "wage.month", CITY, "{local.wage.hour}"))
        .isInstanceOf(BadInput.class);
    assertThatThrownBy(() -> words.fill(admin, "工资", CITY, "1")).isInstanceOf(BadInput.class);
    assertThatThrownBy(() -> words.save(admin, new Synonym("薪", "最低工资", CITY)))
        .isInstanceOf(BadInput.class);
    words.fill(admin, "wage.month", CITY, "1800元");
    assertThat(new SqlAudit(database).find(Instant.EPOCH, clock.instant().plusSeconds(1), 10))
        .anyMatch(event ->
            event.action().equals("local-value.save")
                && event.subject().equals("wage.month@441800"));
  }

  @Test
  @DisplayName("同义词存了马上用，删了马上不用；文件里的一直在；试的时候列出会变的题")
  void synonyms_are_in_use_at_once() throws IOException {
    words.follow();
    var alias = new Synonym("打工底线钱", "最低工资", COUNTY);
    var query = new Query("打工底线钱每月多少", RegionTree.SMALL.path(COUNTY), Set.of(), clock.instant());
    Files.writeString(
        folder.resolve("g.jsonl"),
        """
        {"id":"g1","text":"打工底线钱每月多少","relevant":["wage"]}
        {"id":"g2","text":"天气"}
        not json
        """);
    var golden =
        new RegressionSet(
            new SqlGoldenCases(database),
            new SqlShelf(database),
            RegionTree.SMALL,
            CITY,
            () -> "id-" + ids.incrementAndGet(),
            clock);
    golden.plant(GoldenFile.read(folder));

    var compared =
        golden
            .inUse(COUNTY)
            .compare(
                asked -> base.ask(asked, words.used()),
                asked -> base.ask(asked, words.with(admin, alias)),
                clock.instant());
    words.save(admin, alias);

    assertThat(golden.inUse().size()).isEqualTo(2);
    assertThat(GoldenFile.read(folder.resolve("none"))).isEmpty();
    assertThat(compared.changes())
        .singleElement()
        .satisfies(change -> {
          assertThat(change.question().question()).isEqualTo("打工底线钱每月多少");
          assertThat(change.after()).contains(QUESTION);
          assertThat(change.better()).isTrue();
        });
    assertThat(words.without(alias.alias(), COUNTY)).hasSize(1);
    assertThat(base.ask(query)).isInstanceOf(Decision.Answer.class);
    assertThat(words.listed(admin)).containsExactly(alias);
    assertThat(words.filed()).isEqualTo(1);
    words.remove(admin, alias.alias(), COUNTY);
    assertThat(base.ask(query)).isNotInstanceOf(Decision.Answer.class);
    assertThat(words.used()).hasSize(1);
  }
}
