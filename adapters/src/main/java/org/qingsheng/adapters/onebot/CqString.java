package org.qingsheng.adapters.onebot;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The string format of messages: plain text with {@code [CQ:type,key=value,…]} in it. Read only; we
 * always send the array format, in which text cannot become a segment.
 */
final class CqString {
  private static final String OPENING = "[CQ:";

  private CqString() {}

  /** Splits a string into segments. Anything that is not a well-formed code stays text. */
  static List<Segment> parse(String raw) {
    var segments = new ArrayList<Segment>();
    int textFrom = 0;
    int opening = raw.indexOf(OPENING);
    while (opening >= 0) {
      int closing = raw.indexOf(']', opening);
      if (closing < 0) {
        break;
      }
      addText(segments, raw.substring(textFrom, opening));
      segments.add(code(raw.substring(opening + OPENING.length(), closing)));
      textFrom = closing + 1;
      opening = raw.indexOf(OPENING, textFrom);
    }
    addText(segments, raw.substring(textFrom));
    return segments;
  }

  private static void addText(List<Segment> segments, String escaped) {
    if (!escaped.isEmpty()) {
      segments.add(Segment.text(unescape(escaped)));
    }
  }

  private static Segment code(String inside) {
    String[] parts = inside.split(",", -1);
    var data = new LinkedHashMap<String, String>();
    for (int i = 1; i < parts.length; i++) {
      int equals = parts[i].indexOf('=');
      if (equals > 0) {
        data.put(parts[i].substring(0, equals), unescape(parts[i].substring(equals + 1)));
      }
    }
    return new Segment(parts[0], Map.copyOf(data));
  }

  /** The ampersand last, or a bracket a person typed in escaped form would become a real one. */
  private static String unescape(String escaped) {
    if (escaped.indexOf('&') < 0) {
      return escaped;
    }
    return escaped
        .replace("&#91;", "[")
        .replace("&#93;", "]")
        .replace("&#44;", ",")
        .replace("&amp;", "&");
  }
}
