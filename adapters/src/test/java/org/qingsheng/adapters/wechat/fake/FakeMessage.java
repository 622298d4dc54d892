package org.qingsheng.adapters.wechat.fake;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Something a person did, as WeChat writes it.
 *
 * @param openid who
 * @param msgId empty for events
 * @param xml without encryption
 */
public record FakeMessage(String openid, String msgId, String xml) {
  private static final AtomicLong LAST_ID = new AtomicLong(24_680_135_791_113_000L);

  /** A typed message with a new MsgId. */
  public static FakeMessage text(FakeAccount account, String openid, Instant at, String content) {
    return message(account, openid, at, "text", "<Content>" + cdata(content) + "</Content>");
  }

  /**
   * A message of any type with a new MsgId.
   *
   * @param elements what this type has beside the common elements
   */
  public static FakeMessage message(
      FakeAccount account, String openid, Instant at, String type, String elements) {
    var id = Long.toString(LAST_ID.incrementAndGet());
    return new FakeMessage(
        openid, id, xml(account, openid, at, type, elements + "<MsgId>" + id + "</MsgId>"));
  }

  /** An event, which has no MsgId. */
  public static FakeMessage event(
      FakeAccount account, String openid, Instant at, String event, String eventKey) {
    return new FakeMessage(
        openid,
        "",
        xml(
            account,
            openid,
            at,
            "event",
            "<Event>" + cdata(event) + "</Event><EventKey>" + cdata(eventKey) + "</EventKey>"));
  }

  private static String xml(
      FakeAccount account, String openid, Instant at, String type, String elements) {
    return "<xml><ToUserName>%s</ToUserName><FromUserName>%s</FromUserName><CreateTime>%d</CreateTime><MsgType>%s</MsgType>%s</xml>"
        .formatted(
            cdata(account.originalId()), cdata(openid), at.getEpochSecond(), cdata(type), elements);
  }

  static String cdata(String text) {
    return "<![CDATA[" + text.replace("]]>", "]]]]><![CDATA[>") + "]]>";
  }
}
