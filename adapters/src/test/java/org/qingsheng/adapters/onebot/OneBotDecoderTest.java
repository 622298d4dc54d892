package org.qingsheng.adapters.onebot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.qingsheng.adapters.Addressing;
import org.qingsheng.adapters.Attachment;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.Conversation.GroupChat;
import org.qingsheng.adapters.Conversation.PrivateChat;
import org.qingsheng.adapters.ConversationId;
import org.qingsheng.adapters.InboundEvent.GroupChanged;
import org.qingsheng.adapters.InboundEvent.MessageRecalled;
import org.qingsheng.adapters.InboundEvent.MessageReceived;
import org.qingsheng.adapters.InboundEvent.Standing;
import org.qingsheng.adapters.InboundEvent.Unsupported;
import org.qingsheng.adapters.MessageId;
import org.qingsheng.adapters.onebot.OneBotFrame.Answer;
import org.qingsheng.adapters.onebot.OneBotFrame.Event;
import org.qingsheng.adapters.onebot.OneBotFrame.Heartbeat;
import org.qingsheng.adapters.onebot.OneBotFrame.Nonsense;
import org.qingsheng.adapters.onebot.OneBotFrame.SelfMuted;
import org.qingsheng.adapters.onebot.OneBotFrame.SelfUnmuted;

@DisplayName("OneBot 解码 · decoder")
class OneBotDecoderTest {
  private static final ChannelId CHANNEL = new ChannelId("qq-groups");
  private static final String SELF = "10001000";
  private static final Instant NOW = Instant.parse("2026-03-02T01:00:00Z");
  private static final Instant SAID = Instant.ofEpochSecond(1_760_000_000);
  private static final ConversationId GROUP = new ConversationId("ob:10001000:g20002000");

  private final OneBotDecoder decoder =
      new OneBotDecoder(CHANNEL, InstantSource.fixed(NOW), id -> id.value().endsWith(":77"));

  @ParameterizedTest
  @ValueSource(strings = {"group-message.json", "group-message-string.json"})
  @DisplayName("数组格式和字符串格式得到同一个提问")
  void both_formats_give_the_same_question(String file) {
    OneBotFrame frame = decoder.decode(payload(file), SELF);

    assertThat(frame)
        .isEqualTo(
            new Event(
                new MessageReceived(
                    CHANNEL,
                    new MessageId("ob:10001000:g20002000:1839472934"),
                    new GroupChat(GROUP),
                    OneBotIds.asker("10002000"),
                    "入团需要什么条件？",
                    List.of(),
                    Addressing.MENTION,
                    Optional.empty(),
                    SAID,
                    false)));
  }

  @Test
  @DisplayName("私聊消息总是对机器人说的，图片作为附件")
  void private_messages_are_to_the_bot_and_pictures_are_attachments() {
    MessageReceived message = received(payload("private-message.json"));

    assertThat(message.conversation())
        .isEqualTo(new PrivateChat(new ConversationId("ob:10001000:u10002000")));
    assertThat(message.addressing()).isEqualTo(Addressing.PRIVATE);
    assertThat(message.text()).isEqualTo("团费怎么交");
    assertThat(message.attachments())
        .containsExactly(
            new Attachment(
                Attachment.Kind.IMAGE, Optional.empty(), Optional.of("https://example.org/x.jpg")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"message-sent.json", "own-message.json"})
  @DisplayName("机器人自己的消息只被记住，不当作提问")
  void own_messages_are_not_questions(String file) {
    assertThat(decoder.decode(payload(file), SELF)).isInstanceOf(OneBotFrame.OwnMessage.class);
  }

  @ParameterizedTest
  @CsvSource({
    "at qq=all, NONE",
    "at qq=10002001, NONE",
    "reply id=77, QUOTE",
    "reply id=76, NONE",
    "at qq=10001000, MENTION"
  })
  @DisplayName("只有@机器人或引用机器人的话才算对它说；@全体和@别人不算")
  void only_naming_or_quoting_the_bot_addresses_it(String segment, Addressing expected) {
    String[] parts = segment.split("[ =]");
    String message =
        """
        [{"type":"%s","data":{"%s":"%s"}},{"type":"text","data":{"text":"在吗"}}]\
        """
            .formatted((Object[]) parts);

    MessageReceived received = received(group(message));

    assertThat(received.addressing()).isEqualTo(expected);
    assertThat(received.text()).isEqualTo("在吗");
  }

  @Test
  @DisplayName("引用的消息带着它在本群的编号")
  void a_quotation_carries_the_quoted_id() {
    MessageReceived received =
        received(
            group(
                "[{\"type\":\"reply\",\"data\":{\"id\":-5}},{\"type\":\"text\",\"data\":{\"text\":\"同问\"}}]"));

    assertThat(received.quotes()).contains(new MessageId("ob:10001000:g20002000:-5"));
  }

  @Test
  @DisplayName("不认识的消息段不进入文字")
  void unknown_segments_stay_out_of_the_text() {
    MessageReceived received =
        received(
            group(
                "[{\"type\":\"brandnew\",\"data\":{\"text\":\"偷偷\"}},{\"type\":\"text\",\"data\":{\"text\":\"好\"}},{\"type\":\"record\",\"data\":{\"file\":\"a.amr\"}}]"));

    assertThat(received.text()).isEqualTo("好");
    assertThat(received.attachments())
        .extracting(Attachment::kind)
        .containsExactly(Attachment.Kind.OTHER, Attachment.Kind.VOICE);
  }

  @Test
  @DisplayName("撤回、进群、被踢、禁言和解除禁言都认得")
  void notices_about_the_bot_and_recalls_are_known() {
    assertThat(decoder.decode(payload("group-recall.json"), SELF))
        .isEqualTo(
            new Event(
                new MessageRecalled(
                    CHANNEL,
                    new GroupChat(GROUP),
                    new MessageId("ob:10001000:g20002000:1839472934"),
                    SAID.plusSeconds(60))));
    assertThat(decoder.decode(payload("friend-recall.json"), SELF))
        .isEqualTo(
            new Event(
                new MessageRecalled(
                    CHANNEL,
                    new PrivateChat(new ConversationId("ob:10001000:u10002000")),
                    new MessageId("ob:10001000:u10002000:-211734"),
                    SAID.plusSeconds(60))));
    assertThat(decoder.decode(payload("self-increase.json"), SELF))
        .isEqualTo(
            new Event(new GroupChanged(CHANNEL, GROUP, Standing.JOINED, SAID.plusSeconds(40))));
    assertThat(decoder.decode(payload("kick-me.json"), SELF))
        .isEqualTo(
            new Event(new GroupChanged(CHANNEL, GROUP, Standing.REMOVED, SAID.plusSeconds(45))));
    assertThat(decoder.decode(payload("self-ban.json"), SELF))
        .isEqualTo(
            new SelfMuted(
                OneBotIds.groupChat(SELF, "20002000"),
                new GroupChanged(CHANNEL, GROUP, Standing.MUTED, SAID.plusSeconds(50)),
                NOW.plusSeconds(600)));
    assertThat(decoder.decode(payload("self-lift-ban.json"), SELF)).isInstanceOf(SelfUnmuted.class);
  }

  @Test
  @DisplayName("别人进群、戳一戳、入群邀请和未知类型只作计数")
  void other_notices_and_requests_are_only_counted() {
    for (String file : List.of("member-increase.json", "poke.json", "group-invite.json")) {
      assertThat(decoder.decode(payload(file), SELF))
          .isInstanceOfSatisfying(
              Event.class, event -> assertThat(event.event()).isInstanceOf(Unsupported.class));
    }
    assertThat(decoder.decode("{\"post_type\":\"from <b>2030\",\"time\":1760000000}", SELF))
        .isEqualTo(new Event(new Unsupported(CHANNEL, "from??b?2030", SAID)));
  }

  @Test
  @DisplayName("心跳说明账号是否在线和下次心跳的间隔")
  void heartbeats_tell_whether_the_account_is_online() {
    assertThat(decoder.decode(payload("heartbeat.json"), SELF))
        .isEqualTo(new Heartbeat(true, Optional.of(Duration.ofSeconds(30))));
    assertThat(decoder.decode(payload("heartbeat-offline.json"), SELF))
        .isEqualTo(new Heartbeat(false, Optional.of(Duration.ofSeconds(30))));
    assertThat(decoder.decode(payload("lifecycle-connect.json"), SELF))
        .isEqualTo(new OneBotFrame.Connected());
  }

  @Test
  @DisplayName("调用的应答按 echo 认出，成功与失败分明")
  void answers_are_told_from_events() {
    assertThat(decoder.decode(payload("answer-ok.json"), SELF))
        .isInstanceOfSatisfying(
            Answer.class,
            answer -> {
              assertThat(answer.ok()).isTrue();
              assertThat(answer.echo()).isEqualTo("a1b2");
            });
    assertThat(decoder.decode(payload("answer-timeout.json"), SELF))
        .isInstanceOfSatisfying(
            Answer.class,
            answer -> {
              assertThat(answer.ok()).isFalse();
              assertThat(answer.retcode()).isEqualTo(1200);
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-5", "null", "\"soon\"", "99999999999", "1e999", "[]"})
  @DisplayName("时间缺失或荒谬时用自己的时钟")
  void an_absurd_time_is_replaced_by_the_clock(String time) {
    String frame =
        """
        {"time":%s,"self_id":10001000,"post_type":"message","message_type":"private","message_id":1,"user_id":2,"message":"好"}\
        """
            .formatted(time);

    assertThat(received(frame).at()).isEqualTo(NOW);
  }

  @Test
  @DisplayName("超过 2^63 的编号和字符串编号照样可用")
  void ids_as_strings_or_beyond_64_bits_are_kept() {
    String frame =
        """
        {"self_id":"10001000","post_type":"message","message_type":"group","message_id":9223372036854775808,"group_id":"18446744073709551615","user_id":"9223372036854775808","message":"好"}\
        """;

    MessageReceived message = received(frame);

    assertThat(message.id().value())
        .isEqualTo("ob:10001000:g18446744073709551615:9223372036854775808");
    assertThat(message.asker().value()).isEqualTo("9223372036854775808");
  }

  static List<String> nonsense() {
    return List.of(
        "",
        "null",
        "42",
        "\"text\"",
        "true",
        "[]",
        "{}",
        "{\"post_type\":null}",
        "{\"post_type\":7}",
        "{\"post_type\":\"message\"}",
        "{\"post_type\":\"message\",\"message_type\":\"group\",\"message_id\":null,\"group_id\":1,\"user_id\":2,\"message\":\"好\"}",
        "{\"post_type\":\"message\",\"message_type\":\"group\",\"message_id\":1,\"user_id\":2,\"message\":\"好\"}",
        "{\"post_type\":\"message\",\"message_type\":\"group\",\"message_id\":1,\"group_id\":1,\"user_id\":\"all\",\"message\":\"好\"}",
        "{\"post_type\":\"message\",\"message_type\":\"group\",\"message_id\":1,\"group_id\":1,\"user_id\":1.5,\"message\":\"好\"}",
        "{\"post_type\":\"message\",\"message_type\":\"channel\",\"message_id\":1,\"user_id\":2,\"message\":\"好\"}",
        "{\"post_type\":\"message\",\"self_id\":999,\"message_type\":\"private\",\"message_id\":1,\"user_id\":2,\"message\":\"好\"}",
        "{\"post_type\":\"notice\",\"notice_type\":\"group_recall\"}",
        "{\"post_type\":\"message\",\"message_type\"",
        "[".repeat(100_000),
        "{\"a\":".repeat(100_000),
        "{\"post_type\":" + "9".repeat(5_000) + "}",
        "\u0000\uD800");
  }

  @ParameterizedTest
  @MethodSource("nonsense")
  @DisplayName("不成形的帧被放过，从不抛出异常")
  void nonsense_is_passed_over(String frame) {
    assertThat(decoder.decode(frame, SELF)).isInstanceOf(Nonsense.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "null                                             | ``",
        "42                                               | 42",
        "[null]                                           | ``",
        "[{}]                                             | ``",
        "[{\"type\":null,\"data\":null}]                  | ``",
        "[{\"type\":\"text\"}]                            | ``",
        "[{\"type\":\"text\",\"data\":{\"text\":null}}]   | ``",
        "[{\"type\":\"text\",\"data\":{\"text\":7}}]      | 7",
        "[{\"type\":\"text\",\"data\":\"好\"}]            | ``",
        "[[[]],\"好\"]                                    | 好",
        "{\"type\":\"text\",\"data\":{\"text\":\"好\"}}   | 好",
        "\"好\\ud800\\u0000\"                             | 好��"
      })
  @DisplayName("形状奇怪的消息段能读出文字就读，读不出就算空")
  void odd_segments_are_carried_as_text_or_dropped(String message, String text) {
    assertThat(received(group(message)).text()).isEqualTo(text);
  }

  @Test
  @DisplayName("两万个消息段的消息只留二十个附件")
  void twenty_thousand_segments_keep_twenty_attachments() {
    String message =
        "["
            + "{\"type\":\"image\",\"data\":{}},".repeat(20_000)
            + "{\"type\":\"text\",\"data\":{\"text\":\"好\"}}]";

    MessageReceived received = received(group(message));

    assertThat(received.text()).isEqualTo("好");
    assertThat(received.attachments()).hasSize(MessageContent.MOST_ATTACHMENTS);
  }

  private MessageReceived received(String frame) {
    OneBotFrame decoded = decoder.decode(frame, SELF);
    assertThat(decoded).isInstanceOf(Event.class);
    return (MessageReceived) ((Event) decoded).event();
  }

  private static String group(String message) {
    return """
    {"time":1760000000,"self_id":10001000,"post_type":"message","message_type":"group","message_id":1,"group_id":20002000,"user_id":10002000,"message":%s}\
    """
        .formatted(message);
  }

  static String payload(String file) {
    try (InputStream stream =
        Objects.requireNonNull(OneBotDecoderTest.class.getResourceAsStream(file), file)) {
      return new String(stream.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("payload " + file, e);
    }
  }
}
