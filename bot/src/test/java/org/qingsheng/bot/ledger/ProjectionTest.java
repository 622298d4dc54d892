package org.qingsheng.bot.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.qingsheng.bot.ledger.Projection.Happening;
import org.qingsheng.knowledge.RegionCode;

@DisplayName("条目的投影 · projection")
class ProjectionTest {
  private static final Instant NINE = Instant.parse("2026-11-20T01:00:00Z");
  private static final ItemId ID = new ItemId("i1");
  private static final ItemNumber NUMBER = new ItemNumber("QS-261120-0001");

  private static Item after(ItemEvent... events) {
    var all = new ArrayList<Happening>();
    all.add(new Happening(asked(), NINE));
    for (int i = 0; i < events.length; i++) {
      all.add(new Happening(events[i], NINE.plusSeconds(i + 1)));
    }
    return Projection.of(ID, NUMBER, all);
  }

  private static ItemEvent.Asked asked() {
    return new ItemEvent.Asked(ItemKind.QUESTION, "qq", "g1", true, "u1", new RegionCode("440000"));
  }

  private static ItemEvent handedOff() {
    return new ItemEvent.HandedOff("要求人工", 2, NINE.plusSeconds(3600));
  }

  @Test
  @DisplayName("机器人的答复被平台接受后才算办结")
  void is_answered_only_when_the_platform_took_the_answer() {
    var answered = new ItemEvent.Answered("startup-loan-personal-max", 1, 0.99);

    assertThat(after(answered).state()).isEqualTo(ItemState.ANSWERING);
    assertThat(after(answered, new ItemEvent.Delivered("o1", "ANSWER")).state())
        .isEqualTo(ItemState.ANSWERED);
  }

  @Test
  @DisplayName("回执送达不算办结")
  void a_delivered_receipt_does_not_close() {
    assertThat(after(handedOff(), new ItemEvent.Delivered("o1", "RECEIPT")).state())
        .isEqualTo(ItemState.WAITING);
  }

  @Test
  @DisplayName("已被认领的条目第二个人认领会被拒绝，并说明在谁手里")
  void refuses_a_second_claim_and_names_the_holder() {
    var held = after(handedOff(), new ItemEvent.Claimed("a1"));

    assertThatThrownBy(() -> Projection.after(held, new ItemEvent.Claimed("a2"), NINE))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> {
              assertThat(refused.why()).isEqualTo(Refused.Why.TAKEN);
              assertThat(refused.item().assignee()).contains("a1");
            });
  }

  @Test
  @DisplayName("已答复的条目再次答复会被拒绝（C11）")
  void refuses_a_second_answer() {
    var answered =
        after(handedOff(), new ItemEvent.Claimed("a1"), new ItemEvent.StaffAnswered("a1", "可以"));

    assertThatThrownBy(
            () -> Projection.after(answered, new ItemEvent.StaffAnswered("a1", "不可以"), NINE))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> assertThat(refused.why()).isEqualTo(Refused.Why.ANSWERED_ALREADY));
  }

  @Test
  @DisplayName("不是承办人不能答复")
  void only_the_holder_may_answer() {
    var held = after(handedOff(), new ItemEvent.Claimed("a1"));

    assertThatThrownBy(() -> Projection.after(held, new ItemEvent.StaffAnswered("a2", "可以"), NINE))
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.why()).isEqualTo(Refused.Why.NOT_YOURS));
  }

  @Test
  @DisplayName("转办不会重置办理时限")
  void a_transfer_keeps_the_due_time() {
    var passed =
        after(
            handedOff(),
            new ItemEvent.Claimed("a1"),
            new ItemEvent.Transferred(
                "a1", Optional.empty(), Optional.of(new RegionCode("441800")), "属市里"));

    assertThat(passed.state()).isEqualTo(ItemState.WAITING);
    assertThat(passed.region()).isEqualTo(new RegionCode("441800"));
    assertThat(passed.dueAt()).contains(NINE.plusSeconds(3600));
  }

  @Test
  @DisplayName("随机事件序列：每个条目始终恰好处于一个状态，被拒绝的事件不改变任何东西")
  void any_history_leaves_exactly_one_state() {
    var random = new Random(11);
    for (int round = 0; round < 20_000; round++) {
      var item = after();
      for (int step = 0; step < 12; step++) {
        var event = EVENTS.get(random.nextInt(EVENTS.size()));
        try {
          var next = Projection.after(item, event, NINE.plusSeconds(step));
          assertThat(next.version()).isEqualTo(item.version() + 1);
          item = next;
        } catch (Refused refused) {
          assertThat(refused.item()).isEqualTo(item);
        }
        assertThat(item.closedAt().isPresent())
            .as("closed exactly when not open: %s", item.state())
            .isEqualTo(!item.state().isOpen());
        assertThat(item.state() != ItemState.ASSIGNED || item.assignee().isPresent()).isTrue();
      }
    }
  }

  private static final List<ItemEvent> EVENTS =
      List.of(
          new ItemEvent.Added(),
          new ItemEvent.OptionsOffered(List.of("e1")),
          new ItemEvent.Answered("e1", 1, 0.98),
          new ItemEvent.Declined("闲聊"),
          handedOff(),
          new ItemEvent.Claimed("a1"),
          new ItemEvent.Claimed("a2"),
          new ItemEvent.Released("a1", "不属我管"),
          new ItemEvent.Transferred("a1", Optional.of("a2"), Optional.empty(), "请接"),
          new ItemEvent.Noted("a1", "备注"),
          new ItemEvent.StaffAnswered("a1", "答复"),
          new ItemEvent.StaffAnswered("a2", "答复"),
          new ItemEvent.Delivered("o1", "ANSWER"),
          new ItemEvent.Delivered("o2", "STAFF_ANSWER"),
          new ItemEvent.DeliveryHeld("o1", "ANSWER", "窗口已过"),
          new ItemEvent.Withdrawn("撤回"),
          new ItemEvent.FeedbackGiven(true));
}
