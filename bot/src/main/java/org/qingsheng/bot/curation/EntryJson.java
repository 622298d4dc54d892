package org.qingsheng.bot.curation;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import org.qingsheng.knowledge.Entry;
import org.qingsheng.knowledge.EntryId;
import org.qingsheng.knowledge.RegionCode;

/**
 * Entries as JSON, as the shelf keeps them. Field names are stored: renaming one needs a migration.
 * Fields that a newer version of the program wrote are passed over. Thread-safe.
 */
public final class EntryJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .addModule(new Jdk8Module())
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .addMixIn(EntryId.class, PlainText.class)
          .addMixIn(RegionCode.class, PlainText.class)
          .build();

  private EntryJson() {}

  /** A record of one text, written as the text. */
  private abstract static class PlainText {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    PlainText(@SuppressWarnings("unused") String value) {}

    @JsonValue
    abstract String value();
  }

  public static String write(Entry entry) {
    try {
      return MAPPER.writeValueAsString(entry);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("entry %s as JSON".formatted(entry.id()), e);
    }
  }

  /**
   * @throws IllegalArgumentException if the text is not what {@link #write} makes
   */
  public static Entry read(String json) {
    try {
      return MAPPER.readValue(json, Entry.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not an entry as JSON", e);
    }
  }
}
