package org.qingsheng.adapters.onebot.fake;

import com.fasterxml.jackson.databind.JsonNode;

/** Writes segments as the string format of go-cqhttp. */
final class CqWriter {
  private CqWriter() {}

  static String write(JsonNode segments) {
    var out = new StringBuilder();
    for (JsonNode segment : segments) {
      String type = segment.path("type").asText();
      if (type.equals("text")) {
        out.append(text(segment.path("data").path("text").asText()));
        continue;
      }
      out.append("[CQ:").append(type);
      segment
          .path("data")
          .properties()
          .forEach(entry ->
              out.append(',')
                  .append(entry.getKey())
                  .append('=')
                  .append(text(entry.getValue().asText()).replace(",", "&#44;")));
      out.append(']');
    }
    return out.toString();
  }

  private static String text(String plain) {
    return plain.replace("&", "&amp;").replace("[", "&#91;").replace("]", "&#93;");
  }
}
