package org.qingsheng.adapters.qq;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.qingsheng.adapters.Addressing;
import org.qingsheng.adapters.ChannelId;
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
import org.qingsheng.adapters.qq.References.Meant;

/**
 * QQ event → {@link InboundEvent}. Depends on nothing but the event and what {@link References} has
 * seen. Only the fields of the oldest deployments are required, every other may be missing.
 *
 * <p>Whether active messages are allowed ({@code GROUP_MSG_REJECT}, {@code C2C_MSG_RECEIVE} …) and
 * who joins or leaves a group changes nothing for a bot that only answers, so those are {@link
 * Unsupported} by their own name, and counted.
 *
 * @see <a
 *     href="https://bot.q.qq.com/wiki/develop/api-v2/server-inter/message/send-receive/event.html">消息事件</a>
 */
final class QqDecoder {
  private static final int LONGEST_TYPE = 64;
  private static final int LONGEST_DETAIL = 100;
  private static final int CARD = 3;

  /** A time further off than this is taken for a mistake. */
  private static final Duration LONG_AGO = Duration.ofDays(3_650);

  private static final String INDEX = "msg_idx=";
  private static final String QUOTED_INDEX = "ref_msg_idx=";

  private final ChannelId channel;
  private final String appId;
  private final References references;

  QqDecoder(ChannelId channel, String appId, References references) {
    this.channel = channel;
    this.appId = appId;
    this.references = references;
  }

  /**
   * @param payload with {@code id}, {@code t} and {@code d}, as webhook and gateway both send it
   * @param received when it came, for what carries no time
   */
  InboundEvent decode(JsonNode payload, Instant received) {
    var type = QqContent.field(payload, "t");
    var d = payload.path("d");
    try {
      return event(type, payload, d, at(d.path("timestamp"), received));
    } catch (MalformedEventException e) {
      return unsupported(type + ":" + e.getMessage(), received);
    }
  }

  private InboundEvent event(String type, JsonNode payload, JsonNode d, Instant at)
      throws MalformedEventException {
    return switch (type) {
      case "GROUP_AT_MESSAGE_CREATE" ->
          message(d, Kind.GROUP, openid(d, "group_openid"), member(d), Addressing.MENTION, at);
      case "GROUP_MESSAGE_CREATE" ->
          message(d, Kind.GROUP, openid(d, "group_openid"), member(d), overheard(d), at);
      case "C2C_MESSAGE_CREATE" ->
          message(d, Kind.PERSON, user(d), user(d), Addressing.PRIVATE, at);
      case "AT_MESSAGE_CREATE" ->
          message(
              d,
              Kind.GUILD_CHANNEL,
              openid(d, "channel_id"),
              openid(d.path("author"), "id"),
              Addressing.MENTION,
              at);
      case "DIRECT_MESSAGE_CREATE" ->
          message(
              d,
              Kind.GUILD_DIRECT,
              openid(d, "guild_id"),
              openid(d.path("author"), "id"),
              Addressing.PRIVATE,
              at);
      case "GROUP_ADD_ROBOT" -> standing(d, Standing.JOINED, at);
      case "GROUP_DEL_ROBOT" -> standing(d, Standing.REMOVED, at);
      case "FRIEND_ADD" -> contact(payload, d, Contact.FOLLOWED, at);
      case "FRIEND_DEL" -> contact(payload, d, Contact.UNFOLLOWED, at);
      default -> unsupported(type, at);
    };
  }

  private InboundEvent message(
      JsonNode d, Kind kind, String chat, String asker, Addressing addressing, Instant at)
      throws MalformedEventException {
    if (d.path("author").path("bot").asBoolean(false)) {
      return unsupported("message of a bot", at); // two bots would talk for ever
    }
    var id = QqContent.field(d, "id");
    var message = kind == Kind.GUILD_DIRECT ? QqIds.directMessage(id, at) : QqIds.message(id);
    index(d, INDEX).ifPresent(index -> references.heard(index, message));
    var attachments = QqContent.attachments(d, d.path("message_type").asInt(0) == CARD);
    return new MessageReceived(
        channel,
        message,
        new Chat(kind, chat).conversation(appId),
        QqIds.asker(asker),
        QqContent.words(d),
        attachments,
        addressing,
        quoted(d),
        at,
        false);
  }

  /** Talk of a group that lets the bot hear everything. */
  private Addressing overheard(JsonNode d) {
    if (QqContent.mentions(d).anyMatch(mention -> mention.path("is_you").asBoolean(false))) {
      return Addressing.MENTION;
    }
    return index(d, QUOTED_INDEX).flatMap(references::find).map(Meant::own).orElse(false)
        ? Addressing.QUOTE
        : Addressing.NONE;
  }

  private Optional<MessageId> quoted(JsonNode d) {
    return index(d, QUOTED_INDEX)
        .map(index -> references.find(index).map(Meant::id).orElseGet(() -> new MessageId(index)));
  }

  /** One of the {@code name=value} texts beside a message; anything odd counts as not there. */
  private static Optional<String> index(JsonNode d, String prefix) {
    return elements(d.path("message_scene").path("ext"))
        .map(JsonNode::asText)
        .filter(text -> text.startsWith(prefix))
        .map(text -> text.substring(prefix.length()))
        .filter(QqIds::isIndex)
        .findFirst();
  }

  private GroupChanged standing(JsonNode d, Standing standing, Instant at)
      throws MalformedEventException {
    var group = new Chat(Kind.GROUP, openid(d, "group_openid")).conversation(appId).id();
    return new GroupChanged(channel, group, standing, at);
  }

  private ContactChanged contact(JsonNode payload, JsonNode d, Contact contact, Instant at)
      throws MalformedEventException {
    var id = QqIds.event(QqContent.field(payload, "id"));
    var scene =
        Stream.of("scene_param", "scene")
            .map(name -> QqContent.field(d, name))
            .filter(value -> !value.isBlank())
            .findFirst()
            .orElse("");
    var person = openid(d, "openid");
    return new ContactChanged(
        channel,
        id,
        new Chat(Kind.PERSON, person).conversation(appId),
        QqIds.asker(person),
        contact,
        shortened(scene, LONGEST_DETAIL),
        at);
  }

  private static String member(JsonNode d) throws MalformedEventException {
    return openid(d.path("author"), "member_openid");
  }

  private static String user(JsonNode d) throws MalformedEventException {
    return openid(d.path("author"), "user_openid");
  }

  private static String openid(JsonNode node, String name) throws MalformedEventException {
    var value = QqContent.field(node, name);
    if (!QqIds.isOpenid(value)) {
      throw new MalformedEventException(name);
    }
    return value;
  }

  private Unsupported unsupported(String type, Instant at) {
    return new Unsupported(channel, type.isBlank() ? "none" : shortened(type, LONGEST_TYPE), at);
  }

  /**
   * Messages carry an ISO time, events whole seconds, sometimes as text; an odd one is not used.
   */
  private static Instant at(JsonNode timestamp, Instant received) {
    var text = timestamp.asText("");
    try {
      var said =
          text.matches("[0-9]{1,11}")
              ? Instant.ofEpochSecond(Long.parseLong(text))
              : OffsetDateTime.parse(text).toInstant();
      return Duration.between(said, received).abs().compareTo(LONG_AGO) < 0 ? said : received;
    } catch (DateTimeException e) {
      return received;
    }
  }

  static Stream<JsonNode> elements(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }

  private static String shortened(String text, int most) {
    return text.codePointCount(0, text.length()) <= most
        ? text
        : text.substring(0, text.offsetByCodePoints(0, most));
  }
}
