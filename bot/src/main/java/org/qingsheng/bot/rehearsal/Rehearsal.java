package org.qingsheng.bot.rehearsal;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.qingsheng.adapters.AskerId;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.CleanText;
import org.qingsheng.adapters.Conversation.PrivateChat;
import org.qingsheng.adapters.ConversationId;
import org.qingsheng.adapters.MessageId;
import org.qingsheng.bot.dialogue.Dialogue;
import org.qingsheng.bot.dialogue.Said;
import org.qingsheng.bot.dialogue.Talk;
import org.qingsheng.bot.ledger.DialogueKey;
import org.qingsheng.bot.ledger.Effect;
import org.qingsheng.bot.ledger.Item;
import org.qingsheng.bot.ledger.ItemEvent;
import org.qingsheng.bot.ledger.ItemId;
import org.qingsheng.bot.ledger.ItemNumber;
import org.qingsheng.bot.ledger.Turn;
import org.qingsheng.bot.people.Asker;
import org.qingsheng.knowledge.RegionCode;
import org.qingsheng.knowledge.text.Masking;
import org.qingsheng.knowledge.text.Normalization;

/**
 * Lets the dialogue answer without anybody hearing it: its turns are looked at and thrown away.
 * Thread-safe.
 */
public final class Rehearsal {
  private static final DialogueKey SOMEBODY = key("rehearsal");

  private final Supplier<Dialogue> dialogue;

  /**
   * @param dialogue the one that live traffic meets now
   */
  public Rehearsal(Supplier<Dialogue> dialogue) {
    this.dialogue = dialogue;
  }

  /**
   * What came of it.
   *
   * @param said what the person would hear, in order
   */
  public record Played(Outcome outcome, List<String> said) {
    public Played {
      said = List.copyOf(said);
    }
  }

  /** What somebody would hear who asks this as the first thing ever. */
  public Played play(String question, RegionCode region, Instant at) {
    return new Person(SOMEBODY, region).says(question, at);
  }

  private static DialogueKey key(String name) {
    return new DialogueKey(
        new ChannelId("rehearsal"), new PrivateChat(new ConversationId(name)), new AskerId(name));
  }

  /** Somebody who says one thing after the other. For one thread. */
  final class Person {
    private final DialogueKey key;
    private final RegionCode region;
    private Optional<String> state = Optional.empty();
    private Optional<Asker> asker = Optional.empty();
    private int messages;

    Person(DialogueKey key, RegionCode region) {
      this.key = key;
      this.region = region;
    }

    Played says(String words, Instant at) {
      var text = CleanText.of(words);
      var masked = Masking.mask(text).text();
      var said =
          new Said(
              new MessageId("rehearsal-" + ++messages),
              text,
              Normalization.of(text).text(),
              masked,
              // Where there was something to hide, the dialogue warns of it; the seal is not
              // needed.
              masked.equals(text) ? Optional.empty() : Optional.of(""),
              List.of(),
              at);
      var where = asker.flatMap(Asker::region).orElse(region);
      var turn =
          dialogue.get().respond(said, new Talk(key, state, asker, where, List.of(), NOTHING), at);
      remember(turn);
      return new Played(
          Outcome.of(events(turn)),
          turn.effects().stream()
              .filter(Effect.Say.class::isInstance)
              .map(Effect.Say.class::cast)
              .map(say -> say.message().text())
              .toList());
    }

    private void remember(Turn turn) {
      for (var effect : turn.effects()) {
        switch (effect) {
          case Effect.Remember(_, var now) -> state = Optional.of(now);
          case Effect.Know(_, var told, int notice, boolean reachable) ->
              asker =
                  Optional.of(
                      new Asker(
                          key.channel(),
                          key.asker(),
                          "",
                          told.or(() -> asker.flatMap(Asker::region)),
                          notice,
                          reachable));
          default -> {}
        }
      }
    }
  }

  /** Those of the item the message belongs to. */
  private static List<ItemEvent> events(Turn turn) {
    Map<ItemId, List<ItemEvent>> byItem = new HashMap<>();
    Optional<ItemId> heard = Optional.empty();
    for (var effect : turn.effects()) {
      switch (effect) {
        case Effect.Heard found -> heard = found.item();
        case Effect.Happened(var item, var event) ->
            byItem.computeIfAbsent(item, _ -> new java.util.ArrayList<>()).add(event);
        default -> {}
      }
    }
    return heard.map(item -> byItem.getOrDefault(item, List.of())).orElse(List.of());
  }

  /** A rehearsal has no items of before: what it opens is never kept. */
  private static final Talk.Records NOTHING =
      new Talk.Records() {
        @Override
        public List<Item> recent(DialogueKey key) {
          return List.of();
        }

        @Override
        public Optional<Item> find(ItemId id) {
          return Optional.empty();
        }

        @Override
        public Optional<Item> find(ItemNumber number) {
          return Optional.empty();
        }
      };
}
