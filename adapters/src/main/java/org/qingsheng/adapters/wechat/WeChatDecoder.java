package org.qingsheng.adapters.wechat;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.qingsheng.adapters.Addressing;
import org.qingsheng.adapters.Attachment;
import org.qingsheng.adapters.Attachment.Kind;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.CleanText;
import org.qingsheng.adapters.InboundEvent;
import org.qingsheng.adapters.InboundEvent.Contact;
import org.qingsheng.adapters.InboundEvent.ContactChanged;
import org.qingsheng.adapters.InboundEvent.MessageReceived;
import org.qingsheng.adapters.InboundEvent.Unsupported;
import org.qingsheng.adapters.MessageId;
import org.qingsheng.adapters.tencent.FlatXml;
import org.qingsheng.adapters.tencent.MalformedMessageException;

/**
 * WeChat message → {@link InboundEvent}. Pure.
 *
 * @see <a
 *     href="https://developers.weixin.qq.com/doc/offiaccount/Message_Management/Receiving_standard_messages.html">接收普通消息</a>
 * @see <a
 *     href="https://developers.weixin.qq.com/doc/offiaccount/Message_Management/Receiving_event_pushes.html">接收事件推送</a>
 */
final class WeChatDecoder {
  /**
   * What WeChat writes in place of a message it does not pass on (stickers, files, red packets).
   */
  private static final String NOT_SHOWN = "【收到不支持的消息类型";

  private static final String SCENE_PREFIX = "qrscene_";
  private static final int LONGEST_TYPE = 64;

  private final ChannelId channel;
  private final String appId;

  WeChatDecoder(ChannelId channel, String appId) {
    this.channel = channel;
    this.appId = appId;
  }

  /**
   * One message of WeChat in our words.
   *
   * @param id by which it can be answered in its exchange; empty for what is never answered
   * @param openid who sent it
   * @param account the official account it was sent to, {@code gh_…}
   */
  record Decoded(InboundEvent event, Optional<MessageId> id, String openid, String account) {}

  /**
   * @param fields as {@link FlatXml#fields} gives them
   * @throws MalformedMessageException if an element every message has is missing or impossible
   */
  Decoded decode(Map<String, String> fields) throws MalformedMessageException {
    var openid = required(fields, "FromUserName");
    if (!WeChatIds.isOpenid(openid)) {
      throw new MalformedMessageException("FromUserName");
    }
    var account = required(fields, "ToUserName");
    if (!WeChatIds.isOpenid(account)) {
      throw new MalformedMessageException("ToUserName");
    }
    var event = event(fields, openid);
    return new Decoded(event, id(event), openid, account);
  }

  private static Optional<MessageId> id(InboundEvent event) {
    return switch (event) {
      case MessageReceived message -> Optional.of(message.id());
      case ContactChanged contact -> Optional.of(contact.id());
      case InboundEvent.MessageRecalled _, InboundEvent.GroupChanged _, Unsupported _ ->
          Optional.empty();
    };
  }

  private InboundEvent event(Map<String, String> fields, String openid)
      throws MalformedMessageException {
    var at = createTime(fields);
    var type = required(fields, "MsgType");
    return switch (type) {
      case "text" -> text(fields, openid, at);
      case "voice" ->
          message(fields, openid, at, field(fields, "Recognition"), media(Kind.VOICE, fields));
      case "image" -> message(fields, openid, at, "", media(Kind.IMAGE, fields));
      case "video", "shortvideo" -> message(fields, openid, at, "", media(Kind.VIDEO, fields));
      case "location" -> message(fields, openid, at, "", location(fields));
      case "link" ->
          message(
              fields,
              openid,
              at,
              "",
              new Attachment(Kind.CARD, present(fields, "Title"), present(fields, "Url")));
      case "event" -> contact(fields, openid, at);
      default -> new Unsupported(channel, shortened(type), at);
    };
  }

  private InboundEvent text(Map<String, String> fields, String openid, Instant at)
      throws MalformedMessageException {
    var content = field(fields, "Content");
    if (content.strip().startsWith(NOT_SHOWN)) {
      return message(
          fields, openid, at, "", new Attachment(Kind.OTHER, Optional.empty(), Optional.empty()));
    }
    if (present(fields, "bizmsgmenuid").isPresent()) {
      return tapped(message(fields, openid, at, content));
    }
    return message(fields, openid, at, content);
  }

  /** A tap on a line of a 菜单消息 comes as text, and opens the short window of a menu only. */
  private static ContactChanged tapped(MessageReceived message) {
    return new ContactChanged(
        message.channel(),
        message.id(),
        message.conversation(),
        message.asker(),
        Contact.MENU_TAPPED,
        message.text(),
        message.at());
  }

  private MessageReceived message(
      Map<String, String> fields, String openid, Instant at, String text, Attachment... attachments)
      throws MalformedMessageException {
    var msgId = required(fields, "MsgId");
    if (!WeChatIds.isMsgId(msgId)) {
      throw new MalformedMessageException("MsgId");
    }
    return new MessageReceived(
        channel,
        WeChatIds.message(msgId),
        WeChatIds.chat(appId, openid),
        WeChatIds.asker(openid),
        text,
        List.of(attachments),
        Addressing.PRIVATE,
        Optional.empty(),
        at,
        false);
  }

  private InboundEvent contact(Map<String, String> fields, String openid, Instant at)
      throws MalformedMessageException {
    var event = required(fields, "Event");
    var key = field(fields, "EventKey");
    return switch (event.toLowerCase(Locale.ROOT)) {
      case "subscribe" -> contact(fields, openid, at, Contact.FOLLOWED, scene(key));
      case "unsubscribe" -> contact(fields, openid, at, Contact.UNFOLLOWED, "");
      case "click" -> contact(fields, openid, at, Contact.MENU_TAPPED, key);
      case "scan" -> contact(fields, openid, at, Contact.SCANNED, scene(key));
      default -> new Unsupported(channel, "event:" + shortened(event), at);
    };
  }

  private ContactChanged contact(
      Map<String, String> fields, String openid, Instant at, Contact contact, String detail) {
    var id =
        WeChatIds.event(
            openid, field(fields, "CreateTime"), field(fields, "Event"), field(fields, "EventKey"));
    return new ContactChanged(
        channel, id, WeChatIds.chat(appId, openid), WeChatIds.asker(openid), contact, detail, at);
  }

  private static String scene(String key) {
    return key.startsWith(SCENE_PREFIX) ? key.substring(SCENE_PREFIX.length()) : key;
  }

  private static Attachment media(Kind kind, Map<String, String> fields) {
    return new Attachment(kind, Optional.empty(), present(fields, "MediaId"));
  }

  private static Attachment location(Map<String, String> fields) {
    var place = field(fields, "Location_X") + "," + field(fields, "Location_Y");
    return new Attachment(Kind.LOCATION, present(fields, "Label"), Optional.of(place));
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

  private static String shortened(String type) {
    return type.length() <= LONGEST_TYPE ? type : type.substring(0, LONGEST_TYPE);
  }
}
