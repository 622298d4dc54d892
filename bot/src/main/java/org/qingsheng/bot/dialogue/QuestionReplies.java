package org.qingsheng.bot.dialogue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.qingsheng.adapters.OutboundMessage.Choice;
import org.qingsheng.bot.dialogue.DialogueState.Last;
import org.qingsheng.bot.dialogue.DialogueState.Offer;
import org.qingsheng.bot.dialogue.DialogueState.Options;
import org.qingsheng.bot.ledger.Ids;
import org.qingsheng.bot.ledger.ItemEvent;
import org.qingsheng.bot.ledger.ItemId;
import org.qingsheng.bot.ledger.ItemKind;
import org.qingsheng.bot.ledger.ItemNumber;
import org.qingsheng.bot.ledger.Purpose;
import org.qingsheng.bot.people.Regions;
import org.qingsheng.knowledge.Decision;
import org.qingsheng.knowledge.Entry;
import org.qingsheng.knowledge.Knowledge;
import org.qingsheng.knowledge.Match;
import org.qingsheng.knowledge.Query;
import org.qingsheng.knowledge.RegionCode;

/** What a question, a wish or a suggestion leads to: answer, clarify, or a person. Thread-safe. */
public final class QuestionReplies {
  private static final Pattern SUGGESTION =
      Pattern.compile(
          "^(我?(想|要)?(提个?|有个?)?建议|希望(你们|贵|政府|团委|单位|学校|国家|给)|能不能建议|提个意见).*", Pattern.DOTALL);
  private static final Pattern WISH = Pattern.compile("^(微心愿|我的微心愿|许个愿|心愿).*", Pattern.DOTALL);
  private static final int MOST_OPTIONS = 3;

  private final Knowledge knowledge;
  private final Wording wording;
  private final Answers answers;
  private final Regions regions;
  private final RegionMentions mentions;
  private final OutOfScope outOfScope;
  private final Dialogue.Settings settings;
  private final Function<Instant, Instant> due;
  private final Ids ids;

  /**
   * @param due when a person must have answered what is handed over at that moment
   */
  public QuestionReplies(
      Knowledge knowledge,
      Wording wording,
      Answers answers,
      Regions regions,
      RegionMentions mentions,
      OutOfScope outOfScope,
      Dialogue.Settings settings,
      Function<Instant, Instant> due,
      Ids ids) {
    this.knowledge = knowledge;
    this.wording = wording;
    this.answers = answers;
    this.regions = regions;
    this.mentions = mentions;
    this.outOfScope = outOfScope;
    this.settings = settings;
    this.due = due;
    this.ids = ids;
  }

  void handle(Reply reply, Said said, Talk talk, Instant now) {
    var awaiting = reply.state().awaitingAt(now);
    if (awaiting.isPresent()) {
      var item = new ItemId(awaiting.get().item());
      var stored = talk.records().find(item);
      if (stored.isPresent() && stored.get().state().isOpen()) {
        reply.heardFor(item).happened(item, new ItemEvent.Added());
        reply.say(
            Purpose.SERVICE,
            Optional.of(item),
            wording.say(Phrase.RECEIPT_ADDED, "number", stored.get().number().value()));
        reply.remember(reply.state().withAwaiting(Optional.empty()));
        return;
      }
    }
    if (WISH.matcher(said.normalized()).matches()) {
      record(reply, talk, ItemKind.WISH, now);
    } else if (SUGGESTION.matcher(said.normalized()).matches()) {
      record(reply, talk, ItemKind.SUGGESTION, now);
    } else {
      ask(reply, said.raw(), said.masked(), talk, now);
    }
  }

  /** Asks the knowledge base and says what comes of it. */
  void ask(Reply reply, String raw, String masked, Talk talk, Instant now) {
    var clarified = dropOptions(reply, talk, now);
    var item = open(reply, ItemKind.QUESTION, talk);
    reply.remember(reply.state().withLastQuestion(masked));
    decide(reply, item, raw, mentions.in(raw).orElse(talk.region()), talk, clarified, now);
  }

  /** Decides about an item's question; asks back only if the person was not asked back already. */
  void decide(
      Reply reply,
      ItemId item,
      String raw,
      RegionCode region,
      Talk talk,
      boolean clarified,
      Instant now) {
    var query = new Query(raw, regions.path(region), java.util.Set.of(), now);
    switch (knowledge.ask(query)) {
      case Decision.Answer(var match) ->
          answer(reply, item, match.entry(), match.probability(), now);
      case Decision.Clarify(var options) when !clarified -> clarify(reply, item, options, now);
      case Decision.Clarify _ -> handOff(reply, item, "追问后仍不明确", now, "");
      case Decision.NoAnswer(var reason, var near) ->
          noAnswer(
              reply,
              item,
              reason,
              near.isEmpty() || outOfScope.in(raw),
              region,
              talk,
              clarified,
              now);
    }
  }

  private void noAnswer(
      Reply reply,
      ItemId item,
      Decision.Reason reason,
      boolean outOfScopeWords,
      RegionCode region,
      Talk talk,
      boolean clarified,
      Instant now) {
    switch (reason) {
      case Decision.Reason.NothingNear _ -> {
        if (outOfScopeWords) {
          decline(reply, item);
        } else {
          handOff(reply, item, "知识库没有把握", now, "");
        }
      }
      case Decision.Reason.TooLittle _ -> {
        if (clarified) {
          handOff(reply, item, "追问后仍不明确", now, "");
        } else {
          reply.happened(item, new ItemEvent.OptionsOffered(List.of()));
          reply.say(Purpose.OPTIONS, Optional.of(item), wording.say(Phrase.CLARIFY_TOO_LITTLE));
          offer(reply, Offer.MORE_WORDS, item, List.of(), now);
        }
      }
      case Decision.Reason.NotInForce(var entry) -> notInForce(reply, item, entry, now);
      case Decision.Reason.OtherRegion(var entry) -> {
        var wide = regions.path(region);
        boolean known = talk.asker().flatMap(asker -> asker.region()).isPresent();
        boolean couldBe = regions.path(entry.region()).contains(wide.getFirst());
        if (!known && !clarified && couldBe) {
          reply.happened(item, new ItemEvent.OptionsOffered(List.of()));
          reply.say(
              Purpose.OPTIONS,
              Optional.of(item),
              wording.say(Phrase.CLARIFY_REGION, "region", answers.region(entry.region())));
          offer(reply, Offer.REGION, item, List.of(), now);
        } else {
          handOff(
              reply,
              item,
              "只有其他地区的条目",
              now,
              wording.say(
                  Phrase.OTHER_REGION,
                  "question",
                  entry.question(),
                  "region",
                  answers.region(entry.region())));
        }
      }
      case Decision.Reason.OtherAudience(var entry) ->
          handOff(
              reply,
              item,
              "只适用于其他人群",
              now,
              wording.say(
                  Phrase.OTHER_AUDIENCE,
                  "question",
                  entry.question(),
                  "audience",
                  String.join("、", entry.audience().stream().sorted().toList())));
    }
  }

  private void notInForce(Reply reply, ItemId item, Entry entry, Instant now) {
    var ended = entry.validUntil();
    var today = java.time.LocalDate.ofInstant(now, java.time.ZoneId.of("Asia/Shanghai"));
    boolean begun = entry.validFrom().map(from -> !from.isAfter(today)).orElse(true);
    var told =
        begun
            ? wording.say(
                Phrase.NOT_IN_FORCE,
                "question",
                entry.question(),
                "date",
                ended.map(Object::toString).orElse(""))
            : wording.say(
                Phrase.NOT_YET_IN_FORCE,
                "question",
                entry.question(),
                "date",
                entry.validFrom().map(Object::toString).orElse(""));
    var successor =
        entry
            .supersededBy()
            .flatMap(knowledge::entry)
            .filter(next -> next.validUntil().map(until -> !until.isBefore(today)).orElse(true))
            .filter(next -> next.validFrom().map(from -> !from.isAfter(today)).orElse(true));
    if (successor.isPresent()) {
      var next = successor.get();
      reply.happened(item, new ItemEvent.OptionsOffered(List.of(next.id().value())));
      var lines = new ArrayList<String>();
      lines.add(told);
      lines.add("1. " + wording.say(Phrase.SUCCESSOR, "question", next.question()));
      lines.add("2. " + wording.say(Phrase.CLARIFY_NONE));
      reply.say(
          Purpose.OPTIONS,
          Optional.of(item),
          String.join("\n", lines),
          List.of(
              new Choice("1", next.question()), new Choice("2", wording.say(Phrase.CLARIFY_NONE))));
      offer(reply, Offer.ENTRIES, item, List.of(next.id().value()), now);
    } else {
      handOff(reply, item, "条目已失效", now, told);
    }
  }

  private void clarify(Reply reply, ItemId item, List<Match> matches, Instant now) {
    var shown = matches.subList(0, Math.min(MOST_OPTIONS, matches.size()));
    var entries = shown.stream().map(match -> match.entry().id().value()).toList();
    var lines = new ArrayList<String>();
    var choices = new ArrayList<Choice>();
    lines.add(wording.say(Phrase.CLARIFY_HEAD));
    for (int i = 0; i < shown.size(); i++) {
      var label = shown.get(i).entry().question();
      lines.add((i + 1) + ". " + label);
      choices.add(new Choice(Integer.toString(i + 1), label));
    }
    var none = wording.say(Phrase.CLARIFY_NONE);
    lines.add((shown.size() + 1) + ". " + none);
    choices.add(new Choice(Integer.toString(shown.size() + 1), none));
    reply.happened(item, new ItemEvent.OptionsOffered(entries));
    reply.say(Purpose.OPTIONS, Optional.of(item), String.join("\n", lines), choices);
    offer(reply, Offer.ENTRIES, item, entries, now);
  }

  private void offer(Reply reply, Offer kind, ItemId item, List<String> entries, Instant now) {
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

  /** Answers an item with an entry. */
  void answer(Reply reply, ItemId item, Entry entry, double probability, Instant now) {
    var parts = answers.of(entry, reply.reserved());
    reply.happened(item, new ItemEvent.Answered(entry.id().value(), entry.version(), probability));
    reply.say(Purpose.ANSWER, Optional.of(item), parts.first());
    reply.remember(
        reply
            .state()
            .withOptions(Optional.empty())
            .withLast(
                new Last(item.value(), entry.id().value(), now.toEpochMilli()), parts.rest()));
  }

  /** Gives an item to people and tells its number, unit and time. */
  void handOff(Reply reply, ItemId item, String reason, Instant now, String before) {
    var dueAt = due.apply(now);
    reply.happened(item, new ItemEvent.HandedOff(reason, 2, dueAt));
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

  private void decline(Reply reply, ItemId item) {
    reply.happened(item, new ItemEvent.Declined("知识库范围之外"));
    reply.say(Purpose.DECLINE, Optional.of(item), wording.say(Phrase.OUT_OF_SCOPE));
    reply.remember(reply.state().withOptions(Optional.empty()));
  }

  private void record(Reply reply, Talk talk, ItemKind kind, Instant now) {
    var item = open(reply, kind, talk);
    reply.happened(item, new ItemEvent.HandedOff(kind.label() + "，登记待看", 3, due.apply(now)));
    reply.say(
        Purpose.RECEIPT,
        Optional.of(item),
        wording.say(Phrase.RECORDED, "number", ItemNumber.TO_COME, "kind", kind.label()));
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

  /**
   * A new question cancels choices still open: the item they belong to is closed as asked anew.
   *
   * @return whether the person had just been asked back, so that they are not asked again
   */
  private boolean dropOptions(Reply reply, Talk talk, Instant now) {
    var offered = reply.state().optionsAt(now);
    reply.remember(reply.state().withOptions(Optional.empty()));
    if (offered.isEmpty() || offered.get().offer() == Offer.USELESS) {
      return false;
    }
    var earlier = new ItemId(offered.get().item());
    talk.records()
        .find(earlier)
        .filter(item -> item.state() == org.qingsheng.bot.ledger.ItemState.CLARIFYING)
        .ifPresent(_ -> reply.happened(earlier, new ItemEvent.Withdrawn("提问人换了问法")));
    return true;
  }
}
