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
import org.qingsheng.bot.ledger.ItemEvent;
import org.qingsheng.bot.ledger.ItemId;
import org.qingsheng.bot.ledger.ItemKind;
import org.qingsheng.bot.ledger.Outbound;
import org.qingsheng.bot.ledger.Purpose;
import org.qingsheng.bot.ledger.Turn;
import org.qingsheng.bot.ledger.TurnId;
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

  private final Wording wording;
  private final CrisisWords crisis;
  private final CommandReplies commands;
  private final QuestionReplies questions;
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
   */
  public record Settings(
      String name,
      String unit,
      Duration optionsValid,
      Duration context,
      int perMinute,
      int longest) {}

  private Dialogue(
      Wording wording,
      CrisisWords crisis,
      CommandReplies commands,
      QuestionReplies questions,
      WizardReplies wizards,
      Outcomes outcomes,
      Settings settings,
      Ids ids,
      InstantSource clock) {
    this.wording = wording;
    this.crisis = crisis;
    this.commands = commands;
    this.questions = questions;
    this.wizards = wizards;
    this.outcomes = outcomes;
    this.settings = settings;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * Reads the files and puts the dialogue together.
   *
   * @param due when a person must have answered what is handed over at that moment
   */
  public static Dialogue of(
      Knowledge knowledge,
      Wording wording,
      Answers answers,
      Regions regions,
      DialogueFiles files,
      Settings settings,
      Function<Instant, Instant> due,
      Ids ids,
      InstantSource clock) {
    var subjects = Subjects.load(files.subjects());
    var outcomes = new Outcomes(wording, answers, subjects, settings, due, ids);
    var mentions = new RegionMentions(regions);
    var places = new RegionAsking(mentions, wording, outcomes);
    var intents = new IntentReplies(Intents.load(files.intents()), knowledge, outcomes, places);
    var wizards =
        new WizardReplies(
            Wizards.load(files.wizards()), subjects, knowledge, wording, outcomes, settings);
    var questions =
        new QuestionReplies(
            knowledge,
            wording,
            answers,
            regions,
            mentions,
            places,
            OutOfScope.load(files.outOfScope()),
            subjects,
            intents,
            wizards,
            outcomes,
            settings);
    return new Dialogue(
        wording,
        CrisisWords.load(files.crisis()),
        new CommandReplies(
            questions, wizards, outcomes, knowledge, wording, answers, regions, settings, due),
        questions,
        wizards,
        outcomes,
        settings,
        ids,
        clock);
  }

  /** Version of the notice (机器人说明) people are shown once. */
  public static final int NOTICE_VERSION = 1;

  /** The turn that what was said leads to. */
  public Turn respond(Said said, Talk talk) {
    var now = clock.instant();
    var turn = ids.turn();
    var reply = new Reply(DialogueState.read(talk.state()));
    if (!withinLimit(reply, said, now)) {
      return turn(turn, said, talk, reply, now);
    }
    answer(reply, said, talk, now);
    introduce(reply, said, talk);
    return turn(turn, said, talk, reply, now);
  }

  /** The turn that gives what was said to people as a new item, whatever the talk was about. */
  public Turn passOn(Said said, Talk talk) {
    var now = clock.instant();
    var reply = new Reply(DialogueState.NEW);
    var item = outcomes.open(reply, ItemKind.QUESTION, talk);
    outcomes.handOff(reply, item, "原条目已有变化，作为新条目转人工", now, "");
    return turn(ids.turn(), said, talk, reply, now);
  }

  private void answer(Reply reply, Said said, Talk talk, Instant now) {
    if (inCrisis(said)) {
      crisis(reply, talk, now);
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
    var command = Commands.in(said.raw(), said.normalized());
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

  /** P13: beyond the limit one friendly notice, then silence; crisis words always get through. */
  private boolean withinLimit(Reply reply, Said said, Instant now) {
    var since = now.minus(MINUTE).toEpochMilli();
    var recent = new ArrayList<>(reply.state().recent().stream().filter(at -> at > since).toList());
    boolean within = recent.size() < settings.perMinute() || inCrisis(said);
    if (within) {
      recent.add(now.toEpochMilli());
      reply.remember(reply.state().withRecent(recent, false));
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

  /** Y27, P08: on first contact the bot says what it is; personal data gets a word of warning. */
  private void introduce(Reply reply, Said said, Talk talk) {
    if (said.sealed().isPresent() && !reply.lines().isEmpty()) {
      appendToLast(reply, wording.say(Phrase.PRIVACY_HINT));
    }
    int known = talk.asker().map(asker -> asker.noticeVersion()).orElse(0);
    if (known >= NOTICE_VERSION) {
      return;
    }
    reply.effect(new Effect.Know(talk.key(), Optional.empty(), NOTICE_VERSION, true));
    if (!reply.lines().isEmpty()
        && !(Commands.in(said.raw(), said.normalized()).orElse(null)
                instanceof Command.Plain(Command.Kind kind)
            && kind == Command.Kind.WHO)) {
      appendToLast(
          reply, wording.say(Phrase.NOTICE, "name", settings.name(), "unit", settings.unit()));
    }
  }

  private static void appendToLast(Reply reply, String text) {
    var last = reply.lines().removeLast();
    reply
        .lines()
        .add(
            new Reply.Line(
                last.purpose(), last.text() + "\n\n" + text, last.item(), last.choices()));
  }

  private Turn turn(TurnId id, Said said, Talk talk, Reply reply, Instant now) {
    var effects = new ArrayList<Effect>();
    effects.add(
        new Effect.Heard(
            talk.key(),
            said.message(),
            reply.heardFor(),
            said.masked(),
            said.sealed(),
            said.attachments(),
            said.at()));
    effects.addAll(reply.effects());
    var lines = reply.lines();
    for (int i = 0; i < lines.size(); i++) {
      effects.add(new Effect.Say(outbound(lines.get(i), i, said, talk, now)));
    }
    effects.add(new Effect.Remember(talk.key(), reply.state().json()));
    return new Turn(id, cause(talk.key().channel().value(), said.message().value()), now, effects);
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

  /** The turn that follows when the asker took a message back (撤回). */
  public Turn recalled(
      org.qingsheng.bot.ledger.DialogueKey talk,
      org.qingsheng.adapters.MessageId message,
      Optional<ItemId> item,
      boolean open,
      Instant at) {
    var effects = new ArrayList<Effect>();
    effects.add(new Effect.Recalled(message, talk, at));
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
