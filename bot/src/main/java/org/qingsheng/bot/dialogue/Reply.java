package org.qingsheng.bot.dialogue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.qingsheng.adapters.OutboundMessage.Choice;
import org.qingsheng.bot.ledger.Effect;
import org.qingsheng.bot.ledger.ItemEvent;
import org.qingsheng.bot.ledger.ItemId;
import org.qingsheng.bot.ledger.Purpose;

/** A turn being put together: what happens, what is said, what is remembered. For one thread. */
final class Reply {
  private final List<Effect> happened = new ArrayList<>();
  private final List<Line> lines = new ArrayList<>();
  private Optional<ItemId> heardFor = Optional.empty();
  private final int reserved;
  private DialogueState state;

  /** Something to say. */
  record Line(Purpose purpose, String text, Optional<ItemId> item, List<Choice> choices) {}

  /**
   * @param reserved characters an answer leaves free, for what is joined to it
   */
  Reply(DialogueState state, int reserved) {
    this.state = state;
    this.reserved = reserved;
  }

  int reserved() {
    return reserved;
  }

  DialogueState state() {
    return state;
  }

  Reply remember(DialogueState now) {
    state = now;
    return this;
  }

  Reply effect(Effect effect) {
    happened.add(effect);
    return this;
  }

  Reply happened(ItemId item, ItemEvent event) {
    happened.add(new Effect.Happened(item, event));
    return this;
  }

  /** The message heard belongs to this item. */
  Reply heardFor(ItemId item) {
    heardFor = Optional.of(item);
    return this;
  }

  Reply say(Purpose purpose, Optional<ItemId> item, String text) {
    return say(purpose, item, text, List.of());
  }

  Reply say(Purpose purpose, Optional<ItemId> item, String text, List<Choice> choices) {
    lines.add(new Line(purpose, text, item, choices));
    return this;
  }

  Optional<ItemId> heardFor() {
    return heardFor;
  }

  List<Effect> effects() {
    return happened;
  }

  List<Line> lines() {
    return lines;
  }
}
