package org.qingsheng.adapters.onebot;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Predicate;
import org.qingsheng.adapters.Addressing;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.InboundEvent.GroupChanged;
import org.qingsheng.adapters.InboundEvent.MessageRecalled;
import org.qingsheng.adapters.InboundEvent.MessageReceived;
import org.qingsheng.adapters.InboundEvent.Standing;
import org.qingsheng.adapters.InboundEvent.Unsupported;
import org.qingsheng.adapters.MessageId;
import org.qingsheng.adapters.onebot.OneBotFrame.Answer;
import org.qingsheng.adapters.onebot.OneBotFrame.Connected;
import org.qingsheng.adapters.onebot.OneBotFrame.Event;
import org.qingsheng.adapters.onebot.OneBotFrame.Heartbeat;
import org.qingsheng.adapters.onebot.OneBotFrame.Nonsense;
import org.qingsheng.adapters.onebot.OneBotFrame.OwnMessage;
import org.qingsheng.adapters.onebot.OneBotFrame.SelfMuted;
import org.qingsheng.adapters.onebot.OneBotFrame.SelfUnmuted;
import org.qingsheng.adapters.onebot.OneBotFrame.WentOffline;
import org.qingsheng.adapters.onebot.OneBotIds.Chat;

/**
 * JSON of the QQ client to our words. Pure, thread-safe, never throws: whatever comes that is not
 * usable becomes {@link Nonsense}.
 */
final class OneBotDecoder {
  /**
   * Reads frames of untrusted shape: nesting is bounded (a real event nests about six deep),
   * numbers too. Apart from the program's own mapper because of these bounds.
   */
  private static final JsonMapper READER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(64)
                          .maxNumberLength(100)
                          .maxNameLength(1_000)
                          .build())
                  .build())
          .build();

  /** Before OneBot existed: a time older than this is a mistake of the client. */
  private static final long EARLIEST_SECOND =
      Instant.parse("2015-01-01T00:00:00Z").getEpochSecond();

  private static final Duration CLOCK_SKEW = Duration.ofDays(1);
  private static final int LONGEST_TYPE = 40;

  private final ChannelId channel;
  private final InstantSource clock;
  private final Predicate<MessageId> own;

  /**
   * @param own whether a message was said by the bot itself, so that an answer to it is to the bot
   */
  OneBotDecoder(ChannelId channel, InstantSource clock, Predicate<MessageId> own) {
    this.channel = channel;
    this.clock = clock;
    this.own = own;
  }

  /**
   * Decodes one text frame.
   *
   * @param self the QQ number that shook hands on this connection
   */
  OneBotFrame decode(String text, String self) {
    JsonNode frame;
    try {
      frame = READER.readTree(text);
    } catch (JsonProcessingException e) {
      return new Nonsense("not JSON");
    }
    if (frame == null || !frame.isObject()) {
      return new Nonsense("not a JSON object");
    }
    JsonNode postType = frame.path("post_type");
    if (postType.isMissingNode() && frame.has("echo")) {
      return answer(frame);
    }
    if (!postType.isTextual()) {
      return new Nonsense("no post_type");
    }
    Optional<String> named = number(frame, "self_id");
    if (frame.hasNonNull("self_id") && !named.equals(Optional.of(self))) {
      return new Nonsense("self_id differs from the handshake");
    }
    return switch (postType.textValue()) {
      case "message", "message_sent" -> message(frame, self, Optional.empty());
      case "meta_event" -> meta(frame);
      case "notice" -> notice(frame, self);
      default -> unsupported(postType.textValue(), frame);
    };
  }

  /**
   * Decodes one message of a history answer; ids are the same as if it had been told live.
   *
   * @param chat whose history was asked for: some clients leave that out of the messages
   */
  OneBotFrame decodeHistory(JsonNode message, Chat chat) {
    return message.isObject()
        ? message(message, chat.self(), Optional.of(chat))
        : new Nonsense("history item is not an object");
  }

  /** When a message was said; the clock's time when it does not say or says nonsense. */
  Instant time(JsonNode frame) {
    long seconds = frame.path("time").asLong(0);
    Instant now = clock.instant();
    return seconds < EARLIEST_SECOND || seconds > now.plus(CLOCK_SKEW).getEpochSecond()
        ? now
        : Instant.ofEpochSecond(seconds);
  }

  /** The id of a message by this very account, empty when somebody else said it. */
  static Optional<String> speaker(JsonNode message) {
    return number(message, "user_id").or(() -> number(message.path("sender"), "user_id"));
  }

  static boolean isOwn(JsonNode message, String self) {
    return message.path("post_type").asText("").equals("message_sent")
        || speaker(message).equals(Optional.of(self))
        || number(message.path("sender"), "user_id").equals(Optional.of(self));
  }

  /** A whole number that came as a number or as a string. */
  static Optional<String> number(JsonNode object, String field) {
    JsonNode value = object.path(field);
    if (!value.isIntegralNumber() && !value.isTextual()) {
      return Optional.empty();
    }
    String text = value.asText();
    return OneBotIds.isNumber(text) ? Optional.of(text) : Optional.empty();
  }

  private OneBotFrame message(JsonNode frame, String self, Optional<Chat> asked) {
    Optional<String> id = number(frame, "message_id");
    Optional<String> user = speaker(frame);
    if (id.isEmpty() || user.isEmpty()) {
      return new Nonsense("message without message_id or user_id");
    }
    Optional<Chat> chat = asked.or(() -> chatOf(frame, self, user.get()));
    if (chat.isEmpty()) {
      return new Nonsense("message of no known place");
    }
    MessageId messageId = chat.get().message(id.get());
    if (isOwn(frame, self)) {
      return new OwnMessage(messageId);
    }
    MessageContent content = MessageContent.of(frame);
    Optional<MessageId> quotes = content.quoted().map(chat.get()::message);
    boolean mentioned = content.mentions().contains(self);
    return new Event(
        new MessageReceived(
            channel,
            messageId,
            chat.get().conversation(),
            OneBotIds.asker(user.get()),
            mentioned ? content.text().strip() : content.text(),
            content.attachments(),
            addressing(chat.get(), mentioned, quotes),
            quotes,
            time(frame),
            asked.isPresent()));
  }

  private static Optional<Chat> chatOf(JsonNode frame, String self, String user) {
    return switch (frame.path("message_type").asText("")) {
      case "group" -> number(frame, "group_id").map(group -> OneBotIds.groupChat(self, group));
      case "private" -> Optional.of(OneBotIds.privateChat(self, user));
      default -> Optional.empty();
    };
  }

  private Addressing addressing(Chat chat, boolean mentioned, Optional<MessageId> quotes) {
    if (!chat.group()) {
      return Addressing.PRIVATE;
    }
    if (mentioned) {
      return Addressing.MENTION;
    }
    return quotes.isPresent() && own.test(quotes.get()) ? Addressing.QUOTE : Addressing.NONE;
  }

  private OneBotFrame meta(JsonNode frame) {
    return switch (frame.path("meta_event_type").asText("")) {
      case "heartbeat" ->
          new Heartbeat(
              frame.path("status").path("online").asBoolean(true),
              Optional.of(frame.path("interval").asLong(0))
                  .filter(millis -> millis > 0 && millis <= Duration.ofHours(1).toMillis())
                  .map(Duration::ofMillis));
      case "lifecycle" -> new Connected();
      default -> unsupported("meta_event", frame);
    };
  }

  private OneBotFrame notice(JsonNode frame, String self) {
    String type = frame.path("notice_type").asText("");
    Optional<String> user = number(frame, "user_id");
    Optional<Chat> group = number(frame, "group_id").map(id -> OneBotIds.groupChat(self, id));
    String subType = frame.path("sub_type").asText("");
    boolean wholeGroup = type.equals("group_ban") && user.equals(Optional.of("0"));
    boolean aboutSelf =
        user.equals(Optional.of(self))
            || wholeGroup
            || subType.equals("kick_me")
            || subType.equals("disband");
    return switch (type) {
      case "group_recall" -> recalled(frame, group);
      case "friend_recall" -> recalled(frame, user.map(id -> OneBotIds.privateChat(self, id)));
      case "bot_offline" -> new WentOffline();
      default ->
          aboutSelf && group.isPresent()
              ? standing(frame, type, subType, group.get())
              : unsupported("notice." + type, frame);
    };
  }

  private OneBotFrame standing(JsonNode frame, String type, String subType, Chat group) {
    return switch (type) {
      case "group_ban" -> ban(frame, group, subType);
      case "group_increase" -> new Event(groupChanged(frame, group, Standing.JOINED));
      case "group_decrease" -> new Event(groupChanged(frame, group, Standing.REMOVED));
      default -> unsupported("notice." + type, frame);
    };
  }

  private OneBotFrame recalled(JsonNode frame, Optional<Chat> chat) {
    Optional<String> id = number(frame, "message_id");
    return chat.isPresent() && id.isPresent()
        ? new Event(
            new MessageRecalled(
                channel, chat.get().conversation(), chat.get().message(id.get()), time(frame)))
        : new Nonsense("recall of no known message");
  }

  private OneBotFrame ban(JsonNode frame, Chat group, String subType) {
    long seconds = frame.path("duration").asLong(0);
    if (subType.equals("lift_ban") || seconds == 0) {
      return new SelfUnmuted(group, groupChanged(frame, group, Standing.UNMUTED));
    }
    long bounded = seconds < 0 ? Duration.ofDays(30).toSeconds() : Math.min(seconds, 31_536_000);
    return new SelfMuted(
        group, groupChanged(frame, group, Standing.MUTED), clock.instant().plusSeconds(bounded));
  }

  private GroupChanged groupChanged(JsonNode frame, Chat group, Standing standing) {
    return new GroupChanged(channel, group.id(), standing, time(frame));
  }

  private OneBotFrame unsupported(String type, JsonNode frame) {
    String name = type.replaceAll("[^A-Za-z0-9_.]", "?");
    return new Event(
        new Unsupported(
            channel, name.substring(0, Math.min(name.length(), LONGEST_TYPE)), time(frame)));
  }

  private static OneBotFrame answer(JsonNode frame) {
    JsonNode data = frame.path("data");
    return new Answer(
        frame.path("echo").asText(""),
        frame.path("status").asText(""),
        frame.path("retcode").asInt(-1),
        frame.path("wording").asText(frame.path("message").asText("")),
        data.isNull() ? MissingNode.getInstance() : data);
  }
}
