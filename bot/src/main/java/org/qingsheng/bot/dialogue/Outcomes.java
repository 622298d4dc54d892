package org.qingsheng.bot.dialogue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.qingsheng.adapters.OutboundMessage.Choice;
import org.qingsheng.bot.dialogue.DialogueState.Last;
import org.qingsheng.bot.dialogue.DialogueState.Offer;
import org.qingsheng.bot.dialogue.DialogueState.Options;
import org.qingsheng.bot.ledger.Ids;
import org.qingsheng.bot.ledger.ItemEvent;
import org.qingsheng.bot.ledger.ItemId;
import org.qingsheng.bot.ledger.ItemKind;
import org.qingsheng.bot.ledger.ItemNumber;
import org.qingsheng.bot.ledger.ItemState;
import org.qingsheng.bot.ledger.Purpose;
import org.qingsheng.knowledge.Entry;

/**
 * The ways an item can go: opened, answered, asked back about, handed to people, declined,
 * recorded. Each puts the event, the words and what is to be remembered into the reply.
 * Thread-safe.
 */
final class Outcomes {
  /** Choices offered besides 都不是. */
  static final int MOST_OPTIONS = 3;

  /** Words of the asker repeated back at most. */
  private static final int REPEATED = 40;

  private final Wording wording;
  private final Answers answers;
  private final Subjects subjects;
  private final Dialogue.Settings settings;
  private final Function<Instant, Instant> due;
  private final Ids ids;

  /**
   * @param due when a person must have answered what is handed over at that moment
   */
  Outcomes(
      Wording wording,
      Answers answers,
      Subjects subjects,
      Dialogue.Settings settings,
      Function<Instant, Instant> due,
      Ids ids) {
    this.wording = wording;
    this.answers = answers;
    this.subjects = subjects;
    this.settings = settings;
    this.due = due;
    this.ids = ids;
  }

  /** Opens an item for what was just heard. */
  ItemId open(Reply reply, ItemKind kind, Talk talk) {
    var item = ids.item();
    var key = talk.key();
    reply.heardFor(item);
    reply.happened(
        item,
        new ItemEvent.Asked(
            kind,
            key.channel().value(),
            key.conversation().id().value(),
            key.conversation().isGroup(),
            key.asker().value(),
            talk.region()));
    return item;
  }

  /** Answers an item with an entry. */
  void answer(Reply reply, ItemId item, Entry entry, double probability, Instant now) {
    var parts = answers.of(entry, reply.reserved());
    var all = new ArrayList<String>(parts.rest().size() + 1);
    all.add(parts.first());
    all.addAll(parts.rest());
    told(reply, item, entry, probability, all, now);
  }

  /** Answers an item with one entry for each of its questions, all in one message. */
  void answer(Reply reply, ItemId item, List<Entry> entries, double probability, Instant now) {
    noteOthers(reply, item, entries);
    var parts = several(reply, entries);
    var all = new ArrayList<String>(parts.rest().size() + 1);
    all.add(parts.first());
    all.addAll(parts.rest());
    told(reply, item, entries.getFirst(), probability, all, now);
  }

  /** Answers what can be answered and gives the item to people for the rest. */
  void answerInPart(
      Reply reply, ItemId item, List<Entry> entries, double probability, String left, Instant now) {
    noteOthers(reply, item, entries);
    var first = entries.getFirst();
    reply.happened(item, new ItemEvent.Answered(first.id().value(), first.version(), probability));
    var parts = entries.size() == 1 ? answers.of(first, reply.reserved()) : several(reply, entries);
    remember(reply, item, first, parts.rest(), now);
    handOff(
        reply,
        item,
        "一条多问，其中有没把握的",
        now,
        parts.first() + "\n\n" + wording.say(Phrase.PART_LEFT, "words", shortened(left)));
  }

  private Answers.Parts several(Reply reply, List<Entry> entries) {
    return answers.several(
        entries,
        wording.say(Phrase.SEVERAL, "count", Integer.toString(entries.size())),
        reply.reserved());
  }

  private static void noteOthers(Reply reply, ItemId item, List<Entry> entries) {
    if (entries.size() > 1) {
      var others = entries.subList(1, entries.size()).stream().map(e -> e.id().value()).toList();
      reply.happened(item, new ItemEvent.Noted("系统", "一条多问，同时用到：" + String.join("、", others)));
    }
  }

  /**
   * Tells an answer that rests on an entry.
   *
   * @param parts the message now, and what 详情 will send
   */
  void told(
      Reply reply, ItemId item, Entry entry, double probability, List<String> parts, Instant now) {
    reply.happened(item, new ItemEvent.Answered(entry.id().value(), entry.version(), probability));
    reply.say(Purpose.ANSWER, Optional.of(item), parts.getFirst());
    remember(reply, item, entry, parts.subList(1, parts.size()), now);
  }

  private void remember(Reply reply, ItemId item, Entry entry, List<String> rest, Instant now) {
    reply.remember(
        reply
            .state()
            .withOptions(Optional.empty())
            .withLast(new Last(item.value(), entry.id().value(), now.toEpochMilli()), rest));
    subjects
        .in(entry.question())
        .ifPresent(subject -> reply.remember(reply.state().withSubject(subject, now)));
  }

  /** Shows numbered choices, the last of them being {@code none}. */
  void choices(Reply reply, ItemId item, String head, List<String> labels, String none) {
    var lines = new ArrayList<String>();
    var choices = new ArrayList<Choice>();
    lines.add(head);
    for (int i = 0; i <= labels.size(); i++) {
      var label = i < labels.size() ? labels.get(i) : none;
      lines.add((i + 1) + ". " + label);
      choices.add(new Choice(Integer.toString(i + 1), label));
    }
    reply.say(Purpose.OPTIONS, Optional.of(item), String.join("\n", lines), choices);
  }

  /** Asks which of some entries is meant. */
  void clarify(Reply reply, ItemId item, String head, List<Entry> entries, Instant now) {
    var shown = entries.subList(0, Math.min(MOST_OPTIONS, entries.size()));
    var offered = shown.stream().map(entry -> entry.id().value()).toList();
    reply.happened(item, new ItemEvent.OptionsOffered(offered));
    choices(
        reply,
        item,
        head,
        shown.stream().map(Entry::question).toList(),
        wording.say(Phrase.CLARIFY_NONE));
    offer(reply, Offer.ENTRIES, item, offered, now);
  }

  /** Asks something that is answered in words, not by a number. */
  void askBack(Reply reply, ItemId item, Offer kind, String words, Instant now) {
    reply.happened(item, new ItemEvent.OptionsOffered(List.of()));
    reply.say(Purpose.OPTIONS, Optional.of(item), words);
    offer(reply, kind, item, List.of(), now);
  }

  void offer(Reply reply, Offer kind, ItemId item, List<String> entries, Instant now) {
    reply.remember(
        reply
            .state()
            .withOptions(
                Optional.of(
                    new Options(
                        kind,
                        item.value(),
                        entries,
                        now.plus(settings.optionsValid()).toEpochMilli()))));
  }

  /** Gives an item to people and tells its number, unit and time. */
  void handOff(Reply reply, ItemId item, String reason, Instant now, String before) {
    handOff(reply, item, reason, 2, now, before);
  }

  /**
   * @param priority 0 for crisis, 1 urgent, 2 normal
   */
  void handOff(Reply reply, ItemId item, String reason, int priority, Instant now, String before) {
    var dueAt = due.apply(now);
    reply.happened(item, new ItemEvent.HandedOff(reason, priority, dueAt));
    var receipt = receipt(Phrase.RECEIPT, dueAt);
    reply.say(
        Purpose.RECEIPT, Optional.of(item), before.isEmpty() ? receipt : before + "\n" + receipt);
    reply.remember(reply.state().withOptions(Optional.empty()));
  }

  /** The number to come, who answers, and by when. */
  String receipt(Phrase phrase, Instant dueAt) {
    return wording.say(
        phrase, "number", ItemNumber.TO_COME, "unit", settings.unit(), "due", Answers.due(dueAt));
  }

  void decline(Reply reply, ItemId item, String reason, String words) {
    reply.happened(item, new ItemEvent.Declined(reason));
    reply.say(Purpose.DECLINE, Optional.of(item), words);
    reply.remember(reply.state().withOptions(Optional.empty()));
  }

  /**
   * Records a wish, a suggestion or a complaint: repeated, numbered, nothing promised.
   *
   * @param said masked
   * @param more what is said besides, may be empty
   */
  void record(Reply reply, Talk talk, Intent.Kind kind, String said, String more, Instant now) {
    var item = open(reply, kind.recorded(), talk);
    reply.happened(item, new ItemEvent.HandedOff(kind.label() + "，登记待看", 3, due.apply(now)));
    var words =
        wording.say(
            Phrase.RECORDED,
            "number",
            ItemNumber.TO_COME,
            "kind",
            kind.label(),
            "words",
            shortened(said));
    reply.say(Purpose.RECEIPT, Optional.of(item), more.isEmpty() ? words : words + "\n" + more);
    reply.remember(reply.state().withOptions(Optional.empty()));
  }

  private static String shortened(String words) {
    var one = words.strip().replaceAll("\\s+", " ");
    return Answers.length(one) <= REPEATED
        ? one
        : one.substring(0, one.offsetByCodePoints(0, REPEATED)) + "…";
  }

  /**
   * A new question cancels choices still open: the item they belong to is closed as asked anew.
   *
   * @return whether the person had just been asked back, so that they are not asked again
   */
  boolean dropOptions(Reply reply, Talk talk, Instant now) {
    var offered = reply.state().optionsAt(now);
    reply.remember(reply.state().withOptions(Optional.empty()));
    if (offered.isEmpty() || offered.get().offer() == Offer.USELESS) {
      return false;
    }
    var earlier = new ItemId(offered.get().item());
    talk.records()
        .find(earlier)
        .filter(item -> item.state() == ItemState.CLARIFYING)
        .ifPresent(_ -> reply.happened(earlier, new ItemEvent.Withdrawn("提问人换了问法")));
    return true;
  }
}
