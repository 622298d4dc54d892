package org.qingsheng.bot.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.qingsheng.bot.ledger.Turns.ended;
import static org.qingsheng.bot.ledger.Turns.inPrivate;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.MessageId;
import org.qingsheng.adapters.webchat.Transcript.Line;
import org.qingsheng.bot.ledger.DialogueKey;
import org.qingsheng.bot.ledger.Effect;
import org.qingsheng.bot.ledger.OutboundEnd;
import org.qingsheng.bot.ledger.Purpose;
import org.qingsheng.bot.ledger.Turns;

@DisplayName("聊天记录 · transcript")
abstract class TranscriptContract extends StoreContract {
  private static final DialogueKey TALK = inPrivate("u1");

  private Turns turns = new Turns(clock);

  @SuppressWarnings("NullAway.Init") // before each test
  private SqlLedger ledger;

  @BeforeEach
  void openTranscript() {
    turns = new Turns(clock);
    ledger = new SqlLedger(database, "node-1", (_, _, _, _) -> {});
  }

  private void commit(Effect... effects) {
    Waiting.on(ledger.commit(turns.turn(effects)));
  }

  private void exchange(DialogueKey talk, int n) {
    var reply = turns.message(talk, Optional.empty(), Purpose.SERVICE, "答" + n);
    commit(
        turns.heard(talk, talk.asker() + "-" + n, Optional.empty(), "问" + n),
        new Effect.Say(reply));
    commit(ended(reply, Turns.pushed()));
    clock.pass(Duration.ofSeconds(1));
  }

  private List<String> lines(int limit) {
    return new SqlTranscript(database, Turns.CHANNEL)
        .lines(TALK.conversation().id(), limit).stream().map(TranscriptContract::text).toList();
  }

  private static String text(Line line) {
    return switch (line) {
      case Line.Said said -> said.text();
      case Line.Told told -> told.text();
    };
  }

  @Test
  @DisplayName("一问一答按先后排，同一刻先问后答")
  void tells_the_talk_in_order() {
    exchange(TALK, 1);
    exchange(TALK, 2);

    assertThat(lines(10)).containsExactly("问1", "答1", "问2", "答2");
  }

  @Test
  @DisplayName("只要最后几行时给最后几行，仍按先后排")
  void gives_the_last_lines() {
    exchange(TALK, 1);
    exchange(TALK, 2);

    assertThat(lines(3)).containsExactly("答1", "问2", "答2");
  }

  @Test
  @DisplayName("别人的、别的渠道的不在里面")
  void keeps_talks_apart() {
    exchange(TALK, 1);
    exchange(inPrivate("u2"), 2);

    assertThat(lines(10)).containsExactly("问1", "答1");
    assertThat(
            new SqlTranscript(database, new ChannelId("other")).lines(TALK.conversation().id(), 10))
        .isEmpty();
  }

  @Test
  @DisplayName("撤回的来信、取消和被拒的回复不再出现")
  void leaves_out_what_was_taken_back() {
    exchange(TALK, 1);
    var refused = turns.message(TALK, Optional.empty(), Purpose.SERVICE, "被拒的");
    commit(new Effect.Say(refused));
    commit(ended(refused, new OutboundEnd.Refused("内容")));
    commit(new Effect.Recalled(new MessageId("u1-1"), TALK, clock.instant()));

    assertThat(lines(10)).containsExactly("答1");
  }
}
