package org.qingsheng.adapters.onebot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.qingsheng.adapters.AskerId;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.IdempotencyKey;
import org.qingsheng.adapters.MessageId;
import org.qingsheng.adapters.OutboundMessage;
import org.qingsheng.adapters.onebot.OneBotIds.Chat;

@DisplayName("OneBot 编码 · encoder")
class OneBotEncoderTest {
  private static final Chat GROUP = OneBotIds.groupChat("10001000", "20002000");
  private static final Chat FRIEND = OneBotIds.privateChat("10001000", "10002000");

  @Test
  @DisplayName("群里的答复引用提问、@提问人，再接文字")
  void a_group_answer_quotes_and_names() {
    var call =
        OneBotEncoder.send(
            message(GROUP, "10002000", Optional.of(GROUP.message("1839472934")), "年满14周岁"), GROUP);

    assertThat(call.toString())
        .isEqualTo(
            """
            {"action":"send_group_msg","params":{"group_id":20002000,"message":[{"type":"reply","data":{"id":"1839472934"}},{"type":"at","data":{"qq":"10002000"}},{"type":"text","data":{"text":" 年满14周岁"}}]}}\
            """);
  }

  @Test
  @DisplayName("私聊只发文字")
  void a_private_answer_is_text_alone() {
    var call =
        OneBotEncoder.send(
            message(FRIEND, "10002000", Optional.of(FRIEND.message("5")), "好"), FRIEND);

    assertThat(call.toString())
        .isEqualTo(
            """
            {"action":"send_private_msg","params":{"user_id":10002000,"message":[{"type":"text","data":{"text":"好"}}]}}\
            """);
  }

  @Test
  @DisplayName("答复里的 CQ 码原样是文字，提问人编号不是数字就不@")
  void cq_codes_stay_text_and_nobody_can_be_all() {
    String text = "[CQ:at,qq=all][CQ:image,file=file:///etc/passwd]";

    var segments =
        OneBotEncoder.send(message(GROUP, "all", Optional.empty(), text), GROUP)
            .path("params")
            .path("message");

    assertThat(segments).hasSize(1);
    assertThat(segments.get(0).path("type").asText()).isEqualTo("text");
    assertThat(segments.get(0).path("data").path("text").asText()).isEqualTo(text);
  }

  @Test
  @DisplayName("别的会话里的消息不能在这里引用")
  void a_message_of_another_conversation_is_not_quoted() {
    var segments =
        OneBotEncoder.send(message(GROUP, "10002000", Optional.of(FRIEND.message("5")), "好"), GROUP)
            .path("params")
            .path("message");

    assertThat(segments).noneMatch(segment -> segment.path("type").asText().equals("reply"));
  }

  private static OutboundMessage message(
      Chat chat, String asker, Optional<MessageId> quote, String text) {
    return new OutboundMessage(
        new IdempotencyKey("k"),
        new ChannelId("qq-groups"),
        chat.conversation(),
        new AskerId(asker),
        new OutboundMessage.Route.Push(Optional.empty()),
        quote,
        true,
        text,
        List.of());
  }
}
