package org.qingsheng.adapters.onebot;

import java.util.Map;

/**
 * One piece of a message (消息段).
 *
 * @param type {@code text}, {@code at}, {@code reply}, {@code image} …
 * @param data its values as text: the standard says strings, some clients send numbers
 */
record Segment(String type, Map<String, String> data) {
  static Segment text(String text) {
    return new Segment("text", Map.of("text", text));
  }

  /** The value of a key, empty when it is missing. */
  String get(String key) {
    return data.getOrDefault(key, "");
  }

  boolean isText() {
    return type.equals("text");
  }
}
