package org.qingsheng.adapters.qq;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.qingsheng.adapters.Addressing;
import org.qingsheng.adapters.Attachment;
import org.qingsheng.adapters.Conversation.PrivateChat;
import org.qingsheng.adapters.InboundEvent;
import org.qingsheng.adapters.InboundEvent.Contact;
import org.qingsheng.adapters.InboundEvent.ContactChanged;
import org.qingsheng.adapters.InboundEvent.GroupChanged;
import org.qingsheng.adapters.InboundEvent.MessageReceived;
import org.qingsheng.adapters.InboundEvent.Standing;
import org.qingsheng.adapters.InboundEvent.Unsupported;
import org.qingsheng.adapters.MessageId;
import org.qingsheng.adapters.qq.QqIds.Chat;
import org.qingsheng.adapters.qq.QqIds.Kind;

@DisplayName("QQ 事件的翻译 · decoder")
class QqDecoderTest {
  private static final String GROUP = "B2C3D4E5F6A1B2C3D4E5F6A1B2C3D4E5";

  private final References references = new References();
  private final QqDecoder decoder = new QqDecoder(Bench.CHANNEL, Bench.APP_ID, references);

  private InboundEvent decoded(String type, String d) {
    var payload =
        QqJson.object("{\"op\":0,\"id\":\"outer:1\",\"t\":\"%s\",\"d\":%s}".formatted(type, d));
    return decoder.decode(payload.orElseThrow(), Bench.NOW);
  }

  private MessageReceived message(String type, String d) {
    return (MessageReceived) decoded(type, d);
  }

  private MessageReceived inGroup(String type, String more) {
    return message(
        type,
        "{\"id\":\"m1\",\"author\":{\"member_openid\":\"A1\"},\"group_openid\":\"%s\"%s}"
            .formatted(GROUP, more));
  }

  @Test
  @DisplayName("完整的群消息：图片、引用、角色都在，前面的空格去掉")
  void a_full_group_message() {
    var message =
        message(
            "GROUP_AT_MESSAGE_CREATE",
            """
            {"id":"ROBOT1.0_x","author":{"id":"A1","member_openid":"A1","member_role":"member",\
            "username":"小明","bot":false},"content":" 入团需要什么条件？","group_openid":"B2",\
            "message_type":0,"timestamp":"2026-07-21T10:00:00+08:00","mentions":[],\
            "attachments":[{"content_type":"image/jpeg","filename":"photo.jpg",\
            "url":"https://multimedia.example/d","width":1920}],\
            "message_scene":{"source":"default","ext":["msg_idx=REFIDX_xxx==",\
            "ref_msg_idx=REFIDX_yyy==","auth_token=t"]},"msg_elements":[]}\
            """);

    assertThat(message)
        .isEqualTo(
            new MessageReceived(
                Bench.CHANNEL,
                new MessageId("ROBOT1.0_x"),
                Bench.chat(Kind.GROUP, "B2"),
                QqIds.asker("A1"),
                "入团需要什么条件？",
                List.of(
                    new Attachment(
                        Attachment.Kind.IMAGE,
                        Optional.of("photo.jpg"),
                        Optional.of("https://multimedia.example/d"))),
                Addressing.MENTION,
                Optional.of(new MessageId("REFIDX_yyy==")),
                Instant.parse("2026-07-21T02:00:00Z"),
                false));
  }

  @Test
  @DisplayName("同一条群消息的两种事件是同一个编号")
  void both_events_of_one_message_have_one_id() {
    var at = inGroup("GROUP_AT_MESSAGE_CREATE", ",\"content\":\" 你好\"");
    var all = inGroup("GROUP_MESSAGE_CREATE", ",\"content\":\"你好\"");

    assertThat(at.id()).isEqualTo(all.id());
    assertThat(at.addressing()).isEqualTo(Addressing.MENTION);
    assertThat(all.addressing()).isEqualTo(Addressing.NONE);
  }

  @Test
  @DisplayName("“接收所有消息”里@到机器人的算@，@别人的不算")
  void overheard_talk_may_name_the_bot() {
    var named =
        inGroup(
            "GROUP_MESSAGE_CREATE",
            ",\"content\":\"<@BOT1> 在吗\",\"mentions\":[{\"member_openid\":\"BOT1\",\"is_you\":true}]");
    var other =
        inGroup(
            "GROUP_MESSAGE_CREATE",
            ",\"content\":\"<@A9> 在吗\",\"mentions\":[{\"member_openid\":\"A9\"}]");

    assertThat(named.addressing()).isEqualTo(Addressing.MENTION);
    assertThat(named.text()).isEqualTo("在吗");
    assertThat(other.addressing()).isEqualTo(Addressing.NONE);
    assertThat(other.text()).isEqualTo("<@A9> 在吗");
  }

  @Test
  @DisplayName("引用机器人自己的话算对机器人说，引用得到的编号是那条消息的")
  void quoting_the_bot_speaks_to_the_bot() {
    references.sent("REFIDX_own==", new MessageId("ROBOT1.0_own"));
    var first =
        inGroup(
            "GROUP_MESSAGE_CREATE", ",\"message_scene\":{\"ext\":[\"msg_idx=REFIDX_first==\"]}");
    var own =
        inGroup(
            "GROUP_MESSAGE_CREATE", ",\"message_scene\":{\"ext\":[\"ref_msg_idx=REFIDX_own==\"]}");
    var others =
        inGroup(
            "GROUP_MESSAGE_CREATE",
            ",\"message_scene\":{\"ext\":[\"ref_msg_idx=REFIDX_first==\"]}");

    assertThat(own.addressing()).isEqualTo(Addressing.QUOTE);
    assertThat(own.quotes()).contains(new MessageId("ROBOT1.0_own"));
    assertThat(others.addressing()).isEqualTo(Addressing.NONE);
    assertThat(others.quotes()).contains(first.id());
  }

  @Test
  @DisplayName("私聊、频道和频道私信各有自己的会话")
  void private_and_guild_messages() {
    var c2c =
        message(
            "C2C_MESSAGE_CREATE",
            "{\"id\":\"m1\",\"content\":\"你好\",\"author\":{\"user_openid\":\"U1\"},\"timestamp\":\"2024-10-15T16:33:15+08:00\"}");
    var guild =
        message(
            "AT_MESSAGE_CREATE",
            "{\"id\":\"m2\",\"channel_id\":\"77\",\"guild_id\":\"88\",\"content\":\"<@!99> 你好\",\"author\":{\"id\":\"55\",\"username\":\"x\"}}");
    var direct =
        message(
            "DIRECT_MESSAGE_CREATE",
            "{\"id\":\"m3\",\"channel_id\":\"70\",\"guild_id\":\"80\",\"content\":\"你好\",\"author\":{\"id\":\"55\"},\"direct_message\":true,\"timestamp\":\"2025-10-09T16:53:20+08:00\"}");

    assertThat(c2c.conversation()).isEqualTo(Bench.chat(Kind.PERSON, "U1"));
    assertThat(c2c.conversation()).isInstanceOf(PrivateChat.class);
    assertThat(c2c.addressing()).isEqualTo(Addressing.PRIVATE);
    assertThat(guild.conversation()).isEqualTo(Bench.chat(Kind.GUILD_CHANNEL, "77"));
    assertThat(guild.addressing()).isEqualTo(Addressing.MENTION);
    assertThat(guild.text()).isEqualTo("你好");
    assertThat(guild.at()).isEqualTo(Bench.NOW);
    assertThat(direct.conversation()).isEqualTo(Bench.chat(Kind.GUILD_DIRECT, "80"));
    assertThat(QqIds.origin(direct.id()).id()).isEqualTo("m3");
    assertThat(QqIds.origin(direct.id()).until())
        .contains(Instant.ofEpochSecond(1_760_000_000 + 300));
  }

  @Test
  @DisplayName("语音听出的字当作话；打了字就以打的字为准")
  void what_a_voice_says_counts_as_words() {
    var voice =
        ",\"content\":\"%s\",\"attachments\":[{\"content_type\":\"voice\",\"url\":\"https://a/amr\",\"voice_wav_url\":\"https://a/wav\",\"asr_refer_text\":\"怎么申请贷款\"}]";

    var spoken = inGroup("GROUP_AT_MESSAGE_CREATE", voice.formatted(" "));
    var typed = inGroup("GROUP_AT_MESSAGE_CREATE", voice.formatted("看这个"));

    assertThat(spoken.text()).isEqualTo("怎么申请贷款");
    assertThat(spoken.attachments())
        .containsExactly(
            new Attachment(Attachment.Kind.VOICE, Optional.empty(), Optional.of("https://a/wav")));
    assertThat(typed.text()).isEqualTo("看这个");
  }

  @Test
  @DisplayName("只@了机器人、只发表情、只发卡片：没有字，但消息在")
  void messages_without_words() {
    assertThat(inGroup("GROUP_AT_MESSAGE_CREATE", ",\"content\":\" \"").text()).isEmpty();
    assertThat(inGroup("GROUP_AT_MESSAGE_CREATE", "").text()).isEmpty();
    var face =
        inGroup(
            "GROUP_AT_MESSAGE_CREATE",
            ",\"content\":\"<faceType=1,faceId=\\\"13\\\",ext=\\\"e30=\\\">\"");
    assertThat(face.text()).isEmpty();
    assertThat(face.attachments())
        .extracting(Attachment::kind)
        .containsExactly(Attachment.Kind.STICKER);
    var card = inGroup("GROUP_AT_MESSAGE_CREATE", ",\"message_type\":3");
    assertThat(card.attachments())
        .extracting(Attachment::kind)
        .containsExactly(Attachment.Kind.CARD);
  }

  @ParameterizedTest
  @CsvSource({
    "image/png, IMAGE",
    "voice, VOICE",
    "audio/amr, VOICE",
    "video/mp4, VIDEO",
    "file, FILE",
    "application/pdf, FILE",
    "'', OTHER"
  })
  @DisplayName("附件的种类")
  void kinds_of_attachments(String contentType, Attachment.Kind kind) {
    var more = ",\"attachments\":[{\"content_type\":\"%s\"}]".formatted(contentType);

    assertThat(inGroup("GROUP_AT_MESSAGE_CREATE", more).attachments())
        .containsExactly(new Attachment(kind, Optional.empty(), Optional.empty()));
  }

  @Test
  @DisplayName("进群、被移出群；时间是数字")
  void joined_and_removed() {
    var d = "{\"timestamp\":1784570534,\"group_openid\":\"B2\",\"op_member_openid\":\"A1\"}";
    var at = Instant.ofEpochSecond(1_784_570_534);
    var group = Bench.chat(Kind.GROUP, "B2").id();

    assertThat(decoded("GROUP_ADD_ROBOT", d))
        .isEqualTo(new GroupChanged(Bench.CHANNEL, group, Standing.JOINED, at));
    assertThat(decoded("GROUP_DEL_ROBOT", d))
        .isEqualTo(new GroupChanged(Bench.CHANNEL, group, Standing.REMOVED, at));
  }

  @Test
  @DisplayName("加好友带场景，删好友；编号取自外层，可以凭它问候")
  void friends_come_and_go() {
    var d =
        "{\"openid\":\"U1\",\"timestamp\":\"1784570534\",\"scene\":\"1001\",\"scene_param\":\"xian-a\"}";
    var at = Instant.ofEpochSecond(1_784_570_534);

    assertThat(decoded("FRIEND_ADD", d))
        .isEqualTo(
            new ContactChanged(
                Bench.CHANNEL,
                new MessageId("ev:outer:1"),
                new Chat(Kind.PERSON, "U1").conversation(Bench.APP_ID),
                QqIds.asker("U1"),
                Contact.FOLLOWED,
                "xian-a",
                at));
    assertThat(((ContactChanged) decoded("FRIEND_DEL", d)).contact()).isEqualTo(Contact.UNFOLLOWED);
    assertThat(QqIds.origin(new MessageId("ev:outer:1")).field()).isEqualTo("event_id");
    assertThat(QqIds.origin(new MessageId("ev:outer:1")).id()).isEqualTo("outer:1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GROUP_MSG_REJECT",
        "GROUP_MSG_RECEIVE",
        "C2C_MSG_REJECT",
        "C2C_MSG_RECEIVE",
        "GROUP_MEMBER_ADD",
        "GROUP_MEMBER_REMOVE",
        "INTERACTION_CREATE",
        "MESSAGE_AUDIT_REJECT",
        "NEVER_SEEN"
      })
  @DisplayName("只关主动消息、成员进出和没见过的事件：以本名计数，不影响别的")
  void what_changes_nothing_is_counted_by_name(String type) {
    assertThat(decoded(type, "{\"group_openid\":\"B2\",\"timestamp\":1760000000}"))
        .isEqualTo(new Unsupported(Bench.CHANNEL, type, Instant.ofEpochSecond(1_760_000_000)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "null",
        "[]",
        "{\"id\":\"m1\",\"group_openid\":\"B2\"}",
        "{\"id\":\"m1\",\"group_openid\":\"../B2\",\"author\":{\"member_openid\":\"A1\"}}",
        "{\"id\":\"\",\"group_openid\":\"B2\",\"author\":{\"member_openid\":\"A1\"}}",
        "{\"id\":\"a b\",\"group_openid\":\"B2\",\"author\":{\"member_openid\":\"A1\"}}",
        "{\"id\":\"ev:x\",\"group_openid\":\"B2\",\"author\":{\"member_openid\":\"A1\"}}",
        "{\"id\":{},\"group_openid\":[],\"author\":7}",
        "{\"id\":\"m1\",\"group_openid\":\"B2\",\"author\":{\"member_openid\":\"A1\",\"bot\":true}}"
      })
  @DisplayName("缺了少不得的字段、字段不像样、别的机器人说的：不当消息")
  void what_cannot_be_a_message_is_none(String d) {
    assertThat(decoded("GROUP_AT_MESSAGE_CREATE", d)).isInstanceOf(Unsupported.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"+999999999-12-31T00:00:00Z\"",
        "\"yesterday\"",
        "99999999999",
        "-1",
        "{}",
        "null",
        "1e99"
      })
  @DisplayName("时间不像样就用收到的时间")
  void odd_times_are_not_used(String timestamp) {
    assertThat(inGroup("GROUP_AT_MESSAGE_CREATE", ",\"timestamp\":" + timestamp).at())
        .isEqualTo(Bench.NOW);
  }

  @Test
  @DisplayName("正文里的 NUL 和半个代理对换掉")
  void text_is_clean() {
    var message = inGroup("GROUP_AT_MESSAGE_CREATE", ",\"content\":\"a\\u0000b\\ud800c\"");

    assertThat(message.text()).isEqualTo("a\uFFFDb\uFFFDc");
  }
}
