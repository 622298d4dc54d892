package org.qingsheng.bot.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.qingsheng.bot.ledger.Turns.LIANNAN;
import static org.qingsheng.bot.ledger.Turns.inGroup;
import static org.qingsheng.bot.ledger.Turns.inPrivate;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.qingsheng.adapters.Addressing;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.InboundEvent;
import org.qingsheng.adapters.InboundEvent.MessageReceived;
import org.qingsheng.adapters.InboundSink.Receipt;
import org.qingsheng.adapters.MessageId;
import org.qingsheng.bot.ledger.DialogueKey;
import org.qingsheng.bot.ledger.Effect;
import org.qingsheng.bot.ledger.Item;
import org.qingsheng.bot.ledger.ItemEvent;
import org.qingsheng.bot.ledger.ItemId;
import org.qingsheng.bot.ledger.ItemNumber;
import org.qingsheng.bot.ledger.ItemState;
import org.qingsheng.bot.ledger.OutboundEnd;
import org.qingsheng.bot.ledger.Projection;
import org.qingsheng.bot.ledger.Purpose;
import org.qingsheng.bot.ledger.Turns;
import org.qingsheng.bot.people.Group;
import org.qingsheng.bot.people.Group.Standing;
import org.qingsheng.bot.people.Group.TriggerMode;
import org.qingsheng.bot.people.Scope;
import org.qingsheng.bot.store.SqlTalks;

@DisplayName("接收 · intake")
@Timeout(60)
class IntakeTest {
  private static final DialogueKey WANG = inGroup("wang");
  private static final DialogueKey ALONE = inPrivate("wang");

  @TempDir Path folder;

  private final Watched watched = new Watched();

  @SuppressWarnings("NullAway.Init") // before each test
  private Parlour parlour;

  @BeforeEach
  void open() {
    parlour = new Parlour(folder, Parlour.ROOT.resolve("config/wording.yaml"), watched::around);
    parlour.knowledge.answers("贷款", parlour.knowledge.entry("loan", "最高三十万元。"));
  }

  @AfterEach
  void close() {
    parlour.close();
  }

  private void mode(TriggerMode mode, String... words) {
    parlour.groups.save(
        new Group(
            Turns.CHANNEL,
            WANG.conversation().id(),
            "测试群",
            LIANNAN,
            mode,
            List.of(words),
            Standing.JOINED));
  }

  @Test
  @DisplayName("没有叫机器人的群聊不读、不记、不回，连数据库都不碰，短话也一样")
  void chatter_is_dropped_unread() {
    mode(TriggerMode.MENTION);
    int before = watched.reads.get();

    for (var chatter : List.of("今天吃什么", "哈哈", "贷款", "好的好的", "[图片]", "。", "在吗？")) {
      assertThat(parlour.chats(WANG, chatter)).isEmpty();
    }

    assertThat(watched.reads.get()).isEqualTo(before);
    assertThat(parlour.rows("heard")).isZero();
    assertThat(parlour.intake.figures().dropped()).isEqualTo(7);
  }

  @Test
  @DisplayName("五千条闲聊，零回复，零记录")
  void five_thousand_unaddressed_messages_get_no_reply() {
    for (int i = 0; i < 5_000; i++) {
      parlour.telling(parlour.message(inGroup("u" + i % 40), Addressing.NONE, "闲聊第" + i)).join();
    }

    assertThat(parlour.sent()).isEmpty();
    assertThat(parlour.rows("heard")).isZero();
  }

  @Test
  @DisplayName("群里不用再 @，数字就能回答自己的追问；别人的数字不算")
  void a_bare_number_answers_ones_own_choice_only() {
    var options = parlour.knowledge;
    options.clarifies("补贴", options.entry("a", "甲。"), options.entry("b", "乙。"));
    parlour.says(WANG, "补贴");

    assertThat(parlour.chats(inGroup("li"), "2")).isEmpty();
    assertThat(parlour.chats(WANG, "2"))
        .singleElement()
        .satisfies(text -> assertThat(text).startsWith("乙。"));
    assertThat(parlour.chats(WANG, "1")).as("nothing is open any more").isEmpty();
  }

  @Test
  @DisplayName("前缀触发：以前缀开头的才算，问的是去掉前缀的话；空前缀不会把全群叫醒")
  void the_prefix_mode_takes_what_follows() {
    mode(TriggerMode.PREFIX, "问：", "");

    assertThat(parlour.chats(WANG, "贷款")).isEmpty();
    assertThat(parlour.chats(WANG, "  问：贷款"))
        .singleElement()
        .satisfies(text -> assertThat(text).contains("三十万"));
    assertThat(parlour.heard()).containsValue("贷款").hasSize(1);
  }

  @Test
  @DisplayName("关键词触发：含关键词的才算")
  void the_keyword_mode_takes_what_contains_a_word() {
    mode(TriggerMode.KEYWORD, "贷款");

    assertThat(parlour.chats(WANG, "今天下雨")).isEmpty();
    assertThat(parlour.chats(WANG, "贷款")).hasSize(1);
  }

  @Test
  @DisplayName("旁听：都记下（打码），不回；@ 它才回")
  void the_listen_mode_records_and_keeps_quiet() {
    mode(TriggerMode.LISTEN);

    assertThat(parlour.chats(WANG, "我的电话 13800138000")).isEmpty();
    assertThat(parlour.heard().values())
        .singleElement()
        .satisfies(text -> assertThat(text).doesNotContain("13800138000"));
    assertThat(parlour.book()).isEmpty();
    assertThat(parlour.says(WANG, "贷款")).hasSize(1);
  }

  @Test
  @DisplayName("平台重发同一条：只记一次，只答一次")
  void a_repeated_message_is_handled_once() {
    var message = parlour.message(ALONE, Addressing.PRIVATE, "贷款");

    assertThat(parlour.tell(message)).isEqualTo(new Receipt(true, true));
    assertThat(parlour.tell(message)).isEqualTo(new Receipt(false, false));

    assertThat(parlour.sent()).hasSize(1);
    assertThat(parlour.book()).hasSize(1);
    assertThat(parlour.intake.figures().duplicates()).isEqualTo(1);
  }

  @Test
  @DisplayName("两个渠道碰巧用了同一个消息号：两条都处理，谁也不丢")
  void the_same_message_id_on_two_channels_is_two_messages() {
    var here = parlour.message(ALONE, Addressing.PRIVATE, "贷款");
    var there =
        new MessageReceived(
            Parlour.OTHER_CHANNEL,
            here.id(),
            here.conversation(),
            here.asker(),
            here.text(),
            List.of(),
            Addressing.PRIVATE,
            Optional.empty(),
            here.at(),
            false);

    parlour.tell(here);
    parlour.tell(there);

    assertThat(parlour.sent()).hasSize(1);
    assertThat(parlour.otherChannel.takeSent()).hasSize(1);
    assertThat(parlour.book()).hasSize(2);
  }

  @Test
  @DisplayName("第一次在群里被叫到，群就登记下来；已登记的设置不被覆盖")
  void a_new_group_is_registered_once() {
    parlour.says(WANG, "贷款");
    var found = parlour.groups.find(Turns.CHANNEL, WANG.conversation().id()).orElseThrow();
    assertThat(found.mode()).isEqualTo(TriggerMode.MENTION);

    mode(TriggerMode.KEYWORD, "贷款");
    parlour.says(WANG, "贷款");
    assertThat(parlour.groups.find(Turns.CHANNEL, WANG.conversation().id()).orElseThrow().name())
        .isEqualTo("测试群");
  }

  @Test
  @DisplayName("群的地区决定按哪里的政策答")
  void the_groups_region_is_asked_for() {
    mode(TriggerMode.MENTION);
    parlour.says(WANG, "贷款");

    assertThat(parlour.knowledge.asked("贷款").regions()).startsWith(LIANNAN);
  }

  @Test
  @DisplayName("说话的当口条目被别人动过：台账拒绝，这句话作为新条目转人工，不丢")
  void what_is_said_while_the_item_moves_on_becomes_a_new_item() {
    var options = parlour.knowledge;
    options.clarifies("补贴", options.entry("a", "甲。"), options.entry("b", "乙。"));
    parlour.says(ALONE, "补贴");
    var first = parlour.book().getFirst();
    parlour
        .ledger
        .commit(
            parlour.turns.turn(
                parlour.turns.handedOff(first.id()), Turns.claimed(first.id(), "wang-cadre")))
        .join();

    var said = parlour.says(ALONE, "1");

    assertThat(said)
        .singleElement()
        .satisfies(text -> assertThat(text).contains("已转给团干部", "QS-261120-0002"));
    assertThat(parlour.book())
        .extracting(Item::state)
        .containsExactly(ItemState.ASSIGNED, ItemState.WAITING);
    assertThat(parlour.book().get(1).question()).isEqualTo("1");
  }

  private InboundEvent recall(MessageReceived message) {
    return new InboundEvent.MessageRecalled(
        message.channel(), message.conversation(), message.id(), parlour.clock.instant());
  }

  @Test
  @DisplayName("平台撤回：原话消失；条目正好在这时办结，原话照样消失")
  void a_recall_removes_the_words_even_if_the_item_is_closed_meanwhile() {
    var message = parlour.message(ALONE, Addressing.PRIVATE, "我被拖欠工资了求帮忙");
    parlour.tell(message);
    var item = parlour.book().getFirst();
    watched.staleItem = Optional.of(item.id());

    parlour.tell(recall(message));

    assertThat(parlour.heard()).containsValue("（提问人已撤回）");
    assertThat(parlour.items.find(item.id(), Scope.ALL).orElseThrow().question())
        .isEqualTo("（提问人已撤回）");
  }

  @Test
  @DisplayName("话还在处理中就撤回：等它处理完再撤，不会漏掉")
  void a_recall_waits_for_its_message() throws InterruptedException {
    watched.hold = Optional.of(new CountDownLatch(1));
    var message = parlour.message(ALONE, Addressing.PRIVATE, "贷款");
    var told = parlour.telling(message);
    assertThat(watched.arrived.await(20, TimeUnit.SECONDS)).isTrue();

    var recalled = parlour.telling(recall(message));
    assertThat(recalled).isNotDone();
    watched.hold.orElseThrow().countDown();
    told.join();
    recalled.join();
    parlour.settle();

    assertThat(parlour.heard()).containsValue("（提问人已撤回）");
  }

  @Test
  @DisplayName("撤回没听过的消息：什么也不发生")
  void recalling_something_unheard_does_nothing() {
    var receipt = parlour.tell(recall(parlour.message(WANG, Addressing.NONE, "闲聊")));

    assertThat(receipt.first()).isTrue();
    assertThat(parlour.rows("turn")).isZero();
  }

  @Test
  @DisplayName("禁言时暂缓的答复，本人在随时可发的渠道再来信时补发；解除禁言时全群补发")
  void held_messages_go_out_when_the_person_writes_or_the_group_may_be_spoken_to() {
    mode(TriggerMode.MENTION);
    hold(WANG, "王的答复");
    hold(inGroup("li"), "李的答复");

    assertThat(parlour.says(WANG, "贷款").getFirst()).isEqualTo("王的答复");

    parlour.tell(
        new InboundEvent.GroupChanged(
            Turns.CHANNEL,
            WANG.conversation().id(),
            InboundEvent.Standing.UNMUTED,
            parlour.clock.instant()));
    assertThat(parlour.sent()).containsExactly("李的答复");
  }

  private void hold(DialogueKey talk, String text) {
    var message = parlour.turns.message(talk, Optional.empty(), Purpose.SERVICE, text);
    // The turn is committed past the ledger's listeners, so that nothing is sent yet.
    new org.qingsheng.bot.store.SqlLedger(parlour.database, "node-1", (_, _, _, _) -> {})
        .commit(
            parlour.turns.turn(
                new Effect.Say(message), Turns.ended(message, new OutboundEnd.Held("机器人在该群被禁言"))))
        .join();
  }

  @Test
  @DisplayName("禁言、移出、恢复都记在群上，群的其他设置不变")
  void the_bots_standing_is_kept_with_the_group() {
    mode(TriggerMode.KEYWORD, "贷款");
    for (var change : InboundEvent.Standing.values()) {
      parlour.tell(
          new InboundEvent.GroupChanged(
              Turns.CHANNEL, WANG.conversation().id(), change, parlour.clock.instant()));
      var group = parlour.groups.find(Turns.CHANNEL, WANG.conversation().id()).orElseThrow();
      assertThat(group.standing())
          .isEqualTo(
              switch (change) {
                case JOINED, UNMUTED -> Standing.JOINED;
                case MUTED -> Standing.MUTED;
                case REMOVED -> Standing.REMOVED;
              });
      assertThat(group.words()).containsExactly("贷款");
    }
  }

  @Test
  @DisplayName("存不下就不确认：读库出错（哪怕是 Error）时交给平台的回执是失败，下一条照常")
  void what_could_not_be_stored_is_not_acknowledged() {
    watched.failure = Optional.of(new StackOverflowError("太深"));
    var failed = parlour.telling(parlour.message(ALONE, Addressing.PRIVATE, "贷款"));
    assertThatThrownBy(failed::join).hasRootCauseInstanceOf(StackOverflowError.class);

    watched.failure = Optional.empty();
    assertThat(parlour.says(ALONE, "贷款")).hasSize(1);
  }

  @Test
  @DisplayName("同一个人的话按先后处理，即使一齐到来")
  void one_persons_messages_are_handled_in_order() {
    var all = new java.util.ArrayList<CompletableFuture<Receipt>>();
    for (int i = 0; i < 5; i++) {
      all.add(parlour.telling(parlour.message(ALONE, Addressing.PRIVATE, "微心愿 第" + i)));
    }
    all.forEach(CompletableFuture::join);
    parlour.settle();

    assertThat(
            parlour.book().stream()
                .sorted(
                    java.util.Comparator.comparing(
                        Item::number, java.util.Comparator.comparing(ItemNumber::value))))
        .extracting(Item::question)
        .containsExactly("微心愿 第0", "微心愿 第1", "微心愿 第2", "微心愿 第3", "微心愿 第4");
  }

  @Test
  @DisplayName("关注时打招呼、说明自己，取消关注就记为联系不到，说明版本不倒退")
  void following_and_leaving_are_known() {
    parlour.channel.rules(org.qingsheng.adapters.simulator.SimulatorRules.WECHAT);
    var followed =
        new InboundEvent.ContactChanged(
            Turns.CHANNEL,
            new MessageId("follow-1"),
            ALONE.conversation(),
            ALONE.asker(),
            InboundEvent.Contact.FOLLOWED,
            "",
            parlour.clock.instant());
    parlour.tell(followed);
    parlour.clock.pass(Duration.ofMinutes(1));
    parlour.tell(
        new InboundEvent.ContactChanged(
            Turns.CHANNEL,
            new MessageId("unfollow-1"),
            ALONE.conversation(),
            ALONE.asker(),
            InboundEvent.Contact.UNFOLLOWED,
            "",
            parlour.clock.instant()));

    var known = parlour.talks.known(ALONE).asker().orElseThrow();
    assertThat(known.noticeVersion()).isEqualTo(1);
    assertThat(known.reachable()).isFalse();
    assertThat(parlour.tell(followed).first()).as("the same event again").isFalse();
  }

  /** The real talks with a peephole. */
  private static final class Watched {
    final AtomicInteger reads = new AtomicInteger();
    final CountDownLatch arrived = new CountDownLatch(1);
    volatile Optional<CountDownLatch> hold = Optional.empty();
    volatile Optional<Error> failure = Optional.empty();

    /** An item that looks open, as it was a moment ago, although it is not any more. */
    volatile Optional<ItemId> staleItem = Optional.empty();

    Talks around(SqlTalks talks) {
      return new Talks() {
        @Override
        public List<DialogueKey> due(Instant now, int limit) {
          return talks.due(now, limit);
        }

        @Override
        public Known known(DialogueKey key) {
          reads.incrementAndGet();
          failure.ifPresent(e -> {
            throw e;
          });
          arrived.countDown();
          hold.ifPresent(Watched::await);
          return talks.known(key);
        }

        @Override
        public Optional<HeardBefore> heard(ChannelId channel, MessageId message) {
          reads.incrementAndGet();
          return talks.heard(channel, message);
        }

        @Override
        public List<Item> recent(DialogueKey key) {
          return talks.recent(key);
        }

        @Override
        public Optional<Item> find(ItemId id) {
          var found = talks.find(id);
          return staleItem.equals(Optional.of(id)) ? found.map(Watched::asIfOpen) : found;
        }

        @Override
        public Optional<Item> find(ItemNumber number) {
          return talks.find(number);
        }
      };
    }

    private static Item asIfOpen(Item item) {
      return Projection.of(
          item.id(),
          item.number(),
          List.of(
              new Projection.Happening(
                  new ItemEvent.Asked(
                      item.kind(),
                      item.talk().channel().value(),
                      item.talk().conversation().id().value(),
                      item.talk().conversation().isGroup(),
                      item.talk().asker().value(),
                      item.region()),
                  item.openedAt())));
    }

    private static void await(CountDownLatch latch) {
      try {
        assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
