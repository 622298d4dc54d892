package org.qingsheng.bot.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.qingsheng.adapters.Addressing;
import org.qingsheng.adapters.AskerId;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.Conversation;
import org.qingsheng.adapters.ConversationId;
import org.qingsheng.adapters.InboundSink.Receipt;
import org.qingsheng.adapters.MessageId;
import org.qingsheng.bot.ledger.DialogueKey;
import org.qingsheng.bot.ledger.Item;
import org.qingsheng.bot.ledger.ItemId;
import org.qingsheng.bot.ledger.ItemNumber;
import org.qingsheng.bot.ledger.Turns;
import org.qingsheng.bot.store.SqlTalks;

@DisplayName("一个渠道被灌爆，别的渠道照常 · a flood in one channel")
@Timeout(120)
class FloodTest {
  private static final int FLOOD = 2_200;

  /** Handled at once and waiting: {@code Intake} says so. */
  private static final int TAKEN = 64 + 2_000;

  @TempDir Path folder;

  private static DialogueKey person(ChannelId channel, String name) {
    return new DialogueKey(
        channel, new Conversation.PrivateChat(new ConversationId("u-" + name)), new AskerId(name));
  }

  @Test
  @DisplayName("灌进来的排自己的队、排不下的不应答；别的渠道当场答；放开之后接下的一条不丢、只记一次")
  void others_are_answered_while_one_channel_is_flooded() throws Exception {
    var stuck = new CountDownLatch(1);
    try (var parlour =
        new Parlour(
            folder,
            Parlour.ROOT.resolve("config/wording.yaml"),
            talks -> new Slow(talks, Turns.CHANNEL, stuck))) {
      parlour.knowledge.answers("贷款", parlour.knowledge.entry("loan", "最高三十万元。"));
      var flood = new ArrayList<CompletableFuture<Receipt>>();
      for (int i = 0; i < FLOOD; i++) {
        var talk = person(Turns.CHANNEL, "flood-" + i % 700);
        flood.add(parlour.telling(parlour.message(talk, Addressing.PRIVATE, "谢谢")));
      }

      var calm = person(Parlour.OTHER_CHANNEL, "li");
      var receipt = parlour.telling(parlour.message(calm, Addressing.PRIVATE, "贷款"));

      assertThat(receipt.get(30, TimeUnit.SECONDS)).isEqualTo(new Receipt(true, true));
      assertThat(parlour.dispatch.awaitIdle(20)).isTrue();
      assertThat(parlour.otherChannel.takeSent())
          .singleElement()
          .satisfies(sent -> assertThat(sent.text()).contains("三十万"));
      assertThat(flood.stream().filter(CompletableFuture::isCompletedExceptionally))
          .hasSize(FLOOD - TAKEN);
      assertThat(flood.stream().filter(CompletableFuture::isDone)).hasSize(FLOOD - TAKEN);
      assertThat(parlour.intake.figures().refused()).isEqualTo(FLOOD - TAKEN);

      stuck.countDown();
      CompletableFuture.allOf(flood.subList(0, TAKEN).toArray(CompletableFuture[]::new))
          .get(60, TimeUnit.SECONDS);
      parlour.settle();
      assertThat(parlour.rows("heard")).isEqualTo(TAKEN + 1);
    }
  }

  /** Talks of one channel that cannot be looked at until the latch opens. */
  private record Slow(SqlTalks real, ChannelId channel, CountDownLatch until) implements Talks {
    private void waits(ChannelId asked) {
      try {
        if (asked.equals(channel) && !until.await(60, TimeUnit.SECONDS)) {
          throw new IllegalStateException("not let go");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public Known known(DialogueKey talk) {
      return real.known(talk);
    }

    @Override
    public Optional<HeardBefore> heard(ChannelId asked, MessageId message) {
      waits(asked);
      return real.heard(asked, message);
    }

    @Override
    public Optional<Item> find(ItemId id) {
      return real.find(id);
    }

    @Override
    public Optional<Item> find(ItemNumber number) {
      return real.find(number);
    }

    @Override
    public List<Item> recent(DialogueKey talk) {
      return real.recent(talk);
    }

    @Override
    public List<DialogueKey> due(Instant now, int limit) {
      return real.due(now, limit);
    }
  }
}
