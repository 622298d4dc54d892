package org.qingsheng.adapters.onebot.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;

/** The JSON of one client program: events in its dialect, answers to calls. */
final class FakeFrames {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final Dialect dialect;
  private final String self;
  private final InstantSource clock;

  FakeFrames(Dialect dialect, String self, InstantSource clock) {
    this.dialect = dialect;
    this.self = self;
    this.clock = clock;
  }

  /** As a text frame; half a surrogate pair, which UTF-8 cannot carry, as its escape. */
  static String written(ObjectNode frame) {
    var plain = frame.toString();
    if (StandardCharsets.UTF_8.newEncoder().canEncode(plain)) {
      return plain;
    }
    var escaped = new StringBuilder();
    plain
        .chars()
        .forEach(c -> escaped.append(c < 128 ? Character.toString(c) : "\\u%04x".formatted(c)));
    return escaped.toString();
  }

  ObjectNode notice(String type) {
    return eventOf("notice").put("notice_type", type);
  }

  ObjectNode eventOf(String postType) {
    return JSON.objectNode()
        .put("time", clock.instant().getEpochSecond())
        .put("self_id", Long.parseLong(self))
        .put("post_type", postType);
  }

  ObjectNode event(Posted posted) {
    ObjectNode event = eventOf(posted.own() && dialect.extended ? "message_sent" : "message");
    event.put("time", posted.second());
    event.put("message_type", posted.chat().isGroup() ? "group" : "private");
    event.put("sub_type", posted.chat().isGroup() ? "normal" : "friend");
    event.put("message_id", Long.parseLong(posted.id()));
    event.put("user_id", Long.parseLong(posted.sender()));
    if (posted.chat().isGroup()) {
      event.put("group_id", Long.parseLong(posted.chat().number()));
      event.putNull("anonymous");
    }
    String string = CqWriter.write(posted.segments());
    if (dialect.strings) {
      event.put("message", string);
    } else {
      event.set("message", posted.segments());
    }
    event.put("raw_message", string).put("font", 14);
    event.putObject("sender").put("user_id", Long.parseLong(posted.sender())).put("nickname", "同学");
    if (dialect.extended) {
      event.put("message_format", "array").put("message_seq", Long.parseLong(posted.id()));
      event.put("real_id", Long.parseLong(posted.id())).put("real_seq", posted.id());
    }
    return event;
  }

  /** An answer that it went well. */
  static ObjectNode success(ObjectNode call, JsonNode data) {
    ObjectNode answer = JSON.objectNode().put("status", "ok").put("retcode", 0);
    answer.set("data", data);
    answer.put("message", "").put("wording", "");
    answer.set("echo", call.path("echo"));
    return answer;
  }

  /** An answer that it did not. */
  static ObjectNode failure(ObjectNode call, int retcode) {
    ObjectNode answer = JSON.objectNode().put("status", "failed").put("retcode", retcode);
    answer.putNull("data");
    answer.put("message", "failed").put("wording", "failed");
    answer.set("echo", call.path("echo"));
    return answer;
  }
}
