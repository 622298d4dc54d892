package org.qingsheng.bot.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.qingsheng.adapters.Addressing;
import org.qingsheng.adapters.AskerId;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.Conversation;
import org.qingsheng.adapters.ConversationId;
import org.qingsheng.adapters.InboundEvent.MessageReceived;
import org.qingsheng.adapters.MessageId;
import org.qingsheng.adapters.simulator.SimulatorAdapter;
import org.qingsheng.adapters.simulator.SimulatorRules;
import org.qingsheng.bot.curation.GoldenFile;
import org.qingsheng.bot.people.Group;
import org.qingsheng.bot.people.Scope;
import org.qingsheng.bot.rehearsal.HitTest;
import org.qingsheng.bot.rehearsal.Outcome;
import org.qingsheng.bot.rehearsal.Past;
import org.qingsheng.bot.rehearsal.Replay;
import org.qingsheng.bot.settings.Settings;
import org.qingsheng.bot.simulation.TurnedClock;
import org.qingsheng.bot.store.SqlPast;
import org.qingsheng.knowledge.EntryId;
import org.qingsheng.knowledge.Query;
import org.qingsheng.knowledge.RegionCode;

@DisplayName("试演 · rehearsals against the real house")
@Timeout(300)
class RehearsalTest {
  private static final Instant NINE = Instant.parse("2026-11-19T01:00:00Z");
  private static final LocalDate DAY = LocalDate.of(2026, 11, 19);
  private static final int SAMPLE = 150;
  private static final List<RegionCode> PLACES =
      List.of(
          new RegionCode("441826"),
          new RegionCode("360000"),
          new RegionCode("441900"),
          RegionCode.NATION);

  @TempDir Path folder;

  private final TurnedClock clock = new TurnedClock(NINE);
  private final SimulatorAdapter channel =
      new SimulatorAdapter(new ChannelId("simulator"), SimulatorRules.ONEBOT);
  private int messages;

  @SuppressWarnings("NullAway.Init") // before each test
  private Qingsheng house;

  @BeforeEach
  void open() {
    var file = RunningServer.root().resolve("config").resolve("qingsheng.yaml");
    var settings = ((Settings.Loaded) Settings.load(file, Map.of())).settings();
    house = new Qingsheng(settings.in(folder), clock, _ -> List.of(channel));
    house.start();
  }

  @AfterEach
  void close() {
    house.close();
  }

  private List<String> says(String asker, Conversation where, String words)
      throws InterruptedException {
    clock.turn(Duration.ofSeconds(20));
    channel.takeSent();
    channel
        .tell(
            new MessageReceived(
                channel.channel(),
                new MessageId("m" + ++messages),
                where,
                new AskerId(asker),
                words,
                List.of(),
                where.isGroup() ? Addressing.MENTION : Addressing.PRIVATE,
                Optional.empty(),
                clock.instant(),
                false))
        .join();
    assertThat(house.awaitIdle(20)).isTrue();
    // What only begins a question is held for a moment.
    clock.turn(Duration.ofSeconds(2));
    house.tick();
    assertThat(house.awaitIdle(20)).isTrue();
    return channel.takeSent().stream().map(each -> each.text()).toList();
  }

  /** One group in each place, so that askers are there. */
  private Conversation groupIn(RegionCode place) {
    var group = new Conversation.GroupChat(new ConversationId("group-" + place));
    if (house.groups.find(channel.channel(), group.id()).isEmpty()) {
      house.groups.save(
          new Group(
              channel.channel(),
              group.id(),
              "群",
              place,
              Group.TriggerMode.MENTION,
              List.of(),
              Group.Standing.JOINED));
    }
    return group;
  }

  /** Labelled questions, wordings of entries, damaged ones, commands, wishes and small talk. */
  private List<String> questions() {
    var random = new Random(20261119);
    var pool = new ArrayList<String>();
    GoldenFile.read(RunningServer.root().resolve("config/golden"))
        .forEach(each -> pool.add(each.question()));
    house.library.shelf.published().entries().forEach(each -> pool.add(each.question()));
    var some = new ArrayList<String>();
    for (int i = 0; i < SAMPLE; i++) {
      var text = pool.get(random.nextInt(pool.size()));
      some.add(
          switch (i % 5) {
            case 0 -> text.substring(0, 1 + random.nextInt(text.length()));
            case 1 -> text + "，另外" + pool.get(random.nextInt(pool.size()));
            default -> text;
          });
    }
    some.addAll(List.of("你好", "转人工", "微心愿 想要一个书架", "怎么办", "我不想活了", "进度", "我电话13812345678贷款多少"));
    // What ends with a comma is held for a moment and answered in a turn of its own.
    return some.stream().map(each -> each.replaceAll("[，,、：:]+$", "")).toList();
  }

  @Test
  @DisplayName("随机抽问：命中测试说的处置和条目，与真实渠道里发生的一字不差，百分之百一致")
  void rehearses_exactly_what_live_traffic_meets() throws InterruptedException {
    var test = new HitTest(house.rehearsal(), house.said, house.regions);
    var different = new TreeMap<String, String>();
    var kinds = new TreeMap<Outcome.Kind, Integer>();
    int number = 0;
    for (var question : questions()) {
      var place = PLACES.get(number++ % PLACES.size());
      var group = groupIn(place);
      var heard = says("asker-" + number, group, question);
      var live = lastInLedger();
      var tested = test.of(question, place, Set.of(), clock.instant());
      kinds.merge(live.kind(), 1, Integer::sum);
      if (!tested.live().outcome().sameAs(live)) {
        different.put(question, live + " / " + tested.live().outcome());
      }
      assertThat(tested.live().said()).as(question).hasSameSizeAs(heard);
      var asked = new Query(question, house.regions.path(place), Set.of(), clock.instant());
      assertThat(tested.explanation().decision()).as(question).isEqualTo(house.said.ask(asked));
    }

    assertThat(different).isEmpty();
    assertThat(kinds)
        .containsKeys(
            Outcome.Kind.ANSWERED,
            Outcome.Kind.OFFERED,
            Outcome.Kind.HANDED_OFF,
            Outcome.Kind.CRISIS,
            Outcome.Kind.RECORDED);
  }

  /** What the ledger says became of the last message. */
  private Outcome lastInLedger() {
    return past().heard(NINE, clock.instant().plusSeconds(1), Scope.ALL).stream()
        .reduce((_, last) -> last)
        .map(Past.Heard::events)
        .map(Outcome::of)
        .orElseThrow();
  }

  private Past past() {
    return new SqlPast(house.database);
  }

  @Test
  @DisplayName("重放昨天：知识没变，处置就一个不变；下架一条，只有用到它的变；不发一条消息，不写一行库")
  void replays_yesterday_and_leaves_no_trace() throws InterruptedException, IOException {
    var loan = "创业担保贷款个人最高能贷多少";
    var group = groupIn(PLACES.getFirst());
    says("ming", group, loan);
    says("ming", group, "那利息呢");
    says("hong", group, "毕业档案放哪");
    says("hong", group, "详情");
    says("gang", groupIn(PLACES.get(1)), "我想知道火星移民补贴怎么申请");
    says("gang", groupIn(PLACES.get(1)), "谢谢");
    clock.turn(Duration.ofDays(1));
    var replay = new Replay(past(), house.rehearsal(), clock);
    var before = rows();

    var same = replay.of(DAY, Scope.ALL);
    var county = replay.of(DAY, new Scope(PLACES.getFirst()));
    var used = same.questions().getFirst().then().entries().stream().map(EntryId::new).toList();
    house.knowledge.publish(List.of(), used, house.knowledge.revision());
    var changed = replay.of(DAY, Scope.ALL);

    assertThat(same.messages()).isEqualTo(6);
    assertThat(same.questions()).hasSize(4);
    assertThat(same.changed()).isEmpty();
    assertThat(county.questions()).hasSize(3);
    assertThat(replay.of(DAY.minusDays(1), Scope.ALL).messages()).isZero();
    assertThat(changed.changed())
        .isNotEmpty()
        .allSatisfy(each -> assertThat(each.then().entries()).containsAnyElementsOf(ids(used)));
    assertThat(changed.changed().getFirst().text()).isEqualTo(loan);
    assertThat(rows()).isEqualTo(before);
    assertThat(house.awaitIdle(5)).isTrue();
    assertThat(channel.takeSent()).isEmpty();
  }

  private static List<String> ids(List<EntryId> entries) {
    return entries.stream().map(EntryId::value).toList();
  }

  /** How many rows every table has. */
  private Map<String, Long> rows() {
    return house.database.read(handle -> {
      var rows = new TreeMap<String, Long>();
      handle
          .select("SELECT name FROM sqlite_master WHERE type = 'table'")
          .mapTo(String.class)
          .list()
          .forEach(table ->
              rows.put(
                  table, handle.select("SELECT count(*) FROM " + table).mapTo(Long.class).one()));
      return rows;
    });
  }
}
