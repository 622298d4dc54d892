package org.qingsheng.adapters.onebot.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What was said in every chat, as QQ keeps it, and how the client serves it. Not thread-safe. */
final class FakeHistory {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final Dialect dialect;
  private final String self;
  private final InstantSource clock;
  private final FakeFrames frames;
  private final Map<FakeChat, List<Posted>> said = new HashMap<>();
  private long ids = 1_000_000;
  private boolean serves = true;
  private boolean pages = true;
  private int largest = Integer.MAX_VALUE;

  FakeHistory(Dialect dialect, String self, InstantSource clock, FakeFrames frames) {
    this.dialect = dialect;
    this.self = self;
    this.clock = clock;
    this.frames = frames;
  }

  void serves(boolean now) {
    serves = now;
  }

  void pages(boolean now) {
    pages = now;
  }

  void largest(int messages) {
    largest = messages;
  }

  /** Somebody says something now. */
  Posted record(FakeChat chat, String sender, JsonNode segments) {
    long number = ++ids * 7 % Integer.MAX_VALUE;
    String id = Long.toString(dialect.negativeIds && number % 2 == 0 ? -number : number);
    var posted =
        new Posted(
            id, chat, sender, sender.equals(self), segments, clock.instant().getEpochSecond());
    said.computeIfAbsent(chat, _ -> new ArrayList<>()).add(posted);
    return posted;
  }

  void forget(Posted posted) {
    said.getOrDefault(posted.chat(), new ArrayList<>()).remove(posted);
  }

  /** The answer to a history call. */
  ObjectNode answer(ObjectNode call, FakeChat chat) {
    if (!serves) {
      return FakeFrames.failure(call, 1404);
    }
    JsonNode params = call.path("params");
    List<Posted> all = said.getOrDefault(chat, List.of());
    if (all.isEmpty()) {
      return FakeFrames.failure(call, dialect.failure);
    }
    String before = pages ? params.path("message_seq").asText("0") : "0";
    int to = all.size();
    for (int i = 0; i < all.size() && !before.equals("0"); i++) {
      if (all.get(i).id().equals(before)) {
        to = i + 1; // the message asked by comes along, as NapCat has it
      }
    }
    int count = Math.min(params.path("count").asInt(20), largest);
    ObjectNode data = JSON.objectNode();
    ArrayNode messages = data.putArray("messages");
    all.subList(Math.max(0, to - count), to).forEach(posted -> messages.add(frames.event(posted)));
    return FakeFrames.success(call, data);
  }
}
