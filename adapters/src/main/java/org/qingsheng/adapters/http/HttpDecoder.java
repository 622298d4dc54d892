package org.qingsheng.adapters.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.qingsheng.adapters.Addressing;
import org.qingsheng.adapters.AskerId;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.CleanText;
import org.qingsheng.adapters.Conversation;
import org.qingsheng.adapters.Conversation.GroupChat;
import org.qingsheng.adapters.Conversation.PrivateChat;
import org.qingsheng.adapters.ConversationId;
import org.qingsheng.adapters.InboundEvent;
import org.qingsheng.adapters.MessageId;

/** The other system's JSON → our words. Pure, thread-safe. */
final class HttpDecoder {
  static final JsonMapper JSON = new JsonMapper();
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_.@-]{1,64}");

  private final ChannelId channel;

  HttpDecoder(ChannelId channel) {
    this.channel = channel;
  }

  /** Empty when it is not what was agreed. */
  Optional<InboundEvent> decode(byte[] body, Instant received) {
    try {
      JsonNode event = JSON.readTree(body);
      return event == null || !event.isObject() ? Optional.empty() : event(event, received);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private Optional<InboundEvent> event(JsonNode event, Instant at) {
    var type = event.path("type").asText("");
    var group = event.path("group").asText("");
    var id = event.path("id").asText("");
    var user = event.path("user").asText("");
    if (!type.equals("message") && !type.equals("recall")) {
      var name = isId(type) ? type : "unknown";
      return Optional.of(new InboundEvent.Unsupported(channel, name, at));
    }
    if (!isId(id) || !isId(user) || !(group.isEmpty() || isId(group))) {
      return Optional.empty();
    }
    var chat = chat(group, user);
    if (type.equals("recall")) {
      return Optional.of(new InboundEvent.MessageRecalled(channel, chat, new MessageId(id), at));
    }
    return Optional.of(
        new InboundEvent.MessageReceived(
            channel,
            new MessageId(id),
            chat,
            new AskerId(user),
            CleanText.of(event.path("text").asText("")),
            List.of(),
            group.isEmpty() ? Addressing.PRIVATE : Addressing.MENTION,
            Optional.of(event.path("quotes").asText(""))
                .filter(HttpDecoder::isId)
                .map(MessageId::new),
            at,
            false));
  }

  static boolean isId(String value) {
    return ID.matcher(value).matches();
  }

  static Conversation chat(String group, String user) {
    return group.isEmpty()
        ? new PrivateChat(new ConversationId("http:u:" + user))
        : new GroupChat(new ConversationId("http:g:" + group));
  }

  /** The group of a conversation, empty in private; nothing when it is not one of ours. */
  static Optional<String> group(Conversation conversation) {
    var id = conversation.id().value();
    var prefix = conversation.isGroup() ? "http:g:" : "http:u:";
    return id.startsWith(prefix) && isId(id.substring(prefix.length()))
        ? Optional.of(conversation.isGroup() ? id.substring(prefix.length()) : "")
        : Optional.empty();
  }
}
