package org.qingsheng.bot.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.qingsheng.bot.ledger.Turns.LIANNAN;
import static org.qingsheng.bot.ledger.Turns.claimed;
import static org.qingsheng.bot.ledger.Turns.happened;
import static org.qingsheng.bot.ledger.Turns.inGroup;
import static org.qingsheng.bot.ledger.Turns.inPrivate;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.qingsheng.bot.ledger.DialogueKey;
import org.qingsheng.bot.ledger.Effect;
import org.qingsheng.bot.ledger.Item;
import org.qingsheng.bot.ledger.ItemEvent;
import org.qingsheng.bot.ledger.ItemId;
import org.qingsheng.bot.ledger.ItemKind;
import org.qingsheng.bot.ledger.ItemState;
import org.qingsheng.bot.ledger.Items.Condition;
import org.qingsheng.bot.ledger.Items.ItemQuery;
import org.qingsheng.bot.ledger.Items.Line;
import org.qingsheng.bot.ledger.Items.Order;
import org.qingsheng.bot.ledger.Purpose;
import org.qingsheng.bot.ledger.Turns;
import org.qingsheng.bot.people.Scope;
import org.qingsheng.knowledge.RegionCode;

@DisplayName("条目读取 · reading items")
abstract class ItemsContract extends StoreContract {
  /** Each area with those that contain it, written out by hand: the rule is not computed here. */
  private static final Map<String, Set<String>> WITHIN =
      Map.ofEntries(
          Map.entry("CN", Set.of("CN")),
          Map.entry("440000", Set.of("CN", "440000")),
          Map.entry("441800", Set.of("CN", "440000", "441800")),
          Map.entry("441826", Set.of("CN", "440000", "441800", "441826")),
          Map.entry("441826100", Set.of("CN", "440000", "441800", "441826", "441826100")),
          Map.entry(
              "441826100003",
              Set.of("CN", "440000", "441800", "441826", "441826100", "441826100003")),
          Map.entry("441826101", Set.of("CN", "440000", "441800", "441826", "441826101")),
          Map.entry("441881", Set.of("CN", "440000", "441800", "441881")),
          Map.entry("440100", Set.of("CN", "440000", "440100")),
          Map.entry("441900", Set.of("CN", "440000", "441900")),
          Map.entry("360000", Set.of("CN", "360000")),
          Map.entry("360100", Set.of("CN", "360000", "360100")),
          Map.entry("110101", Set.of("CN", "110000", "110101")),
          Map.entry("110000", Set.of("CN", "110000")));

  private Turns turns = new Turns(clock);

  @SuppressWarnings("NullAway.Init") // before each test
  private SqlLedger ledger;

  @SuppressWarnings("NullAway.Init") // before each test
  private SqlItems items;

  @BeforeEach
  void openItems() {
    turns = new Turns(clock);
    ledger = new SqlLedger(database, "node-1", (_, _, _, _) -> {});
    items = new SqlItems(database);
  }

  private ItemId waiting(DialogueKey talk, RegionCode region, String words) {
    var id = turns.ids.item();
    Waiting.on(ledger.commit(turns.waiting(id, talk, region, words)));
    return id;
  }

  private void commit(Effect... effects) {
    Waiting.on(ledger.commit(turns.turn(effects)));
  }

  private List<ItemId> ids(ItemQuery query) {
    return items.find(query, Scope.ALL).stream().map(Item::id).toList();
  }

  @Test
  @DisplayName("地区矩阵：谁也看不到范围之外的条目，列表、计数、按编号、按号码都一样，零泄漏")
  void nobody_sees_items_outside_their_region() {
    var placed = new HashMap<ItemId, String>();
    WITHIN
        .keySet()
        .forEach(
            region -> placed.put(waiting(inPrivate("u"), new RegionCode(region), "问"), region));

    for (var reader : WITHIN.keySet()) {
      var scope = new Scope(new RegionCode(reader));
      var maySee =
          placed.entrySet().stream()
              .filter(each -> within(each.getValue()).contains(reader))
              .map(Map.Entry::getKey)
              .toList();

      assertThat(items.find(ItemQuery.ANY, scope))
          .extracting(Item::id)
          .as("list for %s", reader)
          .containsExactlyInAnyOrderElementsOf(maySee);
      assertThat(items.count(ItemQuery.ANY, scope))
          .as("count for %s", reader)
          .isEqualTo(maySee.size());
      assertThat(
              items
                  .countsByState(Instant.EPOCH, clock.instant().plusSeconds(1), scope)
                  .values()
                  .stream()
                  .mapToLong(Long::longValue)
                  .sum())
          .as("figures for %s", reader)
          .isEqualTo(maySee.size());
      placed
          .keySet()
          .forEach(id -> {
            var number = items.find(id, Scope.ALL).orElseThrow().number();
            assertThat(items.find(id, scope).isPresent()).isEqualTo(maySee.contains(id));
            assertThat(items.find(number, scope).isPresent()).isEqualTo(maySee.contains(id));
          });
    }
  }

  private static Set<String> within(String region) {
    return java.util.Objects.requireNonNull(WITHIN.get(region));
  }

  @Test
  @DisplayName("全国的条目只归全国的人看，县里看不到，也不会因此少了自己的")
  void a_nationwide_item_belongs_to_the_nation() {
    var nationwide = waiting(inPrivate("u1"), RegionCode.NATION, "问");
    var local = waiting(inPrivate("u2"), LIANNAN, "问");

    assertThat(items.find(ItemQuery.ANY, new Scope(LIANNAN)))
        .extracting(Item::id)
        .containsExactly(local);
    assertThat(ids(ItemQuery.ANY)).containsExactlyInAnyOrder(nationwide, local);
  }

  @Test
  @DisplayName("闲聊不混进列表和数字，除非专门要看")
  void small_talk_is_left_out_unless_wanted() {
    var chat = turns.ids.item();
    commit(
        Turns.asked(chat, inGroup("u"), ItemKind.CHAT, LIANNAN),
        happened(chat, new ItemEvent.Declined("问候")));
    var question = waiting(inGroup("u"), LIANNAN, "问");

    assertThat(ids(ItemQuery.ANY)).containsExactly(question);
    assertThat(ids(ItemQuery.ANY.kinds(Set.of(ItemKind.CHAT)))).containsExactly(chat);
    assertThat(items.countsByState(Instant.EPOCH, clock.instant().plusSeconds(1), Scope.ALL))
        .containsExactly(Map.entry(ItemState.WAITING, 1L));
  }

  @Test
  @DisplayName("按状态、承办人、谈话、期限、提出时间和文字筛选")
  void filters_by_everything_a_page_offers() {
    var mine = waiting(inGroup("u1"), LIANNAN, "创业贷款能贷多少");
    commit(claimed(mine, "wang"));
    clock.pass(Duration.ofHours(1));
    var later = waiting(inGroup("u2"), LIANNAN, "工资 100% 拖欠_怎么办\\");
    var now = clock.instant();

    assertThat(ids(ItemQuery.ANY.states(ItemState.ASSIGNED))).containsExactly(mine);
    assertThat(ids(ItemQuery.ANY.assignee("wang"))).containsExactly(mine);
    assertThat(ids(ItemQuery.ANY.assignee("li"))).isEmpty();
    assertThat(ids(ItemQuery.ANY.talk(inGroup("u2")))).containsExactly(later);
    assertThat(ids(ItemQuery.ANY.talk(inPrivate("u2")))).isEmpty();
    assertThat(
            ids(ItemQuery.ANY.due(Optional.empty(), now.plus(Duration.ofHours(7)).plusMillis(1))))
        .containsExactly(mine);
    assertThat(
            ids(
                ItemQuery.ANY.due(
                    Optional.of(now.plus(Duration.ofHours(8))), now.plus(Duration.ofHours(9)))))
        .containsExactly(later);
    assertThat(ids(ItemQuery.ANY.opened(now, now.plusSeconds(1)))).containsExactly(later);
    assertThat(ids(ItemQuery.ANY.opened(Instant.EPOCH, now))).containsExactly(mine);
    assertThat(ids(ItemQuery.ANY.containing("贷款"))).containsExactly(mine);
    assertThat(ids(ItemQuery.ANY.containing("0% 拖"))).containsExactly(later);
    assertThat(ids(ItemQuery.ANY.containing("0_ 拖"))).as("_ is not a wildcard").isEmpty();
    assertThat(ids(ItemQuery.ANY.containing("%贷"))).as("%% is not a wildcard").isEmpty();
    assertThat(ids(ItemQuery.ANY.containing("办\\"))).containsExactly(later);
    assertThat(ids(ItemQuery.ANY.containing("' OR 1=1 --"))).isEmpty();
  }

  @Test
  @DisplayName("排序：最新、最早、最急（先看优先级再看期限）")
  void orders_as_asked() {
    var first = waiting(inGroup("u1"), LIANNAN, "一");
    clock.pass(Duration.ofMinutes(1));
    var second = waiting(inGroup("u2"), LIANNAN, "二");
    clock.pass(Duration.ofMinutes(1));
    var crisis = turns.ids.item();
    commit(
        Turns.asked(crisis, inGroup("u3"), ItemKind.CRISIS, LIANNAN),
        happened(crisis, new ItemEvent.HandedOff("危机词", 0, clock.instant().plusSeconds(300))));

    assertThat(ids(ItemQuery.ANY)).containsExactly(crisis, second, first);
    assertThat(ids(ItemQuery.ANY.by(Order.OLDEST))).containsExactly(first, second, crisis);
    assertThat(ids(ItemQuery.ANY.by(Order.MOST_URGENT))).containsExactly(crisis, first, second);
  }

  @Test
  @DisplayName("随机条件下，一页一页翻完恰好是计数那么多，不重不漏")
  void pages_add_up_to_the_count() {
    var random = new Random(7);
    var regions = List.copyOf(WITHIN.keySet());
    for (int i = 0; i < 120; i++) {
      var id =
          waiting(
              inGroup("u" + random.nextInt(5)),
              new RegionCode(regions.get(random.nextInt(regions.size()))),
              random.nextBoolean() ? "贷款" : "工资");
      if (random.nextBoolean()) {
        commit(claimed(id, random.nextBoolean() ? "wang" : "li"));
      }
      clock.pass(Duration.ofSeconds(random.nextInt(3)));
    }
    for (int i = 0; i < 60; i++) {
      var query = ItemQuery.ANY;
      query = random.nextBoolean() ? query.states(ItemState.WAITING) : query;
      query = random.nextBoolean() ? query.containing("贷款") : query;
      query = random.nextInt(3) == 0 ? query.assignee("wang") : query;
      query =
          query.by(List.of(Order.NEWEST, Order.OLDEST, Order.MOST_URGENT).get(random.nextInt(3)));
      var scope = new Scope(new RegionCode(regions.get(random.nextInt(regions.size()))));
      int size = 1 + random.nextInt(17);

      var seen = new ArrayList<ItemId>();
      List<Item> page;
      do {
        page = items.find(query.page(seen.size(), size), scope);
        page.forEach(item -> seen.add(item.id()));
      } while (page.size() == size);

      assertThat(seen).doesNotHaveDuplicates().hasSize((int) items.count(query, scope));
    }
  }

  @Test
  @DisplayName("同一毫秒里，来信排在我们的回复前面")
  void the_thread_shows_the_question_before_the_reply() {
    var id = turns.ids.item();
    var talk = inGroup("u1");
    commit(
        turns.heard(talk, "zz-late-in-the-alphabet", Optional.of(id), "问"),
        Turns.asked(id, talk, ItemKind.QUESTION, LIANNAN),
        turns.handedOff(id),
        new Effect.Say(turns.message(talk, Optional.of(id), Purpose.RECEIPT, "已转")));

    assertThat(items.thread(id)).extracting(Line::text).containsExactly("问", "已转");
  }

  @Test
  @DisplayName("补充的话并进条目的文字，历史一件不少")
  void what_is_added_joins_the_words() {
    var talk = inGroup("u1");
    var id = waiting(talk, LIANNAN, "工资没发");
    clock.pass(Duration.ofSeconds(5));
    commit(turns.heard(talk, "m2", Optional.of(id), "已经三个月了"), happened(id, new ItemEvent.Added()));

    assertThat(items.find(id, Scope.ALL).orElseThrow().question()).isEqualTo("工资没发\n已经三个月了");
    assertThat(Stream.of(items.history(id)).flatMap(List::stream)).hasSize(3);
  }

  @Test
  @DisplayName("等认领从进队列那一刻算起：退回、转办重新算，认领了就不算；账目相符")
  void knows_since_when_an_item_waits() {
    var items = new SqlItems(database);
    var ledger = new SqlLedger(database, "n", (_, _, _, _) -> {});
    var id = turns.ids.item();
    ledger.commit(turns.waiting(id, inPrivate("a"), LIANNAN, "问题")).join();
    var asked = clock.instant();
    assertThat(items.find(id, Scope.ALL).orElseThrow().waitingSince()).contains(asked);

    ledger.commit(turns.turn(claimed(id, "wang"))).join();
    assertThat(items.find(id, Scope.ALL).orElseThrow().waitingSince()).isEmpty();
    clock.pass(Duration.ofMinutes(10));
    ledger.commit(turns.turn(happened(id, new ItemEvent.Released("wang", "忙")))).join();

    assertThat(items.find(id, Scope.ALL).orElseThrow().waitingSince()).contains(clock.instant());
    assertThat(found(new Condition.WaitingSince(asked))).isEmpty();
    assertThat(found(new Condition.WaitingSince(clock.instant()))).containsExactly(id);
    assertThat(new SqlAuditor(database, clock).reconcile().faults()).isEmpty();
  }

  @Test
  @DisplayName("按渠道、下级地区、答复条目的主题筛选；几个条件要同时满足")
  void narrows_by_channel_region_and_topic() {
    var ledger = new SqlLedger(database, "n", (_, _, _, _) -> {});
    var inside = turns.ids.item();
    var outside = turns.ids.item();
    ledger.commit(turns.waiting(inside, inPrivate("a"), LIANNAN, "租房")).join();
    ledger.commit(turns.waiting(outside, inPrivate("b"), new RegionCode("441881"), "租房")).join();
    database.writeNow(handle ->
        handle.execute(
            "INSERT INTO entry_version VALUES"
                + " ('e1', 1, 'DRAFT', 'q', '441826', '住房', '{}', 'wang', 'wang', NULL, ?, 0, '', 0, 0, NULL)",
            inside.value()));

    assertThat(found(new Condition.OnChannel("simulator")))
        .containsExactlyInAnyOrder(inside, outside);
    assertThat(found(new Condition.OnChannel("web"))).isEmpty();
    assertThat(found(new Condition.Within(new RegionCode("441800")))).hasSize(2);
    assertThat(found(new Condition.Within(LIANNAN))).containsExactly(inside);
    assertThat(found(new Condition.OnTopic("住房"))).containsExactly(inside);
    assertThat(found(new Condition.Within(new RegionCode("441881")), new Condition.OnTopic("住房")))
        .isEmpty();
  }

  private List<ItemId> found(Condition... conditions) {
    var query = ItemQuery.ANY;
    for (var condition : conditions) {
      query = query.and(condition);
    }
    var items = new SqlItems(database);
    var list = items.find(query, Scope.ALL).stream().map(Item::id).toList();
    assertThat(items.count(query, Scope.ALL)).isEqualTo(list.size());
    return list;
  }
}
