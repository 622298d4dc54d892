package org.qingsheng.bot.desk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.qingsheng.bot.ledger.Item;
import org.qingsheng.bot.ledger.ItemEvent;
import org.qingsheng.bot.ledger.Items.Condition;
import org.qingsheng.bot.ledger.Items.ItemQuery;
import org.qingsheng.bot.ledger.Refused;
import org.qingsheng.bot.people.Account;
import org.qingsheng.bot.people.Role;
import org.qingsheng.knowledge.RegionCode;

@DisplayName("内部备注与 @同事 · notes and mentions")
@Timeout(120)
class NotesTest {
  @TempDir Path folder;

  @SuppressWarnings("NullAway.Init") // before each test
  private DeskHouse house;

  @SuppressWarnings("NullAway.Init") // before each test
  private Account wang;

  @SuppressWarnings("NullAway.Init") // before each test
  private Account city;

  @SuppressWarnings("NullAway.Init") // before each test
  private Account abroad;

  @BeforeEach
  void open() {
    house = new DeskHouse(folder);
    wang = house.hire("wang", "王晓岚", "441826", Role.CADRE);
    city = house.hire("li", "李一鸣", "441800", Role.CADRE);
    abroad = house.hire("chen", "陈安", "360000", Role.CADRE);
  }

  @AfterEach
  void close() {
    house.close();
  }

  private List<Item> mentioning(Account account) {
    return house.items.find(
        ItemQuery.ANY.and(new Condition.Mentioning(account.id().value())), account.scope());
  }

  @Test
  @DisplayName("能被提到的是看得到这条的人：本地和上级的团干部、领导；外地的、只管知识库的、停用的不行")
  void names_those_who_may_read_the_item() {
    var item = house.asks("村里篮球场晚上能开灯吗");
    var leader = house.hire("zheng", "郑书记", "440000", Role.LEADER);
    house.hire("editor", "周编辑", "441826", Role.EDITOR);
    house.hire("town", "三江镇", "441826100", Role.CADRE);

    assertThat(house.colleagues.of(item))
        .extracting(each -> each.account().id())
        .containsExactly(wang.id(), city.id(), leader.id());
  }

  @Test
  @DisplayName("被提到的人在“提到我”里看到，点“知道了”之前是未读；再提一次又是未读")
  void shows_mentions_until_they_are_acknowledged() {
    var item = house.asks("村里篮球场晚上能开灯吗");

    house.desk.note(item.id(), wang, "@李一鸣 这条市里牵头吗？@陈安 @不存在的人");

    assertThat(mentioning(city)).extracting(Item::id).containsExactly(item.id());
    assertThat(mentioning(abroad)).isEmpty();
    assertThat(mentioning(wang)).isEmpty();
    assertThat(house.mentions.unread(city.id())).containsExactly(item.id());
    assertThat(house.events(item.id()).getLast())
        .isEqualTo(new ItemEvent.Noted("wang", "@李一鸣 这条市里牵头吗？@陈安 @不存在的人", List.of("li")));

    house.mentions.read(item.id(), city.id(), house.clock.instant());
    assertThat(house.mentions.unread(city.id())).isEmpty();
    assertThat(mentioning(city)).hasSize(1);

    house.desk.note(item.id(), wang, "＠李一鸣 再看一下");
    assertThat(house.mentions.unread(city.id())).containsExactly(item.id());
  }

  @Test
  @DisplayName("办结并且看过的离开“提到我”；办结了没看过的还在")
  void drops_what_is_closed_and_seen() {
    var item = house.asks("问题");
    house.desk.note(item.id(), wang, "@李一鸣 看一下");
    house.commit(
        org.qingsheng.bot.ledger.Turns.happened(item.id(), new ItemEvent.Withdrawn("提问人撤回")));

    assertThat(mentioning(city)).hasSize(1);
    house.mentions.read(item.id(), city.id(), house.clock.instant());

    assertThat(mentioning(city)).isEmpty();
  }

  @Test
  @DisplayName("条目转去别的地区，看不到它的人也就不在“提到我”里看到它")
  void forgets_mentions_out_of_the_region() {
    var item = house.asks("问题");
    house.desk.note(item.id(), city, "@王晓岚 请看");
    house.desk.transfer(
        item.id(), city, Optional.empty(), Optional.of(new RegionCode("441881")), "英德的事");

    assertThat(mentioning(wang)).isEmpty();
  }

  @Test
  @DisplayName("同名的两位用“姓名·登录名”分开；名字是另一个名字开头的，取长的那个")
  void tells_namesakes_apart() {
    var item = house.asks("问题");
    house.hire("wang2", "王晓岚", "441800", Role.CADRE);
    house.hire("wangxl", "李一鸣明", "441826", Role.CADRE);

    house.desk.note(item.id(), city, "@王晓岚 @王晓岚·wang2 @李一鸣明");

    assertThat(house.events(item.id()).getLast())
        .isEqualTo(new ItemEvent.Noted("li", "@王晓岚 @王晓岚·wang2 @李一鸣明", List.of("wang2", "wangxl")));
  }

  @Test
  @DisplayName("随便怎么操作，备注的字从不出现在要发的消息、提问、答复和知识草稿里")
  void no_sequence_of_actions_sends_a_note() {
    var random = new Random(20_261_120);
    var staff = List.of(wang, city, abroad);
    var notes = new ArrayList<String>();
    for (int round = 0; round < 60; round++) {
      var item = house.asks("第 " + round + " 个问题");
      for (int step = 0; step < 12; step++) {
        var by = staff.get(random.nextInt(staff.size()));
        var secret = "秘密" + Long.toString(random.nextLong(), 36);
        attempt(() -> act(random, item, by, secret, notes));
      }
    }

    assertThat(notes).hasSizeGreaterThan(100);
    var written = everythingButEvents();
    assertThat(written).contains("答复正文");
    notes.forEach(note -> assertThat(written).doesNotContain(note));
  }

  private void act(Random random, Item item, Account by, String secret, List<String> notes) {
    switch (random.nextInt(6)) {
      case 0, 1 -> {
        house.desk.note(
            item.id(), by, (random.nextBoolean() ? "@王晓岚 " : "@全体成员 [CQ:at,qq=all] ") + secret);
        notes.add(secret);
      }
      case 2 -> house.desk.claim(item.id(), by);
      case 3 -> house.desk.answer(item.id(), by, "答复正文" + random.nextInt(), random.nextBoolean());
      case 4 -> house.desk.release(item.id(), by, "不归我管");
      default -> house.desk.transfer(item.id(), by, Optional.of(city), Optional.empty(), "请市里办");
    }
  }

  /** What is refused is refused; the next action comes all the same. */
  private static void attempt(Runnable action) {
    try {
      action.run();
    } catch (Refused | org.qingsheng.bot.people.NotAllowed refused) {
      assertThat(refused).hasMessageNotContaining("秘密");
    }
  }

  /** Every text in the database, the events of items left out: those are for staff. */
  private String everythingButEvents() {
    var all = new StringBuilder();
    for (var sql :
        Set.of(
            "SELECT text FROM outbound",
            "SELECT choices FROM outbound",
            "SELECT text FROM heard",
            "SELECT question FROM item",
            "SELECT coalesce(answer, '') FROM item",
            "SELECT state FROM dialogue",
            "SELECT content FROM entry_version",
            "SELECT note FROM entry_version")) {
      house
          .database
          .read(handle -> handle.createQuery(sql).mapTo(String.class).list())
          .forEach(text -> all.append(text).append('\n'));
    }
    return all.toString();
  }
}
