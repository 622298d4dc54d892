package org.qingsheng.adapters.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.qingsheng.adapters.AskerId;
import org.qingsheng.adapters.Conversation.PrivateChat;
import org.qingsheng.adapters.ConversationId;
import org.qingsheng.adapters.Delivery;
import org.qingsheng.adapters.Delivery.Accepted;
import org.qingsheng.adapters.Delivery.Meaning;
import org.qingsheng.adapters.Delivery.NotSent;
import org.qingsheng.adapters.Delivery.Refused;
import org.qingsheng.adapters.IdempotencyKey;
import org.qingsheng.adapters.InboundEvent.MessageReceived;
import org.qingsheng.adapters.OutboundMessage;
import org.qingsheng.adapters.OutboundMessage.Choice;
import org.qingsheng.adapters.OutboundMessage.Route;
import org.qingsheng.adapters.kit.KitSink.Mood;
import org.qingsheng.adapters.kit.Said.Place;
import org.qingsheng.adapters.kit.Said.Who;

/** What is sent is seen as it was meant: once, whole, by the right people, as text. */
interface SpeakingChecks {
  Kit kit();

  @Test
  @DisplayName("答复出现一次，一字不差")
  default void an_answer_is_seen_once() {
    var delivery = kit().answers(kit().asked("在吗"), "在，请讲。\n第二行");

    assertThat(delivery).isInstanceOf(Accepted.class);
    kit().awaitSeen("第二行");
    assertThat(kit().seenTexts()).containsExactly("在，请讲。\n第二行");
  }

  @Test
  @DisplayName("私聊的答复只在私聊里出现")
  default void a_private_answer_stays_private() {
    var _ = kit().platform().says(Said.toBot(Who.XIAOMING, Place.PRIVATE, "悄悄问"));

    assertThat(kit().answers(kit().sink().awaitMessage("悄悄问"), "悄悄答")).isInstanceOf(Accepted.class);

    kit().awaitSeen("悄悄答");
    assertThat(kit().platform().seen()).containsExactly(new Seen(Place.PRIVATE, "悄悄答"));
  }

  @Test
  @DisplayName("群里的答复只在那个群里出现")
  default void a_group_answer_stays_in_its_group() {
    kit().needs(Trait.GROUPS);
    var _ = kit().platform().says(Said.toBot(Who.XIAOMING, Place.OTHER_GROUP, "群里问"));

    assertThat(kit().answers(kit().sink().awaitMessage("群里问"), "群里答")).isInstanceOf(Accepted.class);

    kit().awaitSeen("群里答");
    assertThat(kit().platform().seen()).containsExactly(new Seen(Place.OTHER_GROUP, "群里答"));
  }

  @Test
  @DisplayName("两次发送得到两个不同的平台编号")
  default void the_platforms_ids_are_passed_on() {
    kit().needs(Trait.TELLS_IDS);
    var one = kit().answers(kit().asked("一"), "答一");
    var two = kit().answers(kit().asked("二"), "答二");

    assertThat(((Accepted) one).platformId()).isPresent();
    assertThat(((Accepted) two).platformId())
        .isPresent()
        .isNotEqualTo(((Accepted) one).platformId());
  }

  @Test
  @DisplayName("正好达到字节上限的汉字答复完整送达")
  default void the_longest_text_is_seen_whole() {
    var text = "答".repeat(limit() / 3);

    assertThat(kit().answers(kit().asked("长的"), text)).isInstanceOf(Accepted.class);

    kit().awaitSeen("答");
    assertThat(kit().seenTexts()).containsExactly(text);
  }

  @Test
  @DisplayName("四字节的表情压着上限也完整送达")
  default void four_byte_characters_at_the_limit_are_seen_whole() {
    var text = "😀".repeat(limit() / 4);

    assertThat(kit().answers(kit().asked("表情"), text)).isInstanceOf(Accepted.class);

    kit().awaitSeen("😀");
    assertThat(kit().seenTexts()).containsExactly(text);
  }

  @Test
  @DisplayName("超过上限：要么按内容拒绝，要么截在整字上，绝不出现半个字")
  default void too_long_a_text_is_refused_or_cut_between_characters() {
    kit().needs(Trait.LIMITS_SIZE);
    var delivery = kit().answers(kit().asked("太长"), "答".repeat(limit() / 3 + 40));

    if (delivery instanceof Refused refused) {
      assertThat(refused.meaning()).isEqualTo(Meaning.CONTENT);
      assertThat(kit().seenTexts()).isEmpty();
    } else {
      assertThat(delivery).isInstanceOf(Accepted.class);
      kit().awaitSeen("答");
      assertThat(kit().seenTexts())
          .allSatisfy(text -> {
            assertThat(text).doesNotContain("\uFFFD");
            assertThat(text.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(limit());
          });
    }
  }

  @Test
  @DisplayName("空白的话不会发出去")
  default void blank_text_is_refused() {
    var delivery = kit().answers(kit().asked("空白"), " \n ");

    assertThat(delivery)
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.meaning()).isEqualTo(Meaning.CONTENT));
    assertThat(kit().seenTexts()).isEmpty();
  }

  @Test
  @DisplayName("答复里的标记、@全体、CQ 码只是字，字还都在")
  default void markup_in_an_answer_stays_text() {
    var delivery =
        kit()
            .answers(
                kit().asked("标记"), "前[CQ:at,qq=all]<a href=\"x\">甲</a>]]>@everyone **乙** &amp;后");

    assertThat(delivery).isInstanceOf(Accepted.class);
    kit().awaitSeen("后");
    assertThat(kit().seenTexts()).hasSize(1);
    assertThat(kit().seenTexts().getFirst())
        .startsWith("前")
        .contains("CQ:at,qq=all", "甲", "everyone", "乙", "&amp;")
        .endsWith("后");
  }

  @Test
  @DisplayName("答复里的 NUL 和半个代理对不会弄坏整条")
  default void broken_characters_do_not_spoil_an_answer() {
    var delivery = kit().answers(kit().asked("坏字"), "前\u0000中\ud83d后");

    assertThat(delivery).isInstanceOf(Accepted.class);
    kit().awaitSeen("后");
    assertThat(kit().seenTexts().getFirst()).startsWith("前").contains("中").endsWith("后");
  }

  @Test
  @DisplayName("可点的选项不改变正文")
  default void choices_do_not_change_the_text() {
    var question = kit().asked("选项");
    var answer =
        new OutboundMessage(
            new IdempotencyKey("choices"),
            question.channel(),
            question.conversation(),
            question.asker(),
            new Route.Push(Optional.of(question.id())),
            Optional.of(question.id()),
            false,
            "1. 甲\n2. 乙",
            List.of(new Choice("1", "甲"), new Choice("2", "乙")));

    assertThat(kit().adapter().send(answer)).isInstanceOf(Accepted.class);

    kit().awaitSeen("2. 乙");
    assertThat(kit().seenTexts()).containsExactly("1. 甲\n2. 乙");
  }

  @Test
  @DisplayName("别的渠道的会话：不发、不抛、说拒绝")
  default void a_foreign_conversation_is_refused() {
    kit().needs(Trait.ADDRESSES);
    var question = kit().asked("在吗");
    var foreign =
        new OutboundMessage(
            new IdempotencyKey("foreign"),
            question.channel(),
            new PrivateChat(new ConversationId("nowhere:1:2")),
            new AskerId("nobody at all"),
            new Route.Push(Optional.empty()),
            Optional.empty(),
            false,
            "发错了",
            List.of());

    assertThat(kit().adapter().send(foreign)).isInstanceOf(Refused.class);
    assertThat(kit().seenTexts()).isEmpty();
  }

  @Test
  @DisplayName("八条答复同时发，各到一次")
  default void many_sends_at_once_each_arrive_once() {
    var questions = kit().asked(8);

    var ends =
        kit()
            .atOnce(
                IntStream.range(0, 8)
                    .mapToObj(i -> Kit.answer(questions.get(i), "答复" + (char) ('A' + i)))
                    .toList());

    assertThat(ends).allSatisfy(end -> assertThat(end).isInstanceOf(Accepted.class));
    kit().sink().await("all", () -> kit().seenTexts().size() >= 8);
    assertThat(kit().seenTexts()).hasSize(8).doesNotHaveDuplicates();
  }

  @Test
  @DisplayName("被动答复走打开着的那次交换")
  default void a_passive_answer_takes_the_open_exchange() {
    kit().needs(Trait.PASSIVE);
    kit().sink().mood(Mood.PROMISES_REPLY);
    var told = kit().says("在吗");
    var question = kit().sink().awaitMessage("在吗");

    awaitOpen(told);
    var delivery = sending(passive(question, "k1", "在"));

    kit().awaitSeen("在");
    assertThat(Kit.acknowledged(told)).contains(true);
    assertThat(delivery.join()).isInstanceOf(Accepted.class);
    assertThat(kit().seenTexts()).containsExactly("在");
  }

  @Test
  @DisplayName("同一次交换里的第二条答复没有发出，可以换路")
  default void an_exchange_takes_one_answer() {
    kit().needs(Trait.PASSIVE);
    kit().sink().mood(Mood.PROMISES_REPLY);
    var told = kit().says("在吗");
    var question = kit().sink().awaitMessage("在吗");
    awaitOpen(told);
    var first = sending(passive(question, "k1", "第一"));
    kit().awaitSeen("第一");
    assertThat(first.join()).isInstanceOf(Accepted.class);
    assertThat(Kit.acknowledged(told)).contains(true);

    assertThat(kit().adapter().send(passive(question, "k2", "第二"))).isInstanceOf(NotSent.class);
    assertThat(kit().seen("第二")).isEmpty();
  }

  @Test
  @DisplayName("没有被动答复的平台上，被动的路说没发出，不会丢")
  default void a_passive_route_without_an_exchange_is_not_sent() {
    kit().needs(Trait.CALLS);
    var told = kit().says("在吗");
    var question = kit().sink().awaitMessage("在吗");
    assertThat(Kit.acknowledged(told)).contains(true); // whatever was open is over now
    boolean none = kit().adapter().capabilities().passive().isEmpty();

    var delivery = kit().adapter().send(passive(question, "k1", "被动"));

    if (none && delivery instanceof Accepted) {
      kit().awaitSeen("被动"); // sent by a call instead: said and seen
    } else {
      assertThat(delivery).isInstanceOf(NotSent.class);
      assertThat(kit().seen("被动")).isEmpty();
    }
  }

  /** The exchange has been given a sign of life already, or is kept waiting for the answer. */
  private static void awaitOpen(Told told) {
    var _ = told.acknowledged().copy().completeOnTimeout(false, 500, TimeUnit.MILLISECONDS).join();
  }

  /** A passive answer waits until the platform has come for it. */
  private CompletableFuture<Delivery> sending(OutboundMessage message) {
    return CompletableFuture.supplyAsync(() -> kit().adapter().send(message))
        .orTimeout(20, TimeUnit.SECONDS);
  }

  private int limit() {
    return kit().adapter().capabilities().maxTextBytes();
  }

  private static OutboundMessage passive(MessageReceived question, String key, String text) {
    return Kit.answer(question, key, new Route.Passive(question.id()), text);
  }
}
