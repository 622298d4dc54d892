package org.qingsheng.adapters.wechat;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import me.chanjar.weixin.common.bean.menu.WxMenu;
import me.chanjar.weixin.common.util.xml.XStreamInitializer;
import me.chanjar.weixin.mp.bean.message.WxMpXmlMessage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.InboundEvent.Contact;
import org.qingsheng.adapters.InboundEvent.ContactChanged;
import org.qingsheng.adapters.InboundEvent.MessageReceived;
import org.qingsheng.adapters.tencent.FlatXml;
import org.qingsheng.adapters.wechat.WeChatMenu.Button;

/** What we read was written, and what we write is read, by a library that is not ours (WxJava). */
@DisplayName("另一端是 WxJava · another's code at the other end")
class OtherEndTest {
  private final WeChatDecoder decoder =
      new WeChatDecoder(new ChannelId("wechat-main"), "wx1a2b3c4d5e6f7890");

  static Stream<String> texts() {
    return Stream.of(
        "入团需要什么条件？", "<b>&amp; \"引号\" '撇号'", "表情😀与\n换行", "a".repeat(600), "团".repeat(680));
  }

  private static WxMpXmlMessage message(String type) {
    var message = new WxMpXmlMessage();
    message.setToUser("gh_5a1b2c3d4e5f");
    message.setFromUser("oQNZS_user0001");
    message.setCreateTime(1_760_000_000L);
    message.setMsgType(type);
    return message;
  }

  private static byte[] xml(WxMpXmlMessage message) {
    var stream = XStreamInitializer.getInstance();
    stream.processAnnotations(WxMpXmlMessage.class);
    return stream.toXML(message).getBytes(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @MethodSource("texts")
  @DisplayName("WxJava 写的来信，我们读出一样的字")
  void reads_what_it_writes(String text) throws Exception {
    var written = message("text");
    written.setContent(text);
    written.setMsgId(24_680_135_791_113_151L);

    var event = (MessageReceived) decoder.decode(FlatXml.fields(xml(written))).event();

    assertThat(event.text()).isEqualTo(text);
    assertThat(event.asker().value()).isEqualTo("oQNZS_user0001");
    assertThat(event.at()).isEqualTo(Instant.ofEpochSecond(1_760_000_000));
  }

  @Test
  @DisplayName("WxJava 写的点菜单、扫码、关注，我们认得出是哪个")
  void reads_its_events() throws Exception {
    assertThat(contact("CLICK", "转人工").contact()).isEqualTo(Contact.MENU_TAPPED);
    assertThat(contact("CLICK", "转人工").detail()).isEqualTo("转人工");
    assertThat(contact("SCAN", "s-1").contact()).isEqualTo(Contact.SCANNED);
    assertThat(contact("subscribe", "qrscene_s-1").detail()).isEqualTo("s-1");
  }

  private ContactChanged contact(String event, String key) throws Exception {
    var written = message("event");
    written.setEvent(event);
    written.setEventKey(key);
    return (ContactChanged) decoder.decode(FlatXml.fields(xml(written))).event();
  }

  @Test
  @DisplayName("点菜单消息里的一行：文字带 bizmsgmenuid，只算点菜单，不算来信")
  void a_line_of_a_message_menu_is_a_tap() throws Exception {
    var xml =
        "<xml><ToUserName>gh_5a1b2c3d4e5f</ToUserName><FromUserName>oQNZS_user0001</FromUserName><CreateTime>1760000000</CreateTime><MsgType>text</MsgType><Content>转人工</Content><MsgId>7</MsgId><bizmsgmenuid>102</bizmsgmenuid></xml>";

    var tap =
        (ContactChanged)
            decoder.decode(FlatXml.fields(xml.getBytes(StandardCharsets.UTF_8))).event();

    assertThat(tap.contact()).isEqualTo(Contact.MENU_TAPPED);
    assertThat(tap.detail()).isEqualTo("转人工");
    assertThat(tap.id()).isEqualTo(WeChatIds.message("7"));
  }

  @Test
  @DisplayName("我们写的菜单，WxJava 读得出每个按钮")
  void writes_a_menu_it_reads() {
    var menu =
        new WeChatMenu(
            List.of(
                new Button.Says("提问", "菜单"),
                new Button.Group(
                    "更多",
                    List.of(
                        new Button.Says("转人工", "转人工"),
                        new Button.Opens("网页", URI.create("https://q.example.cn/?a=1"))))));

    var read = WxMenu.fromJson("{\"menu\":" + menu.json() + "}");

    assertThat(read.getButtons()).hasSize(2);
    assertThat(read.getButtons().get(0).getKey()).isEqualTo("菜单");
    assertThat(read.getButtons().get(1).getSubButtons()).hasSize(2);
    assertThat(read.getButtons().get(1).getSubButtons().get(1).getUrl())
        .isEqualTo("https://q.example.cn/?a=1");
  }
}
