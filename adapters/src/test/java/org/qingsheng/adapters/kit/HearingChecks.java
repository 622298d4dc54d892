package org.qingsheng.adapters.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.qingsheng.adapters.Addressing;
import org.qingsheng.adapters.Conversation.PrivateChat;
import org.qingsheng.adapters.InboundEvent;
import org.qingsheng.adapters.InboundEvent.Contact;
import org.qingsheng.adapters.InboundEvent.ContactChanged;
import org.qingsheng.adapters.InboundEvent.GroupChanged;
import org.qingsheng.adapters.InboundEvent.MessageRecalled;
import org.qingsheng.adapters.InboundEvent.MessageReceived;
import org.qingsheng.adapters.InboundEvent.Standing;
import org.qingsheng.adapters.kit.Said.Manner;
import org.qingsheng.adapters.kit.Said.Place;
import org.qingsheng.adapters.kit.Said.Who;

/** What people say and do becomes our words, whole and unmixed. */
interface HearingChecks {
  Kit kit();

  @Test
  @DisplayName("一句话原样到达，渠道是自己的")
  default void a_message_arrives_with_its_words() {
    var heard = kit().asked("入团需要什么条件？");

    assertThat(heard.channel()).isEqualTo(kit().adapter().channel());
    assertThat(heard.attachments()).isEmpty();
    assertThat(heard.again()).isFalse();
  }

  @Test
  @DisplayName("私聊里的话都是对机器人说的")
  default void in_private_everything_is_for_the_bot() {
    var _ = kit().platform().says(Said.toBot(Who.XIAOMING, Place.PRIVATE, "在吗"));

    var heard = kit().sink().awaitMessage("在吗");
    assertThat(heard.addressing()).isEqualTo(Addressing.PRIVATE);
    assertThat(heard.conversation()).isInstanceOf(PrivateChat.class);
  }

  @Test
  @DisplayName("群里点名的话是对机器人说的，提及本身不算内容")
  default void a_mention_in_a_group_addresses_the_bot() {
    kit().needs(Trait.GROUPS);
    var heard = kit().asked("团费怎么交");

    assertThat(heard.addressing()).isEqualTo(Addressing.MENTION);
    assertThat(heard.conversation().isGroup()).isTrue();
  }

  @Test
  @DisplayName("群里的闲谈不算对机器人说的")
  default void group_talk_is_not_for_the_bot() {
    kit().needs(Trait.OVERHEARS);
    var _ = kit().platform().says(new Said(Who.XIAOMING, Place.GROUP, Manner.TO_NOBODY, "中午吃什么"));

    assertThat(kit().sink().awaitMessage("中午吃什么").addressing()).isEqualTo(Addressing.NONE);
  }

  @Test
  @DisplayName("@全体不算点了机器人的名")
  default void everyone_is_not_the_bot() {
    kit().needs(Trait.OVERHEARS, Trait.MENTIONS_EVERYONE);
    var _ = kit().platform().says(new Said(Who.XIAOMING, Place.GROUP, Manner.TO_EVERYONE, "明天开会"));

    kit().sink().await("talk", () -> !kit().sink().messages().isEmpty());
    assertThat(kit().sink().messages().getFirst().addressing()).isEqualTo(Addressing.NONE);
  }

  @Test
  @DisplayName("同一个人编号相同，两个人编号不同")
  default void people_are_told_apart() {
    var place = kit().usualPlace();
    var _ = kit().platform().says(Said.toBot(Who.XIAOMING, place, "一"));
    var _ = kit().platform().says(Said.toBot(Who.XIAOHONG, place, "二"));
    var _ = kit().platform().says(Said.toBot(Who.XIAOMING, place, "三"));

    var one = kit().sink().awaitMessage("一");
    assertThat(kit().sink().awaitMessage("三").asker()).isEqualTo(one.asker());
    assertThat(kit().sink().awaitMessage("二").asker()).isNotEqualTo(one.asker());
  }

  @Test
  @DisplayName("两个人的私聊是两个会话")
  default void private_chats_are_told_apart() {
    var _ = kit().platform().says(Said.toBot(Who.XIAOMING, Place.PRIVATE, "一"));
    var _ = kit().platform().says(Said.toBot(Who.XIAOHONG, Place.PRIVATE, "二"));

    assertThat(kit().sink().awaitMessage("一").conversation())
        .isNotEqualTo(kit().sink().awaitMessage("二").conversation());
  }

  @Test
  @DisplayName("两个群是两个会话，群与私聊也不混")
  default void groups_are_told_apart() {
    kit().needs(Trait.GROUPS);
    var _ = kit().platform().says(Said.toBot(Who.XIAOMING, Place.GROUP, "一"));
    var _ = kit().platform().says(Said.toBot(Who.XIAOMING, Place.OTHER_GROUP, "二"));
    var _ = kit().platform().says(Said.toBot(Who.XIAOMING, Place.PRIVATE, "三"));

    assertThat(
            IntStream.range(0, 3)
                .mapToObj(i -> kit().sink().awaitMessage("一二三".substring(i, i + 1)))
                .map(MessageReceived::conversation)
                .distinct())
        .hasSize(3);
  }

  @Test
  @DisplayName("平台重发的同一条消息编号不变")
  default void a_repeat_has_the_same_id() {
    kit().needs(Trait.REPEATS);
    var told = kit().says("在吗");
    var first = kit().sink().awaitMessage("在吗");

    var again = kit().platform().repeats(told);

    assertThat(Kit.acknowledged(again)).contains(true);
    kit().stillWorks();
    assertThat(kit().sink().messages())
        .filteredOn(message -> message.text().equals("在吗"))
        .allSatisfy(message -> assertThat(message.id()).isEqualTo(first.id()));
  }

  @Test
  @DisplayName("两条一样的话是两条消息")
  default void equal_words_are_two_messages() {
    var _ = kit().says("在吗");
    var _ = kit().says("在吗");

    kit()
        .sink()
        .await(
            "two messages with two ids",
            () ->
                kit().sink().messages().stream().map(MessageReceived::id).distinct().count() == 2);
    assertThat(kit().sink().texts()).containsOnly("在吗");
  }

  @Test
  @DisplayName("一个人连说二十句，先说的先到")
  default void order_is_kept() {
    var words = IntStream.range(0, 20).mapToObj(i -> "第%d句".formatted(i)).toList();

    for (var word : words) {
      assertThat(Kit.acknowledged(kit().says(word))).contains(true);
    }

    kit().sink().await("all", () -> kit().sink().texts().containsAll(words));
    assertThat(kit().sink().texts().stream().distinct()).containsExactlyElementsOf(words);
  }

  @Test
  @DisplayName("撤回说得出是哪一条")
  default void a_recall_names_its_message() {
    kit().needs(Trait.RECALLS);
    var told = kit().says("说错了");
    var heard = kit().sink().awaitMessage("说错了");

    kit().platform().recalls(told);

    var recalled = kit().sink().awaitEvent(MessageRecalled.class);
    assertThat(recalled.message()).isEqualTo(heard.id());
    assertThat(recalled.conversation()).isEqualTo(heard.conversation());
  }

  @Test
  @DisplayName("引用说得出引用的是哪一条")
  default void a_quote_names_its_message() {
    kit().needs(Trait.QUOTES);
    var told = kit().says("团费怎么交");
    var first = kit().sink().awaitMessage("团费怎么交");

    var _ = kit().platform().quotes(Who.XIAOHONG, told, "我也想问");

    assertThat(kit().sink().awaitMessage("我也想问").quotes()).contains(first.id());
  }

  @Test
  @DisplayName("只发一张图：有附件，没有编造的文字")
  default void a_picture_is_an_attachment() {
    kit().needs(Trait.PICTURES);
    var _ = kit().platform().says(new Said(Who.XIAOMING, kit().usualPlace(), Manner.PICTURE, ""));

    var heard = kit().sink().awaitEvent(MessageReceived.class);
    assertThat(heard.text()).isBlank();
    assertThat(heard.attachments()).hasSize(1);
  }

  @Test
  @DisplayName("只点名不说话：文字为空，仍算对机器人说的")
  default void a_bare_mention_has_no_text() {
    kit().needs(Trait.BARE_MENTIONS);
    var _ =
        kit().platform().says(new Said(Who.XIAOMING, kit().usualPlace(), Manner.BARE_MENTION, ""));

    var heard = kit().sink().awaitEvent(MessageReceived.class);
    assertThat(heard.text()).isEmpty();
    assertThat(heard.addressing()).isNotEqualTo(Addressing.NONE);
  }

  @Test
  @DisplayName("没见过的消息类型不致命，也不当成一句话")
  default void an_unknown_kind_is_not_guessed_at() {
    kit().needs(Trait.UNKNOWN_KINDS);
    var _ =
        kit().platform().says(new Said(Who.XIAOMING, kit().usualPlace(), Manner.UNKNOWN_KIND, ""));

    kit().stillWorks();
    assertThat(kit().sink().messages())
        .filteredOn(message -> !message.text().equals("还在吗"))
        .allSatisfy(message -> assertThat(message.text()).isEmpty());
  }

  @Test
  @DisplayName("没见过的事件不致命")
  default void an_unknown_event_is_not_fatal() {
    kit().needs(Happening.SOMETHING_NEW);
    kit().platform().happens(Happening.SOMETHING_NEW);

    kit().stillWorks();
  }

  @Test
  @DisplayName("表情、生僻字、换行一个不少")
  default void rare_characters_survive() {
    var text = "𠮷野家😀👨‍👩‍👧\n第二行\t㐂·〇";

    assertThat(kit().asked(text).text()).isEqualTo(text);
  }

  @Test
  @DisplayName("NUL 和半个代理对变成替换符，其余照旧")
  default void broken_text_is_cleaned() {
    kit().needs(Trait.BROKEN_TEXT);
    var _ = kit().says("前\u0000中\ud83d后");

    var heard = kit().sink().awaitEvent(MessageReceived.class);
    assertThat(heard.text()).doesNotContain("\u0000", "\ud83d").startsWith("前").endsWith("后");
  }

  @Test
  @DisplayName("话里的 CQ 码、HTML、XML 都只是字")
  default void markup_in_words_stays_words() {
    var text = "[CQ:at,qq=all]<b>粗</b>]]><script>x</script>&amp;{\"a\":1}";

    assertThat(kit().asked(text).text()).isEqualTo(text);
  }

  @Test
  @DisplayName("九百字的长问题不被截断")
  default void a_long_question_arrives_whole() {
    var text = "问".repeat(900);

    assertThat(kit().asked(text).text()).hasSize(900);
  }

  @Test
  @DisplayName("消息编号和会话编号里没有空白，长度有界")
  default void ids_are_storable() {
    var heard = kit().asked("编号");

    assertThat(heard.id().value()).hasSizeLessThanOrEqualTo(200).matches("\\S+");
    assertThat(heard.conversation().id().value()).hasSizeLessThanOrEqualTo(200).matches("\\S+");
    assertThat(heard.asker().value()).hasSizeLessThanOrEqualTo(200).matches("\\S+");
  }

  @Test
  @DisplayName("关注和取消关注说得出是谁")
  default void following_and_leaving_are_told() {
    kit().needs(Happening.FOLLOWED, Happening.UNFOLLOWED);
    kit().platform().happens(Happening.FOLLOWED);
    kit().platform().happens(Happening.UNFOLLOWED);

    kit().sink().await("both", () -> kit().sink().events(ContactChanged.class).size() == 2);
    assertThat(kit().sink().events(ContactChanged.class).stream().map(ContactChanged::contact))
        .containsExactly(Contact.FOLLOWED, Contact.UNFOLLOWED);
  }

  @Test
  @DisplayName("点菜单说得出点了哪一项")
  default void a_menu_tap_names_its_key() {
    kit().needs(Happening.MENU_TAPPED);
    kit().platform().happens(Happening.MENU_TAPPED);

    var tap = kit().sink().awaitEvent(ContactChanged.class);
    assertThat(tap.contact()).isEqualTo(Contact.MENU_TAPPED);
    assertThat(tap.detail()).isNotBlank();
  }

  @Test
  @DisplayName("进群、出群、禁言、解禁都告诉机器人")
  default void the_standing_in_a_group_is_told() {
    kit().needs(Happening.JOINED, Happening.REMOVED);
    kit().platform().happens(Happening.JOINED);
    kit().platform().happens(Happening.REMOVED);

    kit().sink().await("both", () -> kit().sink().events(GroupChanged.class).size() == 2);
    assertThat(kit().sink().events(GroupChanged.class).stream().map(GroupChanged::standing))
        .containsExactly(Standing.JOINED, Standing.REMOVED);
  }

  @Test
  @DisplayName("禁言和解禁告诉机器人")
  default void mutes_are_told() {
    kit().needs(Happening.MUTED, Happening.UNMUTED);
    kit().platform().happens(Happening.MUTED);
    kit().platform().happens(Happening.UNMUTED);

    kit().sink().await("both", () -> kit().sink().events(GroupChanged.class).size() == 2);
    assertThat(kit().sink().events(GroupChanged.class).stream().map(GroupChanged::standing))
        .containsExactly(Standing.MUTED, Standing.UNMUTED);
  }

  @Test
  @DisplayName("别的成员进群不算机器人进群")
  default void somebody_else_joining_is_not_the_bot() {
    kit().needs(Happening.SOMEBODY_JOINED);
    kit().platform().happens(Happening.SOMEBODY_JOINED);

    kit().stillWorks();
    assertThat(kit().sink().events(GroupChanged.class)).isEmpty();
  }

  @Test
  @DisplayName("机器人不听自己说的话")
  default void its_own_words_are_not_heard() {
    kit().needs(Happening.OWN_MESSAGE);
    kit().platform().happens(Happening.OWN_MESSAGE);

    kit().stillWorks();
    assertThat(kit().sink().texts()).containsExactly("还在吗");
  }

  @Test
  @DisplayName("事件的时间不离谱")
  default void times_are_sane() {
    var heard = kit().asked("几点了");
    var late = kit().asked("又几点了");

    assertThat(late.at()).isAfterOrEqualTo(heard.at());
    assertThat(kit().sink().events().stream().map(InboundEvent::at))
        .allSatisfy(at -> assertThat(at.getEpochSecond()).isGreaterThan(1_420_000_000L));
  }
}
