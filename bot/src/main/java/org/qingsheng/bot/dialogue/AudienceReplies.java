package org.qingsheng.bot.dialogue;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.qingsheng.bot.dialogue.DialogueState.Offer;
import org.qingsheng.bot.dialogue.DialogueState.Options;
import org.qingsheng.bot.ledger.ItemEvent;
import org.qingsheng.bot.ledger.ItemId;
import org.qingsheng.bot.people.Regions;
import org.qingsheng.knowledge.Decision;
import org.qingsheng.knowledge.Entry;
import org.qingsheng.knowledge.Knowledge;
import org.qingsheng.knowledge.Match;
import org.qingsheng.knowledge.Query;
import org.qingsheng.knowledge.RegionCode;

/**
 * Asks a person what they are (A04: 应届, 返乡, 退役, 村官 …), once, and only when what comes of the
 * question depends on it: each answer would leave fewer entries than there are now. With the choice
 * of an entry that may follow, a question is asked back about twice at most. Thread-safe.
 */
final class AudienceReplies {
  /** Said of somebody who is none of those asked about; no entry names it. */
  private static final String OTHERS = "以上都不是";

  /** More kinds of people than this are a list nobody reads. */
  private static final int MOST = 3;

  /** A longer text is a question of its own, not the word for what somebody is. */
  private static final int LONGEST_WORD = 12;

  private final Knowledge knowledge;
  private final Wording wording;
  private final Regions regions;
  private final RegionMentions mentions;
  private final Outcomes outcomes;

  AudienceReplies(
      Knowledge knowledge,
      Wording wording,
      Regions regions,
      RegionMentions mentions,
      Outcomes outcomes) {
    this.knowledge = knowledge;
    this.wording = wording;
    this.regions = regions;
    this.mentions = mentions;
    this.outcomes = outcomes;
  }

  /** Offers the candidates, after asking for whom if they differ by that and it is not known. */
  void clarify(
      Reply reply, ItemId item, String raw, List<Match> options, RegionCode region, Instant now) {
    var entries = options.stream().map(Match::entry).toList();
    var tags = tags(entries);
    if (tags.isEmpty()) {
      choose(reply, item, entries, now);
      return;
    }
    var known = named(tags, raw).or(() -> reply.state().memory().audience());
    if (known.isEmpty()) {
      ask(reply, item, tags, now);
      return;
    }
    switch (decide(raw, region, known.get(), now)) {
      case Decision.Answer(var match) ->
          outcomes.answer(reply, item, match.entry(), match.probability(), now);
      case Decision.Clarify(var fewer) ->
          choose(reply, item, fewer.stream().map(Match::entry).toList(), now);
      // What was said another time need not hold for this question: they see the choice.
      case Decision.NoAnswer _ -> choose(reply, item, entries, now);
    }
  }

  private void choose(Reply reply, ItemId item, List<Entry> entries, Instant now) {
    outcomes.clarify(reply, item, wording.say(Phrase.CLARIFY_HEAD), entries, now);
  }

  private void ask(Reply reply, ItemId item, List<String> tags, Instant now) {
    reply.happened(item, new ItemEvent.OptionsOffered(List.of()));
    outcomes.choices(reply, item, wording.say(Phrase.CLARIFY_AUDIENCE), tags, OTHERS);
    outcomes.offer(reply, Offer.AUDIENCE, item, tags, now);
  }

  /** Kinds of people the entries differ by; empty when knowing would not leave fewer of them. */
  static List<String> tags(List<Entry> entries) {
    var tags = new LinkedHashSet<String>();
    entries.forEach(entry -> entry.audience().stream().sorted().forEach(tags::add));
    boolean tells =
        tags.size() >= 2
            && tags.size() <= MOST
            && tags.stream()
                .allMatch(tag -> entries.stream().anyMatch(entry -> !concerns(entry, tag)));
    return tells ? List.copyOf(tags) : List.of();
  }

  private static boolean concerns(Entry entry, String tag) {
    return entry.audience().isEmpty() || entry.audience().contains(tag);
  }

  /** The one kind the words name; empty when they name none or several. */
  private static Optional<String> named(Collection<String> tags, String words) {
    var found = tags.stream().filter(words::contains).toList();
    return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
  }

  private Decision decide(String words, RegionCode region, String tag, Instant now) {
    return knowledge.ask(new Query(words, regions.path(region), Set.of(tag), now));
  }

  /**
   * The kind said in words, where it was asked for: 退役军人, 我是退役军人.
   *
   * @return false if the words are something else
   */
  boolean said(Reply reply, Said said, Talk talk, Instant now) {
    var asked = reply.state().optionsAt(now).filter(each -> each.offer() == Offer.AUDIENCE);
    if (asked.isEmpty() || Answers.length(said.normalized()) > LONGEST_WORD) {
      return false;
    }
    var tag = named(asked.get().entries(), said.raw());
    tag.ifPresent(found -> settle(reply, asked.get(), found, talk, now));
    return tag.isPresent();
  }

  /**
   * A number after the question.
   *
   * @return false if there is no such number
   */
  boolean picked(Reply reply, Options asked, int number, Talk talk, Instant now) {
    int others = asked.entries().size() + 1;
    if (number > others) {
      return false;
    }
    settle(reply, asked, number == others ? OTHERS : asked.entries().get(number - 1), talk, now);
    return true;
  }

  /** None of those that were named. */
  void none(Reply reply, Options asked, Talk talk, Instant now) {
    settle(reply, asked, OTHERS, talk, now);
  }

  private void settle(Reply reply, Options asked, String tag, Talk talk, Instant now) {
    var item = new ItemId(asked.item());
    reply.heardFor(item);
    reply.remember(reply.state().withAudience(tag).withOptions(Optional.empty()));
    var words = reply.state().lastQuestion();
    if (words.isEmpty()) {
      outcomes.handOff(reply, item, "追问后仍不明确", now, "");
      return;
    }
    var region = mentions.in(words.get()).orElse(talk.region());
    switch (decide(words.get(), region, tag, now)) {
      case Decision.Answer(var match) ->
          outcomes.answer(reply, item, match.entry(), match.probability(), now);
      case Decision.Clarify(var fewer) ->
          choose(reply, item, fewer.stream().map(Match::entry).toList(), now);
      case Decision.NoAnswer(_, var near) -> {
        var left = near.stream().map(Match::entry).filter(entry -> concerns(entry, tag)).toList();
        outcomes.handOff(reply, item, left.isEmpty() ? "没有适用于这类人员的条目" : "追问后仍不明确", now, "");
      }
    }
  }
}
