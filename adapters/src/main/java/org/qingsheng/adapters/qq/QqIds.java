package org.qingsheng.adapters.qq;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import org.qingsheng.adapters.AskerId;
import org.qingsheng.adapters.Conversation;
import org.qingsheng.adapters.Conversation.GroupChat;
import org.qingsheng.adapters.Conversation.PrivateChat;
import org.qingsheng.adapters.ConversationId;
import org.qingsheng.adapters.MessageId;

/**
 * The only place that builds or reads QQ's ids. A conversation is {@code qqg:{appid}:{group}},
 * {@code qqc:…:{user}}, {@code qqh:…:{guild channel}} or {@code qqd:…:{guild of a direct chat}}: an
 * openid means somebody only for one bot. A message keeps QQ's id, so that the two events QQ may
 * make of one message are one message; an event is {@code ev:{id}}.
 */
final class QqIds {
  private static final Pattern OPENID = Pattern.compile("[A-Za-z0-9_-]{1,128}");
  private static final Pattern MESSAGE = Pattern.compile("[!-~]{1,170}");
  private static final Pattern DIRECT = Pattern.compile("dm@([0-9]{1,11}):([!-~]{1,170})");
  private static final String DIRECT_PREFIX = "dm@";
  private static final String EVENT_PREFIX = "ev:";

  /** How long a direct message in a guild may be answered, unlike other private chats. */
  private static final Duration DIRECT_WINDOW = Duration.ofMinutes(5);

  private QqIds() {}

  /** The kinds of chat, each with an address of its own to send to. */
  enum Kind {
    GROUP("qqg", "/v2/groups/%s/messages", true),
    PERSON("qqc", "/v2/users/%s/messages", false),
    GUILD_CHANNEL("qqh", "/channels/%s/messages", true),
    GUILD_DIRECT("qqd", "/dms/%s/messages", false);

    private final String prefix;
    private final String path;
    private final boolean shared;

    Kind(String prefix, String path, boolean shared) {
      this.prefix = prefix;
      this.path = path;
      this.shared = shared;
    }

    /** Whether QQ numbers the answers there ({@code msg_seq}) and drops a repeat. */
    boolean numbersAnswers() {
      return this == GROUP || this == PERSON;
    }
  }

  /**
   * One chat in QQ's own terms.
   *
   * @param openid of the group, the person, the guild channel or the direct chat's guild
   */
  record Chat(Kind kind, String openid) {
    Conversation conversation(String appId) {
      var id = new ConversationId(kind.prefix + ":" + appId + ":" + openid);
      return kind.shared ? new GroupChat(id) : new PrivateChat(id);
    }

    /** Where to send to, below the API's base. */
    String path() {
      return kind.path.formatted(openid);
    }
  }

  /**
   * What an answer refers to.
   *
   * @param field {@code msg_id} or {@code event_id}
   * @param until when its window ends, where that is shorter than the channel's rules say
   */
  record Origin(String field, String id, Optional<Instant> until) {
    boolean isMessage() {
      return field.equals("msg_id");
    }
  }

  static boolean isOpenid(String value) {
    return OPENID.matcher(value).matches();
  }

  /** Whether it can be the index of a quoted message, {@code REFIDX_…}. */
  static boolean isIndex(String value) {
    return MESSAGE.matcher(value).matches();
  }

  static AskerId asker(String openid) {
    return new AskerId(openid);
  }

  /** The chat of a conversation that {@link Chat#conversation} built. */
  static Optional<Chat> chat(String appId, Conversation conversation) {
    var id = conversation.id().value();
    return Arrays.stream(Kind.values())
        .filter(kind -> kind.shared == conversation.isGroup())
        .filter(kind -> id.startsWith(kind.prefix + ":" + appId + ":"))
        .map(kind -> new Chat(kind, id.substring(kind.prefix.length() + appId.length() + 2)))
        .filter(chat -> isOpenid(chat.openid()))
        .findFirst();
  }

  /**
   * @throws MalformedEventException if it cannot be a message's id
   */
  static MessageId message(String id) throws MalformedEventException {
    if (!MESSAGE.matcher(id).matches()
        || id.startsWith(DIRECT_PREFIX)
        || id.startsWith(EVENT_PREFIX)) {
      throw new MalformedEventException("id");
    }
    return new MessageId(id);
  }

  /**
   * A direct message in a guild. Its own time is part of its id, because its window is shorter than
   * that of other private chats, and must be known after a restart too.
   */
  static MessageId directMessage(String id, Instant at) throws MalformedEventException {
    var plain = message(id);
    return new MessageId(
        DIRECT_PREFIX + Math.clamp(at.getEpochSecond(), 0L, 99_999_999_999L) + ":" + plain);
  }

  /**
   * An event other than a message.
   *
   * @param id the outer one, by which it can be answered
   */
  static MessageId event(String id) throws MalformedEventException {
    if (!MESSAGE.matcher(id).matches()) {
      throw new MalformedEventException("event id");
    }
    return new MessageId(EVENT_PREFIX + id);
  }

  /** What an answer to that message has to name. */
  static Origin origin(MessageId message) {
    var value = message.value();
    if (value.startsWith(EVENT_PREFIX)) {
      return new Origin("event_id", value.substring(EVENT_PREFIX.length()), Optional.empty());
    }
    var direct = DIRECT.matcher(value);
    if (direct.matches()) {
      var at = Instant.ofEpochSecond(Long.parseLong(direct.group(1)));
      return new Origin("msg_id", direct.group(2), Optional.of(at.plus(DIRECT_WINDOW)));
    }
    return new Origin("msg_id", value, Optional.empty());
  }
}
