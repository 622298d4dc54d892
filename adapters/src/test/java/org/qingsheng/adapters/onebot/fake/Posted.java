package org.qingsheng.adapters.onebot.fake;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * One message that everybody in a conversation can see.
 *
 * @param id its {@code message_id}
 * @param chat where it was said
 * @param sender QQ number
 * @param own whether the bot said it
 * @param segments in the array format
 * @param second when, in seconds since 1970
 */
public record Posted(
    String id, FakeChat chat, String sender, boolean own, JsonNode segments, long second) {
  /** The text segments joined. */
  public String text() {
    return StreamSupport.stream(segments.spliterator(), false)
        .filter(segment -> segment.path("type").asText().equals("text"))
        .map(segment -> segment.path("data").path("text").asText())
        .collect(Collectors.joining());
  }

  /** The QQ number it names, if any. */
  public Optional<String> mentions() {
    return first("at", "qq");
  }

  /** The id of the message it quotes, if any. */
  public Optional<String> quotes() {
    return first("reply", "id");
  }

  private Optional<String> first(String type, String key) {
    return StreamSupport.stream(segments.spliterator(), false)
        .filter(segment -> segment.path("type").asText().equals(type))
        .map(segment -> segment.path("data").path(key).asText())
        .findFirst();
  }
}
