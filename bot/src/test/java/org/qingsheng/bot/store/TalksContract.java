package org.qingsheng.bot.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.qingsheng.bot.ledger.Turns.LIANNAN;
import static org.qingsheng.bot.ledger.Turns.inGroup;
import static org.qingsheng.bot.ledger.Turns.inPrivate;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.MessageId;
import org.qingsheng.bot.ledger.DialogueKey;
import org.qingsheng.bot.ledger.Effect;
import org.qingsheng.bot.ledger.Item;
import org.qingsheng.bot.ledger.ItemId;
import org.qingsheng.bot.ledger.Turns;

@DisplayName("谈话读取 · reading talks")
abstract class TalksContract extends StoreContract {
  private Turns turns = new Turns(clock);

  @SuppressWarnings("NullAway.Init") // before each test
  private SqlLedger ledger;

  @SuppressWarnings("NullAway.Init") // before each test
  private SqlTalks talks;

  @BeforeEach
  void openTalks() {
    turns = new Turns(clock);
    ledger = new SqlLedger(database, "node-1", (_, _, _, _) -> {});
    talks = new SqlTalks(database);
  }

  private ItemId waiting(DialogueKey talk) {
    var id = turns.ids.item();
    Waiting.on(ledger.commit(turns.waiting(id, talk, LIANNAN, "问")));
    return id;
  }

  @Test
  @DisplayName("群和人不混：同一个人在两个群、同一个群里的两个人、私聊，各记各的")
  void group_and_person_are_never_mixed() {
    var here = inGroup("g1", "u1");
    Waiting.on(ledger.commit(turns.turn(new Effect.Remember(here, "{\"here\":1}"))));
    waiting(here);

    for (var other :
        new DialogueKey[] {inGroup("g2", "u1"), inGroup("g1", "u2"), inPrivate("u1")}) {
      assertThat(talks.known(other).state()).as("%s", other).isEmpty();
      assertThat(talks.recent(other)).as("%s", other).isEmpty();
    }
    assertThat(talks.known(here).state()).contains("{\"here\":1}");
    assertThat(talks.recent(here)).hasSize(1);
  }

  @Test
  @DisplayName("记住的状态以最后一次为准")
  void remembers_the_latest() {
    var talk = inGroup("u1");
    Waiting.on(ledger.commit(turns.turn(new Effect.Remember(talk, "一"))));
    Waiting.on(ledger.commit(turns.turn(new Effect.Remember(talk, "二"))));

    assertThat(talks.known(talk).state()).contains("二");
  }

  @Test
  @DisplayName("对一个人的了解跟着人走，在哪个群都一样，换个渠道就是另一个人")
  void what_is_known_goes_with_the_person() {
    Waiting.on(
        ledger.commit(
            turns.turn(new Effect.Know(inGroup("g1", "u1"), Optional.of(LIANNAN), 1, true))));

    assertThat(talks.known(inPrivate("u1")).asker().orElseThrow().region()).contains(LIANNAN);
    var elsewhere =
        new DialogueKey(
            new ChannelId("wechat-main"), inPrivate("u1").conversation(), inPrivate("u1").asker());
    assertThat(talks.known(elsewhere).asker()).isEmpty();
  }

  @Test
  @DisplayName("听过的消息认得出来，连同它的谈话和条目；别的渠道同号不算")
  void knows_what_was_heard_before() {
    var talk = inGroup("u1");
    var id = waiting(talk);
    var message = new MessageId("m-" + id);

    var heard = talks.heard(Turns.CHANNEL, message).orElseThrow();

    assertThat(heard.talk()).isEqualTo(talk);
    assertThat(heard.item()).contains(id);
    assertThat(talks.heard(new ChannelId("other"), message)).isEmpty();
    assertThat(talks.heard(Turns.CHANNEL, new MessageId("m-unknown"))).isEmpty();
  }

  @Test
  @DisplayName("最近的条目新的在前，最多二十条；按号码和按编号都找得到")
  void lists_recent_items_newest_first() {
    var talk = inGroup("u1");
    var first = waiting(talk);
    ItemId last = first;
    for (int i = 0; i < 24; i++) {
      clock.pass(Duration.ofSeconds(1));
      last = waiting(talk);
    }

    var recent = talks.recent(talk);
    assertThat(recent).hasSize(20).extracting(Item::id).startsWith(last).doesNotContain(first);
    var found = talks.find(first).orElseThrow();
    assertThat(talks.find(found.number())).contains(found);
  }
}
