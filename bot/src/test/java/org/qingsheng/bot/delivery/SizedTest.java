package org.qingsheng.bot.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.qingsheng.adapters.AskerId;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.Conversation;
import org.qingsheng.adapters.ConversationId;
import org.qingsheng.adapters.IdempotencyKey;
import org.qingsheng.adapters.OutboundMessage.Choice;
import org.qingsheng.bot.ledger.DialogueKey;
import org.qingsheng.bot.ledger.Effect;
import org.qingsheng.bot.ledger.Outbound;
import org.qingsheng.bot.ledger.OutboundId;
import org.qingsheng.bot.ledger.Purpose;
import org.qingsheng.bot.ledger.Turn;
import org.qingsheng.bot.ledger.TurnId;

@DisplayName("太长就分条 · what is too long becomes several messages")
class SizedTest {
  private static final Instant NINE = Instant.parse("2026-11-20T01:00:00Z");
  private static final DialogueKey TALK =
      new DialogueKey(
          new ChannelId("off"),
          new Conversation.PrivateChat(new ConversationId("u1")),
          new AskerId("1001"));

  private final List<Turn> stored = new ArrayList<>();
  private final Sized sized =
      new Sized(
          turn -> {
            stored.add(turn);
            return new CompletableFuture<>();
          },
          Map.of(),
          FreeManners.of(_ -> false));

  private static Outbound message(String key, Purpose purpose, String text) {
    return new Outbound(
        new OutboundId("o1"),
        new IdempotencyKey(key),
        Optional.empty(),
        TALK,
        Optional.empty(),
        false,
        purpose,
        text,
        List.of(new Choice("有用", "有用")),
        NINE);
  }

  private List<Outbound> said(Outbound message) {
    var _ =
        sized.commit(new Turn(new TurnId("t1"), "in:1", NINE, List.of(new Effect.Say(message))));
    return stored.getLast().effects().stream()
        .map(effect -> ((Effect.Say) effect).message())
        .toList();
  }

  @Test
  @DisplayName("装得下的原样交下去")
  void leaves_alone_what_fits() {
    var message = message("k1", Purpose.ANSWER, "字".repeat(682));

    assertThat(said(message)).containsExactly(message);
  }

  @Test
  @DisplayName("分开的每条有自己的编号和键，键再长也不出格；按钮在最后一条，最后一条才算答复")
  void parts_are_messages_of_their_own() {
    var parts = said(message("k".repeat(120), Purpose.STAFF_ANSWER, "一句话说完。".repeat(300)));

    assertThat(parts).hasSize(3);
    assertThat(parts).extracting(Outbound::id).doesNotHaveDuplicates().isSorted();
    assertThat(parts).extracting(Outbound::key).doesNotHaveDuplicates();
    assertThat(parts.getFirst().key()).isEqualTo(new IdempotencyKey("k".repeat(120)));
    assertThat(parts)
        .extracting(Outbound::purpose)
        .containsExactly(Purpose.SERVICE, Purpose.SERVICE, Purpose.STAFF_ANSWER);
    assertThat(parts).extracting(part -> part.choices().size()).containsExactly(0, 0, 1);
    assertThat(parts.get(1).text()).startsWith("（2/3）\n").endsWith("。");
  }

  @Test
  @DisplayName("不是答复的，每条都还是原来那种")
  void other_purposes_stay() {
    assertThat(said(message("k1", Purpose.RECEIPT, "通知。".repeat(400))))
        .hasSizeGreaterThan(1)
        .extracting(Outbound::purpose)
        .containsOnly(Purpose.RECEIPT);
  }
}
