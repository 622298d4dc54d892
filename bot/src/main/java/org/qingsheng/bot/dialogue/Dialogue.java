package org.qingsheng.bot.dialogue;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.qingsheng.adapters.IdempotencyKey;
import org.qingsheng.bot.dialogue.DialogueState.Offer;
import org.qingsheng.bot.ledger.Effect;
import org.qingsheng.bot.ledger.Ids;
import org.qingsheng.bot.ledger.Item;
import org.qingsheng.bot.ledger.ItemEvent;
import org.qingsheng.bot.ledger.ItemId;
import org.qingsheng.bot.ledger.ItemKind;
import org.qingsheng.bot.ledger.Outbound;
import org.qingsheng.bot.ledger.Purpose;
import org.qingsheng.bot.ledger.Turn;
import org.qingsheng.bot.people.QuietHours;
import org.qingsheng.bot.people.Regions;
import org.qingsheng.knowledge.Knowledge;

/**
 * What one thing said leads to (一轮处理). A function of what was said, what is known of the talk and
 * the knowledge base; it stores and sends nothing. Thread-safe.
 *
 * <p>Order of recognition: crisis words, the flood limit, a step of an eligibility check, a number
 * after a choice, commands, intents such as wishes and complaints — and what is left is a question.
 */
public final class Dialogue {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final String GAP = "\n\n";

  private final Wording wording;
  private final CrisisWords crisis;
  private final CommandReplies commands;
  private final QuestionReplies questions;
  private final Additions additions;
  private final FileReplies files;
  private final WizardReplies wizards;
  private final Outcomes outcomes;
  private final Settings settings;
  private final Ids ids;
  private final InstantSource clock;

  /**
   * What an operator may set.
   *
   * @param name how the bot calls itself
   * @param unit who answers for it, named to askers
   * @param optionsValid how long a choice by number may be answered
   * @param context how long a talk is remembered
   * @param perMinute messages of one person within a minute that are answered
   * @param longest characters of one message that are looked at
   * @param firstMessage most characters of the first message of an answer, all that is added to it
   *     included (Y17)
   * @param quiet the usual quiet hours, said to those who choose them
   */
  public record Settings(
      String name,
      String unit,
      Duration optionsValid,
      Duration context,
      int perMinute,
      int longest,
      int firstMessage,
      Quiet quiet) {}

  /**
   * The operator's quiet hours (免打扰时段).
   *
   * @param days of those who work at night
   */
  public record Quiet(QuietHours nights, QuietHours days) {}

  private Dialogue(
      Wording wording,
      CrisisWords crisis,
      CommandReplies commands,
      QuestionReplies questions,
      Additions additions,
      FileReplies files,
      WizardReplies wizards,
      Outcomes outcomes,
      Settings settings,
      Ids ids,
      InstantSource clock) {
    this.wording = wording;
    this.crisis = crisis;
    this.commands = commands;
    this.questions = questions;
    this.additions = additions;
    this.files = files;
    this.wizards = wizards;
    this.outcomes = outcomes;
    this.settings = settings;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * Puts the dialogue together.
   *
   * @param due when a person must have answered what is handed over at that moment
   */
  public static Dialogue of(
      Knowledge knowledge,
      Wording wording,
      Answers answers,
      Regions regions,
      DialogueContent content,
      Settings settings,
      Function<Instant, Instant> due,
      Ids ids,
      InstantSource clock) {
    var subjects = content.subjects();
    var outcomes = new Outcomes(wording, answers, subjects, settings, due, ids);
    var mentions = new RegionMentions(regions);
    var places = new RegionAsking(mentions, wording, outcomes);
    var intents = new IntentReplies(content.intents(), knowledge, outcomes, places);
    var wizards =
        new WizardReplies(content.wizards(), subjects, knowledge, wording, outcomes, settings);
    var audiences = new AudienceReplies(knowledge, wording, regions, mentions, outcomes);
    var questions =
        new QuestionReplies(
            knowledge,
            wording,
            answers,
            regions,
            mentions,
            places,
            content.outOfScope(),
            subjects,
            intents,
            wizards,
            audiences,
            outcomes,
            settings);
    return new Dialogue(
        wording,
        content.crisis(),
        new CommandReplies(
            wizards,
            new PlaceReplies(questions, wording, answers, regions, outcomes),
            audiences,
            outcomes,
            knowledge,
            wording,
            answers,
            settings,
            due),
        questions,
        new Additions(knowledge, regions, mentions, subjects, content.intents(), outcomes, wording),
        new FileReplies(outcomes, wording, settings, due),
        wizards,
        outcomes,
        settings,
        ids,
        clock);
  }

  /** Version of the notice (机器人说明) people are shown once. */
  public static final int NOTICE_VERSION = 1;

  /** The turn that what was said leads to, with what waited for it. */
  public Turn respond(Said said, Talk talk) {
    var now = clock.instant();
    var due = waits(said, talk, now);
    if (due.isEmpty()) {
      return respond(said, talk, now);
    }
    return new Turn(
        ids.turn(),
        cause(talk.key().channel().value(), said.message().value()),
        now,
        List.of(
            heard(said, talk, Optional.empty()),
            new Effect.WordsHeld(talk.key(), said.message(), due.get())));
  }

  /** The turn it leads to at that moment when nothing waits for more words. */
  public Turn respond(Said said, Talk talk, Instant now) {
    return turn(said, talk, reply(Burst.joined(talk.held(), said), talk, now), now);
  }

  /** Until when what was said waits for more words before anything is answered (Y21). */
  public Optional<Instant> waits(Said said, Talk talk) {
    return waits(said, talk, clock.instant());
  }

  private Optional<Instant> waits(Said said, Talk talk, Instant now) {
    var state = DialogueState.read(talk.state());
    boolean expected =
        state.optionsAt(now).isPresent()
            || state.wizardAt(now).isPresent()
            || state.awaitingAt(now).isPresent();
    if (expected || inCrisis(said)) {
      return Optional.empty();
    }
    return additions
        .waits(said, talk, state, now)
        .or(() -> Burst.waits(Burst.joined(talk.held(), said), said, talk, now));
  }

  /** The turn that answers what has waited long enough as it is; empty if nothing waits. */
  public Optional<Turn> answerHeld(Talk talk) {
    var now = clock.instant();
    return Burst.alone(talk.held())
        .map(said -> {
          var state = DialogueState.read(talk.state());
          var reply =
              additions
                  .addedTo(talk, state, now)
                  .map(item -> added(item, said, state, talk, now))
                  .orElseGet(() -> reply(said, talk, now));
          var effects = effects(said, talk, reply, now);
          return new Turn(
              ids.turn(), "held:" + talk.key().channel() + ":" + said.message(), now, effects);
        });
  }

  private Reply added(Item item, Said said, DialogueState state, Talk talk, Instant now) {
    var reply = new Reply(state, 0);
    additions.answer(reply, item, said, talk, now);
    return reply;
  }

  private Reply reply(Said said, Talk talk, Instant now) {
    var command = Commands.in(said.raw(), said.normalized());
    var greeting = greeting(said, command, talk);
    var reply = new Reply(DialogueState.read(talk.state()), room(greeting));
    if (withinLimit(reply, said, command, now)) {
      answer(reply, said, command, talk, now);
      Additions.mayBeMade(reply, now);
      introduce(reply, greeting, talk);
    }
    return reply;
  }

  /** The turn that gives what was said to people as a new item, whatever the talk was about. */
  public Turn passOn(Said said, Talk talk) {
    var now = clock.instant();
    var reply = new Reply(DialogueState.NEW, 0);
    var item = outcomes.open(reply, ItemKind.QUESTION, talk);
    outcomes.handOff(reply, item, "原条目已有变化，作为新条目转人工", now, "");
    return turn(said, talk, reply, now);
  }

  private void answer(Reply reply, Said said, Optional<Command> command, Talk talk, Instant now) {
    if (inCrisis(said)) {
      crisis(reply, talk, now);
      return;
    }
    if (files.handle(reply, said, talk, now)) {
      return;
    }
    if (said.raw().isBlank()) {
      smallTalk(
          reply,
          talk,
          said.attachments().isEmpty() ? Phrase.EMPTY : Phrase.ATTACHMENT,
          said.attachments().isEmpty() ? "空消息" : "附件");
      return;
    }
    if (Answers.length(said.raw()) > settings.longest()) {
      smallTalk(reply, talk, Phrase.TOO_LONG, "过长");
      return;
    }
    if (wizards.step(reply, said, talk, now)) {
      return;
    }
    if (command.isPresent() && commands.handle(reply, command.get(), said, talk, now)) {
      return;
    }
    questions.handle(reply, said, talk, now);
  }

  private boolean inCrisis(Said said) {
    return crisis.in(said.normalized()) || crisis.in(said.raw());
  }

  private void crisis(Reply reply, Talk talk, Instant now) {
    var item = outcomes.open(reply, ItemKind.CRISIS, talk);
    reply.happened(item, new ItemEvent.HandedOff("危机词", 0, now.plus(Duration.ofMinutes(5))));
    var phrase = talk.key().conversation().isGroup() ? Phrase.CRISIS_GROUP : Phrase.CRISIS_PRIVATE;
    reply.say(
        Purpose.CRISIS_CARD,
        Optional.of(item),
        wording.say(phrase, "number", org.qingsheng.bot.ledger.ItemNumber.TO_COME));
    reply.remember(reply.state().withOptions(Optional.empty()));
  }

  private void smallTalk(Reply reply, Talk talk, Phrase phrase, String reason) {
    var item = outcomes.open(reply, ItemKind.CHAT, talk);
    reply.happened(item, new ItemEvent.Declined(reason));
    reply.say(
        Purpose.SERVICE,
        Optional.of(item),
        wording.say(phrase, "limit", Integer.toString(settings.longest())));
  }

  /**
   * P13: beyond the limit one friendly notice, then silence. Crisis words always get through, and a
   * call for a person (Y09) does once a minute: more often it would tell nobody anything new.
   */
  private boolean withinLimit(Reply reply, Said said, Optional<Command> command, Instant now) {
    var since = now.minus(MINUTE).toEpochMilli();
    var recent = new ArrayList<>(reply.state().recent().stream().filter(at -> at > since).toList());
    // The short answers of an eligibility check follow one another faster than questions do.
    int most = settings.perMinute() * (reply.state().wizardAt(now).isPresent() ? 3 : 1);
    if (recent.size() < most || inCrisis(said)) {
      recent.add(now.toEpochMilli());
      reply.remember(reply.state().withRecent(recent, false));
      return true;
    }
    boolean called = reply.state().calledAt().filter(at -> at > since).isPresent();
    if (!called && command.orElse(null) instanceof Command.HandOff) {
      reply.remember(reply.state().withRecent(recent, reply.state().limitTold()).withCallAt(now));
      return true;
    }
    if (!reply.state().limitTold()) {
      reply.say(
          Purpose.SERVICE,
          Optional.empty(),
          wording.say(Phrase.RATE_LIMIT, "limit", Integer.toString(settings.perMinute())));
    }
    reply.remember(reply.state().withRecent(recent, true));
    return false;
  }

  /**
   * Y27, P08: what is added to the first thing said: personal data gets a word of warning, and on
   * first contact the bot says what it is. Empty when there is nothing to add.
   */
  private String greeting(Said said, Optional<Command> command, Talk talk) {
    var parts = new ArrayList<String>();
    if (said.sealed().isPresent()) {
      parts.add(wording.say(Phrase.PRIVACY_HINT));
    }
    boolean asksWho =
        command.orElse(null) instanceof Command.Plain(Command.Kind kind)
            && kind == Command.Kind.WHO;
    if (!introduced(talk) && !asksWho) {
      parts.add(wording.say(Phrase.NOTICE, "name", settings.name(), "unit", settings.unit()));
    }
    return String.join(GAP, parts);
  }

  private static boolean introduced(Talk talk) {
    return talk.asker().map(asker -> asker.noticeVersion()).orElse(0) >= NOTICE_VERSION;
  }

  /** Characters an answer must leave free. */
  private static int room(String greeting) {
    return greeting.isEmpty() ? 0 : Answers.length(greeting) + GAP.length();
  }

  /**
   * Joins the greeting to what is said, or lets it follow as a message of its own where both
   * together would be longer than a first message may be (Y17).
   */
  private void introduce(Reply reply, String greeting, Talk talk) {
    if (!introduced(talk)) {
      reply.effect(new Effect.Know(talk.key(), Optional.empty(), NOTICE_VERSION, true));
    }
    if (greeting.isEmpty() || reply.lines().isEmpty()) {
      return;
    }
    var last = reply.lines().getLast();
    if (Answers.length(last.text()) + room(greeting) > settings.firstMessage()) {
      reply.say(Purpose.SERVICE, last.item(), greeting);
      return;
    }
    reply.lines().removeLast();
    reply
        .lines()
        .add(
            new Reply.Line(
                last.purpose(), last.text() + GAP + greeting, last.item(), last.choices()));
  }

  private Turn turn(Said said, Talk talk, Reply reply, Instant now) {
    var effects = new ArrayList<Effect>();
    effects.add(heard(said, talk, reply.heardFor()));
    effects.addAll(effects(said, talk, reply, now));
    return new Turn(
        ids.turn(), cause(talk.key().channel().value(), said.message().value()), now, effects);
  }

  private static Effect.Heard heard(Said said, Talk talk, Optional<ItemId> item) {
    return new Effect.Heard(
        talk.key(),
        said.message(),
        item,
        said.masked(),
        said.sealed(),
        said.attachments(),
        said.at());
  }

  /** What follows from what was heard. */
  private List<Effect> effects(Said said, Talk talk, Reply reply, Instant now) {
    var effects = new ArrayList<Effect>();
    if (!talk.held().isEmpty()) {
      effects.add(new Effect.WordsTaken(talk.key(), reply.heardFor()));
    }
    effects.addAll(reply.effects());
    reply.heardFor().ifPresent(item -> effects.addAll(FileReplies.effects(said, talk, item)));
    var lines = reply.lines();
    for (int i = 0; i < lines.size(); i++) {
      effects.add(new Effect.Say(outbound(lines.get(i), i, said, talk, now)));
    }
    effects.add(new Effect.Remember(talk.key(), reply.state().json()));
    return effects;
  }

  private Outbound outbound(Reply.Line line, int index, Said said, Talk talk, Instant now) {
    return new Outbound(
        ids.outbound(),
        new IdempotencyKey(key(talk.key().channel(), said.message(), index)),
        line.item(),
        talk.key(),
        Optional.of(said.message()),
        talk.key().conversation().isGroup(),
        line.purpose(),
        line.text(),
        line.choices(),
        now);
  }

  /**
   * A message id is unique within its channel only. Platform ids can be long: what does not fit is
   * replaced by a name made from all of it.
   */
  private static String key(
      org.qingsheng.adapters.ChannelId channel, org.qingsheng.adapters.MessageId to, int index) {
    var message = channel + ":" + to;
    var plain = "re:" + message + ":" + index;
    return plain.length() <= 120
        ? plain
        : "re:"
            + java.util.UUID.nameUUIDFromBytes(
                message.getBytes(java.nio.charset.StandardCharsets.UTF_8))
            + ":"
            + index;
  }

  /** What a person is told who opened the way to the bot: followed the account, tapped its menu. */
  public Outbound welcome(
      org.qingsheng.bot.ledger.DialogueKey to, org.qingsheng.adapters.MessageId event) {
    return new Outbound(
        ids.outbound(),
        new IdempotencyKey(key(to.channel(), event, 0)),
        Optional.empty(),
        to,
        Optional.of(event),
        false,
        Purpose.SERVICE,
        wording.say(Phrase.GREETING, "name", settings.name())
            + "\n\n"
            + wording.say(Phrase.NOTICE, "name", settings.name(), "unit", settings.unit()),
        List.of(),
        clock.instant());
  }

  /** The name of the cause of a message's turn. */
  public static String cause(String channel, String message) {
    return "in:" + channel + ":" + message;
  }

  /** Whether the words could be a bare number that answers a choice; nothing is looked up. */
  public static boolean looksLikeNumber(String raw, String normalized) {
    return Commands.in(raw, normalized).orElse(null) instanceof Command.Pick;
  }

  /** Whether a bare number from this person would answer a choice still open. */
  public boolean awaitsNumber(Optional<String> state, String raw, String normalized) {
    var offered = DialogueState.read(state).optionsAt(clock.instant());
    return offered.isPresent()
        && offered.get().offer() != Offer.REGION
        && looksLikeNumber(raw, normalized);
  }

  /**
   * The turn that follows when the asker took a message back (撤回).
   *
   * @param state of the talk; its words go too
   */
  public Turn recalled(
      org.qingsheng.bot.ledger.DialogueKey talk,
      Optional<String> state,
      org.qingsheng.adapters.MessageId message,
      Optional<ItemId> item,
      boolean open,
      Instant at) {
    var effects = new ArrayList<Effect>();
    effects.add(new Effect.Recalled(message, talk, at));
    if (state.isPresent()) {
      effects.add(new Effect.Remember(talk, DialogueState.read(state).withoutWords(item).json()));
    }
    item.ifPresent(id -> {
      effects.add(new Effect.CancelUnsent(id, "提问人已撤回"));
      effects.add(
          new Effect.Happened(
              id,
              open ? new ItemEvent.Withdrawn("提问人在平台撤回") : new ItemEvent.Noted("系统", "提问人撤回了原消息")));
    });
    return new Turn(
        ids.turn(),
        "recall:" + talk.channel() + ":" + message,
        clock.instant(),
        List.copyOf(effects));
  }
}
