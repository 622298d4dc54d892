package org.qingsheng.adapters.wecom;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.qingsheng.adapters.Addressing;
import org.qingsheng.adapters.AskerId;
import org.qingsheng.adapters.Attachment;
import org.qingsheng.adapters.Attachment.Kind;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.CleanText;
import org.qingsheng.adapters.Conversation;
import org.qingsheng.adapters.InboundEvent;
import org.qingsheng.adapters.InboundEvent.Contact;
import org.qingsheng.adapters.InboundEvent.ContactChanged;
import org.qingsheng.adapters.InboundEvent.MessageReceived;
import org.qingsheng.adapters.InboundEvent.Unsupported;
import org.qingsheng.adapters.MessageId;
import org.qingsheng.adapters.tencent.ForgedMessageException;
import org.qingsheng.adapters.tencent.MalformedMessageException;

/**
 * What a 智能机器人 is told, in our words. Pure but for the clock: callbacks carry no time of their own.
 *
 * @see <a href="https://developer.work.weixin.qq.com/document/path/100719">接收消息</a>
 */
final class WeComBotDecoder {
  private static final int LONGEST_TYPE = 64;

  private final ChannelId channel;
  private final String botId;
  private final String name;
  private final Predicate<URI> mayAnswerTo;
  private final InstantSource clock;

  /**
   * @param name by which members mention the bot
   * @param mayAnswerTo whether a {@code response_url} leads where answers may go
   */
  WeComBotDecoder(
      ChannelId channel,
      String botId,
      String name,
      Predicate<URI> mayAnswerTo,
      InstantSource clock) {
    this.channel = channel;
    this.botId = botId;
    this.name = name;
    this.mayAnswerTo = mayAnswerTo;
    this.clock = clock;
  }

  /** One call of WeCom. */
  sealed interface Decoded {
    /**
     * Somebody said something.
     *
     * @param responseUrl where one later answer may go
     */
    record Message(MessageReceived event, Optional<URI> responseUrl) implements Decoded {}

    /** Anything else the bot is told. */
    record Other(InboundEvent event) implements Decoded {}

    /** WeCom asks how far a stream is. */
    record Poll(String streamId) implements Decoded {}
  }

  Decoded decode(JsonNode body) throws ForgedMessageException, MalformedMessageException {
    if (!body.path("aibotid").asText("").equals(botId)) {
      throw new ForgedMessageException("aibotid");
    }
    var at = clock.instant();
    var type = body.path("msgtype").asText("");
    return switch (type) {
      case "stream" -> new Decoded.Poll(required(body.path("stream"), "id"));
      case "event" -> new Decoded.Other(event(body, at));
      case "" -> throw new MalformedMessageException("msgtype");
      default -> message(body, type, at);
    };
  }

  private Decoded message(JsonNode body, String type, Instant at) throws MalformedMessageException {
    var text = new StringBuilder();
    var attachments = new ArrayList<Attachment>();
    if (type.equals("mixed")) {
      for (var item : body.path("mixed").path("msg_item")) {
        part(item, item.path("msgtype").asText(""), text, attachments);
      }
    } else {
      part(body, type, text, attachments);
    }
    var from = person(body);
    boolean group = body.path("chattype").asText("").equals("group");
    var said = CleanText.of(text.toString());
    var event =
        new MessageReceived(
            channel,
            WeComIds.message(CleanText.of(required(body, "msgid"))),
            chat(body, from, group),
            new AskerId(from),
            group ? withoutMention(said) : said,
            attachments,
            group ? Addressing.MENTION : Addressing.PRIVATE,
            Optional.empty(),
            at,
            false);
    return new Decoded.Message(event, responseUrl(body));
  }

  private static void part(
      JsonNode item, String type, StringBuilder text, List<Attachment> attachments) {
    switch (type) {
      case "text" -> text.append(item.path("text").path("content").asText(""));
      case "voice" -> text.append(item.path("voice").path("content").asText(""));
      case "image" -> attachments.add(media(Kind.IMAGE));
      case "file" -> attachments.add(media(Kind.FILE));
      case "video" -> attachments.add(media(Kind.VIDEO));
      default -> attachments.add(media(Kind.OTHER));
    }
  }

  /** Addresses live for five minutes and the bytes are encrypted, so none is kept. */
  private static Attachment media(Kind kind) {
    return new Attachment(kind, Optional.empty(), Optional.empty());
  }

  private Conversation chat(JsonNode body, String from, boolean group)
      throws MalformedMessageException {
    if (!group) {
      return WeComIds.botChat(botId, from);
    }
    var chatId = required(body, "chatid");
    if (!WeComIds.isId(chatId)) {
      throw new MalformedMessageException("chatid");
    }
    return WeComIds.botGroup(botId, chatId);
  }

  /** The first mention of this bot is the address, not a part of the question. */
  private String withoutMention(String text) {
    var mention = "@" + name;
    int at = text.indexOf(mention);
    return at < 0
        ? text.strip()
        : (text.substring(0, at) + text.substring(at + mention.length())).strip();
  }

  private Optional<URI> responseUrl(JsonNode body) {
    var given = body.path("response_url").asText("");
    try {
      return given.isEmpty()
          ? Optional.empty()
          : Optional.of(URI.create(given)).filter(mayAnswerTo);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private InboundEvent event(JsonNode body, Instant at) throws MalformedMessageException {
    var type = CleanText.of(body.path("event").path("eventtype").asText(""));
    if (!type.equals("enter_chat")) {
      var kind = "event:" + type;
      return new Unsupported(
          channel, kind.length() <= LONGEST_TYPE ? kind : kind.substring(0, LONGEST_TYPE), at);
    }
    var from = person(body);
    var given = CleanText.of(body.path("msgid").asText(""));
    MessageId id =
        given.isBlank()
            ? WeComIds.event(from, Long.toString(at.getEpochSecond()), type, "")
            : WeComIds.message(given);
    return new ContactChanged(
        channel, id, WeComIds.botChat(botId, from), new AskerId(from), Contact.FOLLOWED, "", at);
  }

  private static String person(JsonNode body) throws MalformedMessageException {
    var userid = required(body.path("from"), "userid");
    if (!WeComIds.isId(userid)) {
      throw new MalformedMessageException("userid");
    }
    return userid;
  }

  private static String required(JsonNode node, String name) throws MalformedMessageException {
    var value = node.path(name).asText("");
    if (value.isBlank() || value.length() > 1000) {
      throw new MalformedMessageException(name);
    }
    return value;
  }
}
