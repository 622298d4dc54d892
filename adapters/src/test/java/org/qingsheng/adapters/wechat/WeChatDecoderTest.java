package org.qingsheng.adapters.wechat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.qingsheng.adapters.Addressing;
import org.qingsheng.adapters.Attachment;
import org.qingsheng.adapters.Attachment.Kind;
import org.qingsheng.adapters.InboundEvent;
import org.qingsheng.adapters.InboundEvent.Contact;
import org.qingsheng.adapters.InboundEvent.ContactChanged;
import org.qingsheng.adapters.InboundEvent.MessageReceived;
import org.qingsheng.adapters.InboundEvent.Unsupported;
import org.qingsheng.adapters.tencent.FlatXml;
import org.qingsheng.adapters.tencent.MalformedMessageException;

/** The shapes follow 接收普通消息 and 接收事件推送 of WeChat's documentation, read in autumn 2026. */
@DisplayName("公众号消息的解读 · decoding")
class WeChatDecoderTest {
  private final WeChatDecoder decoder = new WeChatDecoder(Bench.CHANNEL, "wx1a2b3c4d5e6f7890");

  @Test
  @DisplayName("文字消息成为私聊来信，编号原样保留为文本")
  void text_becomes_a_private_message() throws MalformedMessageException {
    var event = message("text", "<Content><![CDATA[入团需要什么条件？]]></Content>");

    assertThat(event.text()).isEqualTo("入团需要什么条件？");
    assertThat(event.id().value()).isEqualTo("18446744073709551615");
    assertThat(event.conversation().isGroup()).isFalse();
    assertThat(event.conversation().id().value()).isEqualTo("mp:wx1a2b3c4d5e6f7890:oQNZS_user0001");
    assertThat(event.asker().value()).isEqualTo("oQNZS_user0001");
    assertThat(event.addressing()).isEqualTo(Addressing.PRIVATE);
    assertThat(event.at()).isEqualTo(Instant.ofEpochSecond(1_760_000_000));
    assertThat(event.attachments()).isEmpty();
    assertThat(event.again()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'; DROP TABLE item; --",
        "${jndi:ldap://127.0.0.1/a} %n%s {{7*7}} #{1+1}",
        "*:* AND (((( /(a+)+$/ field:",
        "[CQ:at,qq=all]",
        "\u202Eabc\u200B𠮷👨‍👩‍👧‍👦"
      })
  @DisplayName("古怪的文字一个字符也不改")
  void keeps_strange_text_as_it_is(String text) throws MalformedMessageException {
    assertThat(message("text", "<Content><![CDATA[" + text + "]]></Content>").text())
        .isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "image, <PicUrl>http://p</PicUrl><MediaId>m1</MediaId>, IMAGE, m1",
    "voice, <MediaId>m2</MediaId><Format>amr</Format>, VOICE, m2",
    "video, <MediaId>m3</MediaId><ThumbMediaId>t</ThumbMediaId>, VIDEO, m3",
    "shortvideo, <MediaId>m4</MediaId>, VIDEO, m4"
  })
  @DisplayName("图片、语音、视频成为附件，文字为空")
  void media_becomes_an_attachment(String type, String elements, Kind kind, String reference)
      throws MalformedMessageException {
    var event = message(type, elements);

    assertThat(event.text()).isEmpty();
    assertThat(event.attachments())
        .containsExactly(new Attachment(kind, Optional.empty(), Optional.of(reference)));
  }

  @Test
  @DisplayName("语音带识别结果时，识别出的话就是问题")
  void recognised_speech_is_the_text() throws MalformedMessageException {
    var event =
        message("voice", "<MediaId>m</MediaId><Recognition><![CDATA[怎么申请补贴]]></Recognition>");

    assertThat(event.text()).isEqualTo("怎么申请补贴");
    assertThat(event.attachments()).extracting(Attachment::kind).containsExactly(Kind.VOICE);
  }

  @Test
  @DisplayName("位置与链接成为附件")
  void place_and_link_become_attachments() throws MalformedMessageException {
    var place =
        message(
            "location",
            "<Location_X>30.1</Location_X><Location_Y>120.2</Location_Y><Label><![CDATA[县政务中心]]></Label>");
    var link =
        message("link", "<Title>通知</Title><Description>d</Description><Url>https://a/b</Url>");

    assertThat(place.attachments())
        .containsExactly(
            new Attachment(Kind.LOCATION, Optional.of("县政务中心"), Optional.of("30.1,120.2")));
    assertThat(link.attachments())
        .containsExactly(new Attachment(Kind.CARD, Optional.of("通知"), Optional.of("https://a/b")));
  }

  @Test
  @DisplayName("微信代写的「收到不支持的消息类型」不当作问题去搜")
  void the_unsupported_notice_is_no_question() throws MalformedMessageException {
    var event = message("text", "<Content><![CDATA[【收到不支持的消息类型，暂无法显示】]]></Content>");

    assertThat(event.text()).isEmpty();
    assertThat(event.attachments()).extracting(Attachment::kind).containsExactly(Kind.OTHER);
  }

  @ParameterizedTest
  @CsvSource({
    "subscribe, qrscene_dept42, FOLLOWED, dept42",
    "subscribe, '', FOLLOWED, ''",
    "unsubscribe, '', UNFOLLOWED, ''",
    "CLICK, MENU_ASK, MENU_TAPPED, MENU_ASK",
    "SCAN, dept42, SCANNED, dept42"
  })
  @DisplayName("关注、取关、点菜单、扫码成为联系变化")
  void contact_events(String name, String key, Contact contact, String detail)
      throws MalformedMessageException {
    var event = decode(event(name, key));

    assertThat(event)
        .asInstanceOf(InstanceOfAssertFactories.type(ContactChanged.class))
        .satisfies(changed -> {
          assertThat(changed.contact()).isEqualTo(contact);
          assertThat(changed.detail()).isEqualTo(detail);
          assertThat(changed.asker().value()).isEqualTo("oQNZS_user0001");
        });
  }

  @Test
  @DisplayName("同一事件的排重编号相同，不同事件不同，再长的 EventKey 也放得下")
  void events_get_a_dedupe_id() throws MalformedMessageException {
    var longKey = "k".repeat(1000);

    assertThat(id(event("CLICK", "A"))).isEqualTo(id(event("CLICK", "A")));
    assertThat(id(event("CLICK", "A"))).isNotEqualTo(id(event("CLICK", "B")));
    assertThat(id(event("SCAN", "A"))).isNotEqualTo(id(event("CLICK", "A")));
    assertThat(id(event("CLICK", longKey))).isNotEqualTo(id(event("CLICK", longKey + "k")));
  }

  @Test
  @DisplayName("没见过的消息和事件记为不认识，不报错")
  void unknown_kinds_are_unsupported() throws MalformedMessageException {
    assertThat(decode(common("hologram", "<MsgId>1</MsgId>")))
        .isEqualTo(
            new Unsupported(Bench.CHANNEL, "hologram", Instant.ofEpochSecond(1_760_000_000)));
    assertThat(decode(event("VIEW", "https://a/b")))
        .isEqualTo(
            new Unsupported(Bench.CHANNEL, "event:VIEW", Instant.ofEpochSecond(1_760_000_000)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<xml></xml>",
        "<xml><ToUserName>gh_1</ToUserName><CreateTime>1</CreateTime><MsgType>text</MsgType><MsgId>1</MsgId></xml>",
        "<xml><ToUserName>gh_1</ToUserName><FromUserName>o</FromUserName><CreateTime>x</CreateTime><MsgType>text</MsgType><MsgId>1</MsgId></xml>",
        "<xml><ToUserName>gh_1</ToUserName><FromUserName>o</FromUserName><CreateTime>9223372036854775807</CreateTime><MsgType>text</MsgType><MsgId>1</MsgId></xml>",
        "<xml><ToUserName>gh_1</ToUserName><FromUserName>o</FromUserName><CreateTime>1</CreateTime><MsgType>text</MsgType></xml>",
        "<xml><ToUserName>gh_1</ToUserName><FromUserName>o</FromUserName><CreateTime>1</CreateTime><MsgType>text</MsgType><MsgId>-5</MsgId></xml>",
        "<xml><ToUserName>gh_1</ToUserName><FromUserName>o o</FromUserName><CreateTime>1</CreateTime><MsgType>text</MsgType><MsgId>1</MsgId></xml>",
        "<xml><ToUserName>gh_1</ToUserName><FromUserName>o</FromUserName><CreateTime>1</CreateTime><MsgType>event</MsgType></xml>"
      })
  @DisplayName("缺了要素的消息是坏消息")
  void incomplete_messages_are_malformed(String xml) {
    assertThatThrownBy(() -> decode(xml)).isInstanceOf(MalformedMessageException.class);
  }

  private MessageReceived message(String type, String elements) throws MalformedMessageException {
    return (MessageReceived) decode(common(type, elements + "<MsgId>18446744073709551615</MsgId>"));
  }

  private InboundEvent decode(String xml) throws MalformedMessageException {
    return decoder.decode(FlatXml.fields(xml.getBytes(StandardCharsets.UTF_8))).event();
  }

  private String id(String xml) throws MalformedMessageException {
    return ((ContactChanged) decode(xml)).id().value();
  }

  private static String event(String name, String key) {
    return common(
        "event", "<Event>%s</Event><EventKey><![CDATA[%s]]></EventKey>".formatted(name, key));
  }

  private static String common(String type, String elements) {
    return "<xml><ToUserName><![CDATA[gh_5a1b2c3d4e5f]]></ToUserName><FromUserName><![CDATA[oQNZS_user0001]]></FromUserName><CreateTime>1760000000</CreateTime><MsgType><![CDATA[%s]]></MsgType>%s</xml>"
        .formatted(type, elements);
  }
}
