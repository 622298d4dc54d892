package org.qingsheng.bot.dialogue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.qingsheng.bot.dialogue.DialogueState.Offer;
import org.qingsheng.bot.ledger.ItemEvent;
import org.qingsheng.bot.ledger.ItemId;
import org.qingsheng.bot.ledger.ItemKind;
import org.qingsheng.bot.ledger.Purpose;
import org.qingsheng.bot.people.Regions;
import org.qingsheng.knowledge.Decision;
import org.qingsheng.knowledge.Entry;
import org.qingsheng.knowledge.EntryId;
import org.qingsheng.knowledge.Knowledge;
import org.qingsheng.knowledge.Query;
import org.qingsheng.knowledge.RegionCode;
import org.qingsheng.knowledge.text.Normalization;

/** What a question leads to: answer, clarify, or a person. Thread-safe. */
final class QuestionReplies {
  /** Recorded for an answer that was read off the words themselves. */
  private static final double READ = 0.99;

  private final Knowledge knowledge;
  private final Wording wording;
  private final Answers answers;
  private final Regions regions;
  private final RegionMentions mentions;
  private final RegionAsking places;
  private final OutOfScope outOfScope;
  private final Subjects subjects;
  private final IntentReplies intents;
  private final WizardReplies wizards;
  private final AudienceReplies audiences;
  private final Outcomes outcomes;
  private final Dialogue.Settings settings;

  QuestionReplies(
      Knowledge knowledge,
      Wording wording,
      Answers answers,
      Regions regions,
      RegionMentions mentions,
      RegionAsking places,
      OutOfScope outOfScope,
      Subjects subjects,
      IntentReplies intents,
      WizardReplies wizards,
      AudienceReplies audiences,
      Outcomes outcomes,
      Dialogue.Settings settings) {
    this.knowledge = knowledge;
    this.wording = wording;
    this.answers = answers;
    this.regions = regions;
    this.mentions = mentions;
    this.places = places;
    this.outOfScope = outOfScope;
    this.subjects = subjects;
    this.intents = intents;
    this.wizards = wizards;
    this.audiences = audiences;
    this.outcomes = outcomes;
    this.settings = settings;
  }

  void handle(Reply reply, Said said, Talk talk, Instant now) {
    if (added(reply, talk, now)
        || audiences.said(reply, said, talk, now)
        || wizards.start(reply, said, talk, now)) {
      return;
    }
    boolean leansBack =
        FollowUp.in(said.normalized()).isPresent()
            && reply.state().subjectSince(now.minus(settings.context())).isPresent();
    if (!intents.handle(reply, said, talk, leansBack, now)) {
      ask(reply, said, talk, now);
    }
  }

  /** What follows a bare 转人工 belongs to the item it opened. */
  private boolean added(Reply reply, Talk talk, Instant now) {
    var awaiting = reply.state().awaitingAt(now);
    if (awaiting.isEmpty()) {
      return false;
    }
    var item = new ItemId(awaiting.get().item());
    var stored = talk.records().find(item).filter(found -> found.state().isOpen());
    if (stored.isEmpty()) {
      return false;
    }
    reply.heardFor(item).happened(item, new ItemEvent.Added());
    reply.say(
        Purpose.SERVICE,
        Optional.of(item),
        wording.say(Phrase.RECEIPT_ADDED, "number", stored.get().number().value()));
    reply.remember(reply.state().withAwaiting(Optional.empty()));
    return true;
  }

  /** Asks the knowledge base and says what comes of it. */
  private void ask(Reply reply, Said said, Talk talk, Instant now) {
    var clarified = outcomes.dropOptions(reply, talk, now);
    var item = outcomes.open(reply, ItemKind.QUESTION, talk);
    var before = reply.state().subjectSince(now.minus(settings.context()));
    var heard = understood(said);
    var text =
        before
            .flatMap(_ -> reply.state().lastQuestion())
            .flatMap(last -> subjects.swapped(last, heard))
            .orElse(heard);
    reply.remember(reply.state().withLastQuestion(said.masked()));
    var named = subjects.in(text);
    var followUp = named.isPresent() ? Optional.<FollowUp>empty() : FollowUp.in(text);
    var about = named.or(() -> followUp.flatMap(_ -> before));
    var region = place(text, about, talk.region());
    about.ifPresent(subject -> reply.remember(reply.state().withSubject(subject, now)));
    var asked = new Asked(knowledge);
    if (read(reply, item, text, before, region, now)
        || several(asked, reply, item, text, named.or(() -> before), region, now)) {
      return;
    }
    if (followUp.isPresent() && before.isPresent()) {
      follow(asked, reply, item, text, followUp.get(), before.get(), region, talk, clarified, now);
    } else if (followUp.isPresent() && followUp.get().dangles() && !clarified) {
      outcomes.askBack(reply, item, Offer.MORE_WORDS, wording.say(Phrase.CLARIFY_WHAT), now);
    } else {
      decide(asked, reply, item, text, region, talk, clarified, now);
    }
  }

  /** The area that the question names, or its subject belongs to; else where the person is. */
  private RegionCode place(String text, Optional<String> subject, RegionCode person) {
    return mentions
        .in(text)
        .or(() ->
            subject
                .flatMap(name -> subjects.region(name, text))
                .filter(of -> !regions.path(person).contains(of)))
        .orElse(person);
  }

  /** Y06: what is asked about the subject of before; the subject is kept. */
  private void follow(
      Asked asked,
      Reply reply,
      ItemId item,
      String said,
      FollowUp followUp,
      String subject,
      RegionCode region,
      Talk talk,
      boolean clarified,
      Instant now) {
    var together = subject + followUp.asked();
    boolean alone =
        !followUp.pointsBack()
            && asked.decision(query(said, region, now)) instanceof Decision.Answer(var match)
            && subjects.in(match.entry().question()).map(subject::equals).orElse(true);
    decide(asked, reply, item, alone ? said : together, region, talk, clarified, now);
  }

  /** What is asked, without personal data and with misspelt names put right. */
  private String understood(Said said) {
    var text = said.sealed().isPresent() ? Unnamed.question(said.raw()) : said.raw();
    var normalized = text.equals(said.raw()) ? said.normalized() : Normalization.of(text).text();
    var spelt = subjects.spelt(normalized);
    return spelt.equals(normalized) ? text : spelt;
  }

  /** A short question with one reading only is answered by what it plainly asks for. */
  private boolean read(
      Reply reply,
      ItemId item,
      String said,
      Optional<String> before,
      RegionCode region,
      Instant now) {
    var entries =
        subjects.reading(mentions.without(said), before).stream()
            .map(id -> inForce(id, region, now))
            .toList();
    if (entries.isEmpty() || entries.contains(Optional.<Entry>empty())) {
      return false;
    }
    var found = entries.stream().flatMap(Optional::stream).toList();
    if (found.size() == 1) {
      outcomes.answer(reply, item, found.getFirst(), READ, now);
    } else {
      outcomes.answer(reply, item, found, READ, now);
    }
    return true;
  }

  /** The entry that answers its own question here and now: nearer or newer ones come first. */
  private Optional<Entry> inForce(EntryId id, RegionCode region, Instant now) {
    return knowledge.standing(id, regions.path(region), now);
  }

  /** A message with several questions gets one reply; what is not answered goes to people. */
  private boolean several(
      Asked asked,
      Reply reply,
      ItemId item,
      String said,
      Optional<String> subject,
      RegionCode region,
      Instant now) {
    var parts = Several.in(said);
    if (parts.size() < 2) {
      return false;
    }
    var found =
        new SeveralAnswers(
            subjects,
            text -> asked.decision(query(text, region, now)),
            id -> inForce(id, region, now));
    found.ask(parts, subject);
    var entries = found.entries();
    if (entries.isEmpty() || answersAll(asked.decision(query(said, region, now)), entries)) {
      return false;
    }
    if (!found.left().isEmpty()) {
      outcomes.answerInPart(
          reply, item, entries, found.probability(), String.join("；", found.left()), now);
    } else if (entries.size() == 1) {
      outcomes.answer(reply, item, entries.getFirst(), found.probability(), now);
    } else {
      outcomes.answer(reply, item, entries, found.probability(), now);
    }
    return true;
  }

  private static boolean answersAll(Decision whole, List<Entry> parts) {
    return whole instanceof Decision.Answer(var match)
        && parts.stream().allMatch(entry -> entry.id().equals(match.entry().id()));
  }

  private Query query(String text, RegionCode region, Instant now) {
    return new Query(text, regions.path(region), Set.of(), now);
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
    decide(new Asked(knowledge), reply, item, raw, region, talk, clarified, now);
  }

  private void decide(
      Asked asked,
      Reply reply,
      ItemId item,
      String raw,
      RegionCode region,
      Talk talk,
      boolean clarified,
      Instant now) {
    switch (asked.decision(query(raw, region, now))) {
      case Decision.Answer(var match) ->
          outcomes.answer(reply, item, match.entry(), match.probability(), now);
      case Decision.Clarify _ when outOfScope.in(raw) -> decline(reply, item);
      case Decision.Clarify _ when clarified -> outcomes.handOff(reply, item, "追问后仍不明确", now, "");
      case Decision.Clarify(var options) ->
          audiences.clarify(reply, item, raw, options, region, now);
      case Decision.NoAnswer(Decision.Reason.OtherRegion(var entry), _)
          when atHome(reply, entry, region).isPresent() ->
          decide(asked, reply, item, raw, atHome(reply, entry, region).get(), talk, clarified, now);
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

  /** The person's place of registration, if an entry of that place would answer (户籍地). */
  private Optional<RegionCode> atHome(Reply reply, Entry entry, RegionCode asked) {
    return reply
        .state()
        .memory()
        .home()
        .map(RegionCode::new)
        .filter(home -> !home.equals(asked) && regions.path(home).contains(entry.region()));
  }

  private void decline(Reply reply, ItemId item) {
    outcomes.decline(reply, item, "知识库范围之外", wording.say(Phrase.OUT_OF_SCOPE));
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
      case Decision.Reason.NothingNear _ when outOfScopeWords -> decline(reply, item);
      case Decision.Reason.NothingNear _ -> outcomes.handOff(reply, item, "知识库没有把握", now, "");
      case Decision.Reason.TooLittle _ when clarified ->
          outcomes.handOff(reply, item, "追问后仍不明确", now, "");
      case Decision.Reason.TooLittle _ ->
          outcomes.askBack(
              reply, item, Offer.MORE_WORDS, wording.say(Phrase.CLARIFY_TOO_LITTLE), now);
      case Decision.Reason.NotInForce(var entry) -> notInForce(reply, item, entry, now);
      case Decision.Reason.OtherRegion(var entry) ->
          otherRegion(reply, item, entry, region, talk, clarified, now);
      case Decision.Reason.OtherAudience(var entry) ->
          outcomes.handOff(
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

  private void otherRegion(
      Reply reply,
      ItemId item,
      Entry entry,
      RegionCode region,
      Talk talk,
      boolean clarified,
      Instant now) {
    boolean couldBe = regions.path(entry.region()).contains(region);
    if (!clarified && couldBe && RegionAsking.mayAsk(reply, talk, now)) {
      places.ask(
          reply,
          item,
          wording.say(Phrase.CLARIFY_REGION, "region", answers.region(entry.region())),
          now);
      return;
    }
    outcomes.handOff(
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
    if (successor.isEmpty()) {
      outcomes.handOff(reply, item, "条目已失效", now, told);
      return;
    }
    var next = successor.get();
    reply.happened(item, new ItemEvent.OptionsOffered(List.of(next.id().value())));
    outcomes.choices(
        reply,
        item,
        told,
        List.of(wording.say(Phrase.SUCCESSOR, "question", next.question())),
        wording.say(Phrase.CLARIFY_NONE));
    outcomes.offer(reply, Offer.ENTRIES, item, List.of(next.id().value()), now);
  }
}
