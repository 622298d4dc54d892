package org.qingsheng.bot.dialogue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.qingsheng.bot.dialogue.DialogueState.Lately;
import org.qingsheng.bot.ledger.Effect;
import org.qingsheng.bot.ledger.Item;
import org.qingsheng.bot.ledger.ItemEvent;
import org.qingsheng.bot.ledger.ItemId;
import org.qingsheng.bot.ledger.ItemKind;
import org.qingsheng.bot.ledger.ItemState;
import org.qingsheng.bot.ledger.Purpose;
import org.qingsheng.bot.people.Regions;
import org.qingsheng.knowledge.Decision;
import org.qingsheng.knowledge.Knowledge;
import org.qingsheng.knowledge.Query;
import org.qingsheng.knowledge.RegionCode;
import org.qingsheng.knowledge.text.Normalization;

/**
 * What somebody adds to a question just answered (Y21): 我是应届生, 在外省打工, 没交过社保. It waits until the
 * time for adding is over, belongs to the same item, and gets one reply all together. What asks
 * something by itself is never an addition. Thread-safe.
 */
final class Additions {
  /** How long after its answer a question may be added to. */
  static final Duration WINDOW = Duration.ofSeconds(8);

  /** More pieces than that are answered as they are: somebody is playing. */
  private static final int MOST = 10;

  /** Longer words tell something of their own. */
  private static final int LONGEST = 40;

  private static final Pattern ASKS =
      Pattern.compile(
          "[?？]|[吗呢么嘛怎几哪谁啥咋]|如何|多少|多久|多长|多大|多高|什么|为何|是否|是不是|有没有|能不能|可不可以|会不会|要不要|行不行|请问|想问|问一下|咨询|请教");

  /** 那利息, 如果是我爱人: asks on about what was just answered. */
  private static final Pattern GOES_ON = Pattern.compile("^(那(?!个|些|里|边|种|天|年)|如果|要是|假如|换成|再问|顺便)");

  private final Knowledge knowledge;
  private final Regions regions;
  private final RegionMentions mentions;
  private final Subjects subjects;
  private final Intents intents;
  private final Outcomes outcomes;
  private final Wording wording;

  Additions(
      Knowledge knowledge,
      Regions regions,
      RegionMentions mentions,
      Subjects subjects,
      Intents intents,
      Outcomes outcomes,
      Wording wording) {
    this.knowledge = knowledge;
    this.regions = regions;
    this.mentions = mentions;
    this.subjects = subjects;
    this.intents = intents;
    this.outcomes = outcomes;
    this.wording = wording;
  }

  /** What opened an item that counts, and was replied to, may be added to for a moment. */
  static void mayBeMade(Reply reply, Instant now) {
    if (reply.lines().isEmpty()) {
      return;
    }
    for (var effect : reply.effects()) {
      if (effect instanceof Effect.Happened(var item, ItemEvent.Asked asked)
          && asked.kind().counts()
          && asked.kind() != ItemKind.CRISIS) {
        var until = now.plus(WINDOW).toEpochMilli();
        reply.remember(reply.state().withLately(Optional.of(new Lately(item.value(), until))));
      }
    }
  }

  /** Until when this waits, if it is added to what was answered a moment ago. */
  Optional<Instant> waits(Said said, Talk talk, DialogueState state, Instant now) {
    return state
        .latelyAt(now)
        .filter(_ -> said.sealed().isEmpty() && said.attachments().isEmpty())
        .filter(_ -> talk.held().size() < MOST)
        .filter(_ -> adds(said.raw(), talk, state, now))
        .filter(_ -> talk.held().stream().allMatch(held -> adds(held.text(), talk, state, now)))
        .filter(lately -> addable(lately, talk).isPresent())
        .map(lately -> Instant.ofEpochMilli(lately.until()));
  }

  /** The item that what waits is added to; empty if it waits for something else. */
  Optional<Item> addedTo(Talk talk, DialogueState state, Instant now) {
    return state
        .lately()
        .filter(lately ->
            talk.held().stream()
                .allMatch(held ->
                    held.due().toEpochMilli() == lately.until()
                        && adds(held.text(), talk, state, now)))
        .flatMap(lately -> addable(lately, talk));
  }

  private static Optional<Item> addable(Lately lately, Talk talk) {
    return talk.records()
        .find(new ItemId(lately.item()))
        .filter(item -> item.talk().equals(talk.key()))
        .filter(item ->
            switch (item.state()) {
              case WAITING, ASSIGNED, DELIVERING, ANSWERING, ANSWERED -> true;
              case HEARD, CLARIFYING, WITHDRAWN, MERGED, DECLINED -> false;
            });
  }

  /** Whether the words say something without asking anything. */
  private boolean adds(String words, Talk talk, DialogueState state, Instant now) {
    var text = Normalization.of(words).text();
    return !text.isBlank()
        && text.length() <= LONGEST
        && !ASKS.matcher(words).find() // 呢 and 请问 are gone from the normalised text
        && !ASKS.matcher(text).find()
        && !GOES_ON.matcher(text).find()
        && !commands(words, text)
        && subjects.in(text).isEmpty()
        && subjects.reading(text, state.memory().subject()).isEmpty()
        && intents.in(text).isEmpty()
        && !(decision(text, talk.region(), now) instanceof Decision.Answer);
  }

  /** 我在清远 is a command; 我是应届生 only looks like one. */
  private boolean commands(String words, String text) {
    return switch (Commands.in(words, text).orElse(null)) {
      case null -> false;
      case Command.IAmIn _, Command.MyHome _ -> mentions.in(text).isPresent();
      default -> true;
    };
  }

  private Decision decision(String text, RegionCode region, Instant now) {
    return knowledge.ask(new Query(text, regions.path(region), Set.of(), now));
  }

  /** The one further reply. */
  void answer(Reply reply, Item item, Said added, Talk talk, Instant now) {
    reply.heardFor(item.id()).happened(item.id(), new ItemEvent.Added());
    reply.remember(reply.state().withLately(Optional.empty()));
    switch (item.state()) {
      case WAITING, ASSIGNED, DELIVERING ->
          reply.say(
              Purpose.SERVICE,
              Optional.of(item.id()),
              wording.say(Phrase.RECEIPT_ADDED, "number", item.number().value()));
      default -> {
        if (!better(reply, item, added, talk, now)) {
          reply.say(Purpose.SERVICE, Optional.of(item.id()), wording.say(Phrase.ADDED));
        }
      }
    }
  }

  /** Answers anew if the question with what was added has another answer. */
  private boolean better(Reply reply, Item item, Said added, Talk talk, Instant now) {
    var before = reply.state().last().filter(last -> last.item().equals(item.id().value()));
    var question = reply.state().lastQuestion();
    boolean byBot = item.answeredBy().equals(Optional.of(Item.AnsweredBy.BOT));
    if (before.isEmpty() || question.isEmpty() || item.state() != ItemState.ANSWERED || !byBot) {
      return false;
    }
    var together = String.join(" ", List.of(question.get(), added.raw()));
    var region = mentions.in(together).orElse(talk.region());
    if (!(decision(together, region, now) instanceof Decision.Answer(var match))
        || match.entry().id().value().equals(before.get().entry())) {
      return false;
    }
    reply.remember(reply.state().withLastQuestion(together));
    outcomes.answer(reply, item.id(), match.entry(), match.probability(), now);
    return true;
  }
}
