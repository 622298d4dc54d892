package org.qingsheng.adapters.onebot;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.qingsheng.adapters.CleanText;
import org.qingsheng.adapters.OutboundMessage;
import org.qingsheng.adapters.onebot.OneBotIds.Chat;

/**
 * Our words to action calls. Pure. Messages always travel in the array format: in a string, a
 * {@code [CQ:at,qq=all]} inside a stored answer would become a live mention of everyone.
 */
final class OneBotEncoder {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private OneBotEncoder() {}

  /** A call without its {@code echo}, which the connection adds. */
  static ObjectNode call(String action, ObjectNode params) {
    ObjectNode call = JSON.objectNode();
    call.put("action", action);
    call.set("params", params);
    return call;
  }

  static ObjectNode call(String action) {
    return call(action, JSON.objectNode());
  }

  /** Says something: in a group quoting the question and naming the asker, in private the text. */
  static ObjectNode send(OutboundMessage message, Chat chat) {
    ObjectNode params = JSON.objectNode();
    putNumber(params, chat.group() ? "group_id" : "user_id", chat.number());
    params.set("message", segments(message, chat));
    return call(chat.group() ? "send_group_msg" : "send_private_msg", params);
  }

  /**
   * Asks for the newest messages of a conversation.
   *
   * @param count how many at most; clients serve fewer as they like
   */
  static ObjectNode history(Chat chat, int count) {
    ObjectNode params = JSON.objectNode();
    putNumber(params, chat.group() ? "group_id" : "user_id", chat.number());
    params.put("message_seq", 0);
    params.put("count", count);
    return call(chat.group() ? "get_group_msg_history" : "get_friend_msg_history", params);
  }

  /**
   * Asks for messages older than one already seen. NapCat and LLBot go by {@code message_seq},
   * Lagrange by {@code message_id}; each ignores the other.
   */
  static ObjectNode historyBefore(Chat chat, String messageSeq, String messageId, int count) {
    ObjectNode call = history(chat, count);
    ObjectNode params = call.withObject("/params");
    putNumber(params, "message_seq", messageSeq);
    putNumber(params, "message_id", messageId);
    params.put("reverseOrder", true);
    return call;
  }

  private static ArrayNode segments(OutboundMessage message, Chat chat) {
    ArrayNode segments = JSON.arrayNode();
    boolean named = false;
    if (chat.group()) {
      message
          .quote()
          .flatMap(chat::numberOf)
          .ifPresent(number -> segments.add(segment("reply", "id", number)));
      var asker = OneBotIds.user(message.asker());
      named = message.mention() && asker.isPresent();
      if (named) {
        segments.add(segment("at", "qq", asker.orElseThrow()));
      }
    }
    String text = CleanText.of(message.text()); // half a character would end a WebSocket
    segments.add(segment("text", "text", named ? " " + text : text));
    return segments;
  }

  private static ObjectNode segment(String type, String key, String value) {
    ObjectNode segment = JSON.objectNode();
    segment.put("type", type);
    segment.putObject("data").put(key, value);
    return segment;
  }

  /** A number where it fits, as the standard's examples have it; beyond 2^63 a string. */
  private static void putNumber(ObjectNode params, String key, String number) {
    try {
      params.put(key, Long.parseLong(number));
    } catch (NumberFormatException e) {
      params.put(key, number);
    }
  }
}
