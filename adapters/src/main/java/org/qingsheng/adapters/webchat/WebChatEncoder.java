package org.qingsheng.adapters.webchat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.List;
import org.qingsheng.adapters.OutboundMessage.Choice;

/** Our messages → JSON for the page. Always one line. Thread-safe. */
final class WebChatEncoder {
  private final ObjectMapper json;

  WebChatEncoder(ObjectMapper json) {
    this.json = json;
  }

  ObjectMapper json() {
    return json;
  }

  String told(String id, String text, List<Choice> choices, Instant at) {
    var line = json.createObjectNode();
    line.put("id", id).put("from", "bot").put("text", text).put("at", at.toEpochMilli());
    if (!choices.isEmpty()) {
      var array = line.putArray("choices");
      for (var choice : choices) {
        array.addObject().put("send", choice.send()).put("label", choice.label());
      }
    }
    return write(line);
  }

  String line(Transcript.Line line) {
    return switch (line) {
      case Transcript.Line.Told(var key, var text, var choices, var at) ->
          told(WebChatIds.told(key), text, choices, at);
      case Transcript.Line.Said(var id, var text, var at) ->
          write(
              json.createObjectNode()
                  .put("id", WebChatIds.clientId(id))
                  .put("from", "me")
                  .put("text", text)
                  .put("at", at.toEpochMilli()));
    };
  }

  String accepted(String id, Instant at, boolean replyComing) {
    return write(
        json.createObjectNode()
            .put("id", id)
            .put("at", at.toEpochMilli())
            .put("replyComing", replyComing));
  }

  String error(String code, String message, String field) {
    var root = json.createObjectNode();
    root.putObject("error").put("code", code).put("message", message).put("field", field);
    return write(root);
  }

  private String write(JsonNode node) {
    try {
      return json.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("could not write a JSON tree", e);
    }
  }
}
