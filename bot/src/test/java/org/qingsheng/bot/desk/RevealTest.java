package org.qingsheng.bot.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.qingsheng.adapters.MessageId;
import org.qingsheng.bot.ledger.Effect;
import org.qingsheng.bot.ledger.Item;
import org.qingsheng.bot.ledger.ItemEvent;
import org.qingsheng.bot.people.Account;
import org.qingsheng.bot.people.BadInput;
import org.qingsheng.bot.people.NotAllowed;
import org.qingsheng.bot.people.Role;

@DisplayName("查看原话 · revealing the original words")
@Timeout(60)
class RevealTest {
  private static final String PHONE = "13800138000";
  private static final String WORDS = "工资被拖欠，我的电话 " + PHONE + "，请回电";

  @TempDir Path folder;

  @SuppressWarnings("NullAway.Init") // before each test
  private DeskHouse house;

  @SuppressWarnings("NullAway.Init") // before each test
  private Account wang;

  @SuppressWarnings("NullAway.Init") // before each test
  private Account li;

  @SuppressWarnings("NullAway.Init") // before each test
  private Item item;

  @BeforeEach
  void open() {
    house = new DeskHouse(folder);
    wang = house.hire("wang", "王晓岚", "441826", Role.CADRE);
    li = house.hire("li", "李一鸣", "441800", Role.CADRE);
    item = house.asks(WORDS);
    house.desk.claim(item.id(), wang);
    item = house.now(item.id());
  }

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  @DisplayName("默认看不到电话；承办人写明原因后看到原话，15 分钟后自动收起")
  void opens_for_a_reason_and_for_fifteen_minutes() {
    assertThat(item.question()).doesNotContain(PHONE);
    assertThat(house.reveal.view(item, wang).words()).isEmpty();

    house.reveal.open(item, wang, "需要电话核实情况");

    assertThat(house.reveal.view(item, wang).words())
        .extracting(Originals.Original::text)
        .containsExactly(WORDS);
    house.pass(Duration.ofMinutes(15).minusMillis(1));
    assertThat(house.reveal.view(item, wang).words()).hasSize(1);
    house.pass(Duration.ofMillis(1));
    assertThat(house.reveal.view(item, wang).words()).isEmpty();
    assertThat(house.reveal.view(item, wang).possible()).isTrue();
  }

  @Test
  @DisplayName("只有承办人和管理员能看；一个人看了，别人仍然看不到")
  void opens_for_whom_handles_it_only() {
    var leader = house.hire("zheng", "郑书记", "441800", Role.LEADER);
    var operator = house.hire("qian", "钱运维", "CN", Role.OPERATOR);
    var abroad = house.hire("chen", "陈安", "360000", Role.ADMIN);
    var admin = house.hire("admin", "管理员", "CN", Role.ADMIN);
    house.reveal.open(item, wang, "需要电话核实情况");

    for (var other : new Account[] {li, leader, operator, abroad}) {
      assertThat(house.reveal.view(item, other))
          .as(other.login())
          .isEqualTo(new Reveal.View(false, java.util.Optional.empty(), java.util.List.of()));
      assertThatThrownBy(() -> house.reveal.open(item, other, "我也想看一下原话"))
          .as(other.login())
          .isInstanceOf(NotAllowed.class);
    }
    assertThat(house.reveal.view(item, admin).words()).isEmpty();
    house.reveal.open(item, admin, "核查投诉的经过");
    assertThat(house.reveal.view(item, admin).words()).hasSize(1);
  }

  @Test
  @DisplayName("转给别人以后，原来的承办人马上看不到了")
  void closes_when_the_item_is_passed_on() {
    house.reveal.open(item, wang, "需要电话核实情况");
    house.desk.release(item.id(), wang, "不归我管");

    assertThat(house.reveal.view(house.now(item.id()), wang).words()).isEmpty();
  }

  @Test
  @DisplayName("原因不足五个字不行，数的是字；没打码的条目没有原话可看")
  void asks_for_a_reason() {
    for (var reason : new String[] {"", "看一下吧", "　　看一下吧　　", "👀👀👀👀"}) {
      assertThatThrownBy(() -> house.reveal.open(item, wang, reason))
          .as(reason)
          .isInstanceOf(BadInput.class)
          .hasMessageContaining("5 到 200 个字");
    }
    assertThat(house.reveal.view(item, wang).words()).isEmpty();
    var plain = house.asks("篮球场晚上开灯吗");
    house.desk.claim(plain.id(), wang);
    assertThat(house.reveal.view(house.now(plain.id()), wang).possible()).isFalse();
    assertThatThrownBy(() -> house.reveal.open(house.now(plain.id()), wang, "需要电话核实情况"))
        .isInstanceOf(BadInput.class);
  }

  @Test
  @DisplayName("每次查看都进条目的经过和操作日志，写明谁、为什么；日志里没有原话，原因里的电话也打码")
  void is_written_down() {
    house.reveal.open(item, wang, "打 " + PHONE + " 核实");

    assertThat(house.events(item.id()).getLast())
        .isInstanceOfSatisfying(
            ItemEvent.OriginalShown.class,
            shown -> {
              assertThat(shown.staff()).isEqualTo("wang");
              assertThat(shown.reason()).contains("核实").doesNotContain(PHONE);
              assertThat(shown.until())
                  .isEqualTo(house.clock.instant().plus(Duration.ofMinutes(15)));
            });
    var logged =
        house.audit.find(Instant.EPOCH, house.clock.instant().plusSeconds(1), 10).stream()
            .filter(event -> event.action().equals("item.reveal"))
            .toList();
    assertThat(logged).hasSize(1);
    assertThat(logged.getFirst().by()).contains(wang.id());
    assertThat(logged.getFirst().subject()).isEqualTo(item.number().value());
    assertThat(logged.getFirst().detail()).contains("核实").doesNotContain(PHONE, "工资");
  }

  @Test
  @DisplayName("提问人撤回的话，原话也没有了")
  void nothing_is_left_of_what_was_recalled() {
    house.reveal.open(item, wang, "需要电话核实情况");
    house.commit(
        new Effect.Recalled(new MessageId("m-" + item.id()), item.talk(), house.clock.instant()));

    assertThat(house.reveal.view(item, wang).words()).isEmpty();
  }
}
