package org.qingsheng.bot.store;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.qingsheng.adapters.Attachment;
import org.qingsheng.adapters.OutboundMessage.Choice;
import org.qingsheng.bot.ledger.ItemEvent;
import org.qingsheng.knowledge.RegionCode;

/** How the ledger's events and lists are written as JSON. Thread-safe. */
final class LedgerJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .addModule(new Jdk8Module())
          .addModule(new JavaTimeModule())
          .addModule(
              new SimpleModule()
                  .addSerializer(RegionCode.class, ToStringSerializer.instance)
                  .addDeserializer(RegionCode.class, new RegionCodeReader()))
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .build();
  private static final ObjectWriter EVENT = MAPPER.writerFor(ItemEvent.class);
  private static final ObjectReader EVENT_READER = MAPPER.readerFor(ItemEvent.class);
  private static final ObjectReader CHOICES =
      MAPPER.readerFor(new TypeReference<List<Choice>>() {});

  private static final Map<Class<?>, String> TYPES =
      Arrays.stream(ItemEvent.class.getAnnotation(JsonSubTypes.class).value())
          .collect(Collectors.toUnmodifiableMap(JsonSubTypes.Type::value, JsonSubTypes.Type::name));

  private LedgerJson() {}

  static String event(ItemEvent event) {
    try {
      return EVENT.writeValueAsString(event);
    } catch (JsonProcessingException e) {
      throw new StoreException("write an item event", e);
    }
  }

  static ItemEvent event(String json) {
    try {
      return EVENT_READER.readValue(json);
    } catch (JsonProcessingException e) {
      throw new StoreException("read an item event", e);
    }
  }

  /** The name under which an event's type is stored: the same as in its JSON. */
  static String typeOf(ItemEvent event) {
    return Objects.requireNonNull(TYPES.get(event.getClass()));
  }

  static String choices(List<Choice> choices) {
    return choices.isEmpty() ? "[]" : write(choices);
  }

  static List<Choice> choices(String json) {
    try {
      return json.equals("[]") ? List.of() : CHOICES.readValue(json);
    } catch (JsonProcessingException e) {
      throw new StoreException("read choices", e);
    }
  }

  static String attachments(List<Attachment> attachments) {
    return attachments.isEmpty() ? "[]" : write(attachments);
  }

  private static String write(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new StoreException("write JSON", e);
    }
  }
}
