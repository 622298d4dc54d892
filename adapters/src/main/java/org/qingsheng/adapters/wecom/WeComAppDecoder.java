package org.qingsheng.adapters.wecom;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.qingsheng.adapters.Addressing;
import org.qingsheng.adapters.AskerId;
import org.qingsheng.adapters.Attachment;
import org.qingsheng.adapters.Attachment.Kind;
import org.qingsheng.adapters.CleanText;
import org.qingsheng.adapters.InboundEvent;
import org.qingsheng.adapters.InboundEvent.Contact;
import org.qingsheng.adapters.InboundEvent.ContactChanged;
import org.qingsheng.adapters.InboundEvent.MessageReceived;
import org.qingsheng.adapters.InboundEvent.Unsupported;
import org.qingsheng.adapters.MessageId;
import org.qingsheng.adapters.ServesStaff;
import org.qingsheng.adapters.tencent.ForgedMessageException;
import org.qingsheng.adapters.tencent.MalformedMessageException;

/**
 * What an application is told, in our words. Pure.
 *
 * @see <a href="https://developer.work.weixin.qq.com/document/path/90239">消息格式</a>
 * @see <a href="https://developer.work.weixin.qq.com/document/path/90240">事件格式</a>
 */
final class WeComAppDecoder {
  private static final int LONGEST_TYPE = 64;

  private final WeComAppSettings settings;

  WeComAppDecoder(WeComAppSettings settings) {
    this.settings = settings;
  }

  /**
   * One call of WeCom.
   *
   * @param tap the card tapped, which may be changed once within 72 h; empty otherwise
   */
  record Decoded(InboundEvent event, Optional<ServesStaff.Tap> tap) {}

  /**
   * @param fields of the decrypted message
   */
  Decoded decode(Map<String, String> fields) throws MalformedMessageException {
    var at = createTime(fields);
    var type = required(fields, "MsgType");
    var from = field(fields, "FromUserName");
    if (!WeComIds.isId(from)) {
      return plain(unsupported("no member:" + type, at));
    }
    return switch (type) {
      case "text" -> said(fields, from, at, field(fields, "Content"), List.of());
      case "voice" -> said(fields, from, at, "", media(Kind.VOICE, fields));
      case "image" -> said(fields, from, at, "", media(Kind.IMAGE, fields));
      case "video" -> said(fields, from, at, "", media(Kind.VIDEO, fields));
      case "location" ->
          said(
              fields,
              from,
              at,
              "",
              List.of(
                  new Attachment(
                      Kind.LOCATION,
                      present(fields, "Label"),
                      Optional.of(
                          field(fields, "Location_X") + "," + field(fields, "Location_Y")))));
      case "link" ->
          said(
              fields,
              from,
              at,
              "",
              List.of(new Attachment(Kind.CARD, present(fields, "Title"), present(fields, "Url"))));
      case "event" -> event(fields, from, at);
      default -> plain(unsupported(type, at));
    };
  }

  private Decoded said(
      Map<String, String> fields,
      String from,
      Instant at,
      String text,
      List<Attachment> attachments)
      throws MalformedMessageException {
    return plain(message(WeComIds.message(required(fields, "MsgId")), from, at, text, attachments));
  }

  private MessageReceived message(
      MessageId id, String from, Instant at, String text, List<Attachment> attachments) {
    return new MessageReceived(
        settings.channel(),
        id,
        WeComIds.memberChat(settings.corpId(), from),
        new AskerId(from),
        text,
        attachments,
        Addressing.PRIVATE,
        Optional.empty(),
        at,
        false);
  }

  private Decoded event(Map<String, String> fields, String from, Instant at)
      throws MalformedMessageException {
    var event = required(fields, "Event").toLowerCase(Locale.ROOT);
    return switch (event) {
      case "subscribe" -> contact(fields, from, at, Contact.FOLLOWED);
      case "unsubscribe" -> contact(fields, from, at, Contact.UNFOLLOWED);
      case "click" -> contact(fields, from, at, Contact.MENU_TAPPED);
      case "template_card_event" ->
          new Decoded(
              message(id(fields, from), from, at, required(fields, "EventKey"), List.of()),
              present(fields, "ResponseCode")
                  .map(code -> new ServesStaff.Tap(field(fields, "TaskId"), code)));
      default -> plain(unsupported("event:" + event, at));
    };
  }

  private Decoded contact(Map<String, String> fields, String from, Instant at, Contact contact) {
    return plain(
        new ContactChanged(
            settings.channel(),
            id(fields, from),
            WeComIds.memberChat(settings.corpId(), from),
            new AskerId(from),
            contact,
            field(fields, "EventKey"),
            at));
  }

  /** Two cards may have the same button, and one second is long. */
  private static MessageId id(Map<String, String> fields, String from) {
    return WeComIds.event(
        from,
        field(fields, "CreateTime"),
        field(fields, "Event"),
        field(fields, "EventKey") + ":" + field(fields, "TaskId"));
  }

  private static List<Attachment> media(Kind kind, Map<String, String> fields) {
    return List.of(new Attachment(kind, Optional.empty(), present(fields, "MediaId")));
  }

  private static Decoded plain(InboundEvent event) {
    return new Decoded(event, Optional.empty());
  }

  private Unsupported unsupported(String type, Instant at) {
    return new Unsupported(
        settings.channel(),
        type.length() <= LONGEST_TYPE ? type : type.substring(0, LONGEST_TYPE),
        at);
  }

  /** Whether it is for this application: one callback address may not serve two. */
  void refuseOtherAgent(Map<String, String> fields) throws ForgedMessageException {
    var agent = field(fields, "AgentID");
    if (!agent.isEmpty() && !agent.equals(Long.toString(settings.agentId()))) {
      throw new ForgedMessageException("AgentID");
    }
  }

  private static Instant createTime(Map<String, String> fields) throws MalformedMessageException {
    try {
      return Instant.ofEpochSecond(Long.parseLong(required(fields, "CreateTime")));
    } catch (NumberFormatException | DateTimeException e) {
      throw new MalformedMessageException("CreateTime");
    }
  }

  private static String required(Map<String, String> fields, String name)
      throws MalformedMessageException {
    return present(fields, name).orElseThrow(() -> new MalformedMessageException(name));
  }

  private static Optional<String> present(Map<String, String> fields, String name) {
    return Optional.of(field(fields, name)).filter(value -> !value.isBlank());
  }

  private static String field(Map<String, String> fields, String name) {
    return CleanText.of(fields.getOrDefault(name, ""));
  }
}
