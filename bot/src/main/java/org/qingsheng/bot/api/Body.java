package org.qingsheng.bot.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.http.Context;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.qingsheng.bot.people.BadInput;

/** A JSON object from outside, read field by field so that each problem names its field. */
record Body(JsonNode node, String path) {
  static Body of(Context ctx, ObjectMapper json) {
    try {
      var node = json.readTree(ctx.body());
      if (node != null && node.isObject()) {
        return new Body(node, "");
      }
    } catch (JsonProcessingException _) {
      // told below, without echoing what came in
    }
    throw new BadInput("", "请求内容应为一个 JSON 对象");
  }

  /**
   * @throws BadInput if it is missing or blank
   */
  String required(String field) {
    var text = text(field);
    if (text.isBlank()) {
      throw new BadInput(path + field, "缺少 " + path + field);
    }
    return text;
  }

  /** Empty when missing. */
  String text(String field) {
    var value = node.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return "";
    }
    if (!value.isTextual()) {
      throw new BadInput(path + field, path + field + " 应为文字");
    }
    return value.textValue();
  }

  Optional<String> optional(String field) {
    return Optional.of(text(field)).filter(value -> !value.isBlank());
  }

  boolean flag(String field) {
    return node.path(field).asBoolean(false);
  }

  Optional<LocalDate> day(String field) {
    try {
      return optional(field).map(LocalDate::parse);
    } catch (DateTimeParseException _) {
      throw new BadInput(path + field, path + field + " 应为 2026-11-20 这样的日期");
    }
  }

  List<String> texts(String field) {
    var found = new ArrayList<String>();
    for (var each : list(field)) {
      if (!each.isTextual()) {
        throw new BadInput(path + field, path + field + " 应为一组文字");
      }
      found.add(each.textValue());
    }
    return found;
  }

  List<Body> objects(String field) {
    var found = new ArrayList<Body>();
    for (var each : list(field)) {
      if (!each.isObject()) {
        throw new BadInput(path + field, path + field + " 应为一组对象");
      }
      found.add(new Body(each, path + field + "."));
    }
    return found;
  }

  private JsonNode list(String field) {
    var value = node.path(field);
    if (!value.isMissingNode() && !value.isNull() && !value.isArray()) {
      throw new BadInput(path + field, path + field + " 应为一个列表");
    }
    return value;
  }
}
