package org.qingsheng.adapters.onebot;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.qingsheng.adapters.Attachment;
import org.qingsheng.adapters.Attachment.Kind;
import org.qingsheng.adapters.CleanText;

/**
 * What a message says, in both formats and every odd shape seen in the field.
 *
 * @param text the text segments joined
 * @param mentions the QQ numbers named, {@code all} among them if everyone was
 * @param quoted the number of the message it answers, if any
 * @param attachments everything else, at most {@value #MOST_ATTACHMENTS}
 */
record MessageContent(
    String text, List<String> mentions, Optional<String> quoted, List<Attachment> attachments) {
  /** More than any person sends at once; keeps a hostile message of 20,000 pictures small. */
  static final int MOST_ATTACHMENTS = 20;

  /** A handle longer than this is content (base64), not a handle. */
  private static final int LONGEST_REFERENCE = 2_000;

  private static final int LONGEST_NAME = 200;

  /**
   * Reads the {@code message} field: array, string with CQ codes, one bare segment, or a number;
   * where it is missing, {@code raw_message}.
   */
  static MessageContent of(JsonNode event) {
    return of(segments(event));
  }

  static MessageContent of(List<Segment> segments) {
    var text = new StringBuilder();
    var mentions = new ArrayList<String>();
    Optional<String> quoted = Optional.empty();
    var attachments = new ArrayList<Attachment>();
    for (Segment segment : segments) {
      switch (segment.type()) {
        case "text" -> text.append(segment.get("text"));
        case "at" -> mentions.add(segment.get("qq"));
        case "reply" -> {
          if (quoted.isEmpty() && OneBotIds.isNumber(segment.get("id"))) {
            quoted = Optional.of(segment.get("id"));
          }
        }
        default -> {
          if (attachments.size() < MOST_ATTACHMENTS) {
            attachments.add(attachment(segment));
          }
        }
      }
    }
    return new MessageContent(
        CleanText.of(text.toString()), List.copyOf(mentions), quoted, List.copyOf(attachments));
  }

  private static List<Segment> segments(JsonNode event) {
    JsonNode message = event.path("message");
    if (message.isArray()) {
      var segments = new ArrayList<Segment>(message.size());
      message.forEach(item -> {
        if (item.isObject()) {
          segments.add(segment(item));
        } else if (item.isValueNode() && !item.isNull()) {
          segments.add(Segment.text(item.asText()));
        }
      });
      return segments;
    }
    if (message.isObject()) {
      return List.of(segment(message));
    }
    if (message.isTextual()) {
      return CqString.parse(message.textValue());
    }
    if (message.isNumber() || message.isBoolean()) {
      return List.of(Segment.text(message.asText()));
    }
    JsonNode raw = event.path("raw_message");
    return raw.isTextual() ? CqString.parse(raw.textValue()) : List.of();
  }

  private static Segment segment(JsonNode item) {
    JsonNode data = item.path("data");
    var values = HashMap.<String, String>newHashMap(data.size());
    data.properties()
        .forEach(entry -> {
          JsonNode value = entry.getValue();
          if (value.isValueNode() && !value.isNull()) {
            values.put(entry.getKey(), value.asText());
          }
        });
    return new Segment(item.path("type").asText(""), Map.copyOf(values));
  }

  private static Attachment attachment(Segment segment) {
    Kind kind =
        switch (segment.type()) {
          case "record", "voice" -> Kind.VOICE;
          case "image" -> Kind.IMAGE;
          case "video" -> Kind.VIDEO;
          case "file", "onlinefile" -> Kind.FILE;
          case "face", "mface", "marketface", "bface", "dice", "rps", "poke" -> Kind.STICKER;
          case "location" -> Kind.LOCATION;
          case "share", "json", "xml", "forward", "node", "contact", "music" -> Kind.CARD;
          default -> Kind.OTHER;
        };
    Optional<String> name =
        first(segment, LONGEST_NAME, "name", "file_name", kind == Kind.FILE ? "file" : "summary");
    return new Attachment(kind, name, first(segment, LONGEST_REFERENCE, "url", "file_id", "file"));
  }

  private static Optional<String> first(Segment segment, int longest, String... keys) {
    for (String key : keys) {
      String value = segment.get(key);
      if (!value.isBlank() && value.length() <= longest) {
        return Optional.of(CleanText.of(value));
      }
    }
    return Optional.empty();
  }
}
