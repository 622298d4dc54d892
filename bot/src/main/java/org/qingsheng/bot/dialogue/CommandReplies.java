package org.qingsheng.bot.dialogue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.qingsheng.adapters.OutboundMessage.Choice;
import org.qingsheng.bot.dialogue.DialogueState.Awaiting;
import org.qingsheng.bot.dialogue.DialogueState.Offer;
import org.qingsheng.bot.dialogue.DialogueState.Options;
import org.qingsheng.bot.ledger.Effect;
import org.qingsheng.bot.ledger.Item;
import org.qingsheng.bot.ledger.ItemEvent;
import org.qingsheng.bot.ledger.ItemId;
import org.qingsheng.bot.ledger.ItemKind;
import org.qingsheng.bot.ledger.ItemNumber;
import org.qingsheng.bot.ledger.ItemState;
import org.qingsheng.bot.ledger.Purpose;
import org.qingsheng.knowledge.EntryId;
import org.qingsheng.knowledge.Knowledge;

/** What a command leads to. Thread-safe. */
final class CommandReplies {
  /** Y13: a vote may be changed for a day. */
  private static final Duration VOTE = Duration.ofHours(24);

  private final WizardReplies wizards;
  private final PlaceReplies places;
  private final AudienceReplies audiences;
  private final QuietReplies quiet;
  private final DataReplies data;
  private final Outcomes outcomes;
  private final Knowledge knowledge;
  private final Wording wording;
  private final Answers answers;
  private final Dialogue.Settings settings;
  private final Function<Instant, Instant> due;

  CommandReplies(
      WizardReplies wizards,
      PlaceReplies places,
      AudienceReplies audiences,
      Outcomes outcomes,
      Knowledge knowledge,
      Wording wording,
      Answers answers,
      Dialogue.Settings settings,
      Function<Instant, Instant> due) {
    this.wizards = wizards;
    this.places = places;
    this.audiences = audiences;
    this.data = new DataReplies(outcomes, wording, due);
    this.quiet = new QuietReplies(wording, outcomes, settings);
    this.outcomes = outcomes;
    this.knowledge = knowledge;
    this.wording = wording;
    this.answers = answers;
    this.settings = settings;
    this.due = due;
  }

  /**
   * Replies to the command.
   *
   * @return false if in this talk it is no command but words to be understood
   */
  boolean handle(Reply reply, Command command, Said said, Talk talk, Instant now) {
    return switch (command) {
      case Command.HandOff _ -> {
        handOff(reply, said, talk, now);
        yield true;
      }
      case Command.Pick(int number) -> pick(reply, number, talk, now);
      case Command.NoneOfThese _ -> noneOfThese(reply, talk, now);
      case Command.Progress(var number) -> {
        progress(reply, number, talk);
        yield true;
      }
      case Command.Feedback(boolean useful) -> feedback(reply, useful, talk, now);
      case Command.IAmIn(String place) -> places.here(reply, place, talk, now);
      case Command.MyHome(String place) -> places.home(reply, place, talk);
      case Command.Unknown(String word) -> {
        chat(
            reply,
            talk,
            Phrase.UNKNOWN_COMMAND,
            "未知命令",
            "command",
            word.length() > 20 ? word.substring(0, 20) : word);
        yield true;
      }
      case Command.Quiet wish -> {
        quiet.handle(reply, wish, talk);
        yield true;
      }
      case Command.Plain(var kind) -> plain(reply, kind, talk, now);
    };
  }

  private boolean plain(Reply reply, Command.Kind kind, Talk talk, Instant now) {
    switch (kind) {
      case MENU -> chat(reply, talk, Phrase.MENU, "菜单", "name", settings.name());
      case WHO ->
          chat(reply, talk, Phrase.WHO, "说明", "name", settings.name(), "unit", settings.unit());
      case GREETING -> chat(reply, talk, Phrase.GREETING, "问候", "name", settings.name());
      case THANKS -> chat(reply, talk, Phrase.THANKS, "致谢");
      case DETAILS -> details(reply, talk);
      case OFFICIAL -> official(reply, talk, now);
      case WITHDRAW -> withdraw(reply, talk);
      case RESTART -> {
        closeOffered(reply, talk, now, "提问人重新开始");
        chat(reply, talk, Phrase.RESTARTED, "重新开始");
        reply.remember(
            DialogueState.NEW
                .withRecent(reply.state().recent(), false)
                .withMemory(reply.state().memory().ofPerson()));
      }
      case DELETE_DATA -> data.delete(reply, talk, now);
      case EXPORT_DATA -> data.export(reply, talk, now);
    }
    return true;
  }

  /** Y09: works from any state in one message and never asks back. */
  private void handOff(Reply reply, Said said, Talk talk, Instant now) {
    boolean more = Commands.saysMoreThanHandOff(said.normalized());
    var current = more ? Optional.<Item>empty() : current(reply, talk, now);
    if (current.isPresent()) {
      var item = current.get();
      reply.heardFor(item.id());
      switch (item.state()) {
        case WAITING, ASSIGNED, DELIVERING -> {
          reply.happened(item.id(), new ItemEvent.Added());
          reply.say(Purpose.SERVICE, Optional.of(item.id()), waiting(item));
        }
        default -> outcomes.handOff(reply, item.id(), "提问人要求人工", now, "");
      }
      reply.remember(reply.state().withOptions(Optional.empty()));
      return;
    }
    closeOffered(reply, talk, now, "提问人另提一问并要求人工");
    reply.remember(reply.state().withOptions(Optional.empty()));
    var item = outcomes.open(reply, ItemKind.QUESTION, talk);
    var dueAt = due.apply(now);
    reply.happened(item, new ItemEvent.HandedOff("提问人要求人工", 2, dueAt));
    reply.say(
        Purpose.RECEIPT,
        Optional.of(item),
        outcomes.receipt(more ? Phrase.RECEIPT : Phrase.RECEIPT_EMPTY, dueAt));
    if (!more) {
      reply.remember(
          reply
              .state()
              .withAwaiting(
                  Optional.of(
                      new Awaiting(item.value(), now.plus(settings.context()).toEpochMilli()))));
    }
  }

  /** What the person is talking about: a choice still open, or the last answer. */
  private Optional<Item> current(Reply reply, Talk talk, Instant now) {
    var offered = reply.state().optionsAt(now).map(Options::item);
    var answered =
        reply
            .state()
            .last()
            .filter(last -> last.at() > now.minus(settings.context()).toEpochMilli())
            .map(DialogueState.Last::item);
    var newest =
        talk.records().recent(talk.key()).stream()
            .filter(item -> item.kind().counts())
            .filter(item -> item.openedAt().isAfter(now.minus(settings.context())))
            .findFirst()
            .filter(item ->
                item.state() == ItemState.DECLINED
                    || item.state() == ItemState.WAITING
                    || item.state() == ItemState.ASSIGNED);
    return newest
        .or(() -> offered.flatMap(id -> talk.records().find(new ItemId(id))))
        .or(() -> answered.flatMap(id -> talk.records().find(new ItemId(id))))
        .filter(item -> item.talk().equals(talk.key()))
        .filter(item -> item.state() != ItemState.WITHDRAWN && item.state() != ItemState.MERGED);
  }

  private String waiting(Item item) {
    return wording.say(
        Phrase.ALREADY_WAITING,
        "number",
        item.number().value(),
        "state",
        item.state().label(),
        "due",
        item.dueAt().map(Answers::due).orElse(""));
  }

  private boolean pick(Reply reply, int number, Talk talk, Instant now) {
    var offered = reply.state().optionsAt(now);
    if (offered.isEmpty()) {
      if (reply.state().options().isPresent()) {
        reply.remember(reply.state().withOptions(Optional.empty()));
        chat(reply, talk, Phrase.PICK_EXPIRED, "选项过期");
        return true;
      }
      return false;
    }
    var options = offered.get();
    var item = new ItemId(options.item());
    return switch (options.offer()) {
      case ENTRIES -> {
        pickEntry(reply, options, item, number, now);
        yield true;
      }
      case USELESS -> {
        reply.heardFor(item);
        if (number == 1) {
          reply.say(Purpose.SERVICE, Optional.of(item), wording.say(Phrase.REPHRASE));
          reply.remember(reply.state().withOptions(Optional.empty()));
        } else if (number == 2) {
          outcomes.handOff(reply, item, "答复没有用", now, "");
        } else {
          outOfRange(reply, item, 2);
        }
        yield true;
      }
      case WIZARDS -> {
        reply.heardFor(item);
        int person = options.entries().size() + 1;
        if (number == person) {
          outcomes.handOff(reply, item, "选项都不是", now, "");
        } else if (number > person) {
          outOfRange(reply, item, person);
        } else {
          wizards.picked(reply, options.entries().get(number - 1), item, now);
        }
        yield true;
      }
      case AUDIENCE -> {
        if (!audiences.picked(reply, options, number, talk, now)) {
          reply.heardFor(item);
          outOfRange(reply, item, options.entries().size() + 1);
        }
        yield true;
      }
      case REGION, MORE_WORDS -> false;
    };
  }

  private void pickEntry(Reply reply, Options options, ItemId item, int number, Instant now) {
    reply.heardFor(item);
    int person = options.entries().size() + 1;
    if (number == person) {
      outcomes.handOff(reply, item, "选项都不是", now, "");
      return;
    }
    if (number > person) {
      outOfRange(reply, item, person);
      return;
    }
    var entry = knowledge.entry(new EntryId(options.entries().get(number - 1)));
    if (entry.isEmpty()) {
      // Retired between the offer and the choice: never answered with what is no longer published.
      outcomes.handOff(reply, item, "选中的条目已下架", now, "");
      return;
    }
    outcomes.answer(reply, item, entry.get(), 1.0, now);
  }

  private void outOfRange(Reply reply, ItemId item, int count) {
    reply.say(
        Purpose.SERVICE,
        Optional.of(item),
        wording.say(Phrase.PICK_OUT_OF_RANGE, "count", Integer.toString(count)));
  }

  private boolean noneOfThese(Reply reply, Talk talk, Instant now) {
    var open = reply.state().optionsAt(now);
    if (open.isPresent() && open.get().offer() == Offer.AUDIENCE) {
      audiences.none(reply, open.get(), talk, now);
      return true;
    }
    var offered =
        open.filter(
            options -> options.offer() == Offer.ENTRIES || options.offer() == Offer.WIZARDS);
    if (offered.isEmpty()) {
      return false;
    }
    var item = new ItemId(offered.get().item());
    reply.heardFor(item);
    outcomes.handOff(reply, item, "选项都不是", now, "");
    return true;
  }

  /** Y10: only the asker sees more than that the number exists. */
  private void progress(Reply reply, Optional<ItemNumber> wanted, Talk talk) {
    var item =
        wanted.isPresent()
            ? talk.records().find(wanted.get())
            : talk.records().recent(talk.key()).stream().filter(Item::isTicket).findFirst();
    if (item.isEmpty()) {
      if (wanted.isPresent()) {
        chat(reply, talk, Phrase.PROGRESS_UNKNOWN, "查进度", "number", wanted.get().value());
      } else {
        chat(reply, talk, Phrase.PROGRESS_NONE, "查进度");
      }
      return;
    }
    var found = item.get();
    boolean own =
        found.talk().channel().equals(talk.key().channel())
            && found.talk().asker().equals(talk.key().asker());
    if (!own) {
      chat(reply, talk, Phrase.PROGRESS_OTHER, "查进度", "number", found.number().value());
    } else if (found.state().isOpen() && found.dueAt().isPresent()) {
      chat(
          reply,
          talk,
          Phrase.PROGRESS_OWN,
          "查进度",
          "number",
          found.number().value(),
          "state",
          found.state().label(),
          "unit",
          settings.unit(),
          "due",
          Answers.due(found.dueAt().get()));
    } else {
      chat(
          reply,
          talk,
          Phrase.PROGRESS_DONE,
          "查进度",
          "number",
          found.number().value(),
          "state",
          found.state().label());
    }
  }

  /** Y13: a vote on the last answer, whoever gave it; 没用 opens the way to a person. */
  private boolean feedback(Reply reply, boolean useful, Talk talk, Instant now) {
    var voted =
        talk.records().recent(talk.key()).stream()
            .filter(item -> item.kind().counts())
            .filter(
                item -> item.state() == ItemState.ANSWERED || item.state() == ItemState.ANSWERING)
            .filter(item -> item.closedAt().orElse(item.openedAt()).isAfter(now.minus(VOTE)))
            .findFirst();
    if (voted.isEmpty()) {
      chat(reply, talk, Phrase.FEEDBACK_NOTHING, "评价");
      return true;
    }
    var item = voted.get().id();
    reply.heardFor(item).happened(item, new ItemEvent.FeedbackGiven(useful));
    if (useful) {
      reply.say(Purpose.SERVICE, Optional.of(item), wording.say(Phrase.USEFUL_THANKS));
      return true;
    }
    reply.say(
        Purpose.SERVICE,
        Optional.of(item),
        wording.say(Phrase.USELESS_CHOICES),
        List.of(new Choice("1", "我换个说法再问"), new Choice("2", "转给团干部")));
    reply.remember(
        reply
            .state()
            .withOptions(
                Optional.of(
                    new Options(
                        Offer.USELESS,
                        item.value(),
                        List.of(),
                        now.plus(settings.optionsValid()).toEpochMilli()))));
    return true;
  }

  private void details(Reply reply, Talk talk) {
    var rest = reply.state().rest();
    if (rest.isEmpty()) {
      chat(reply, talk, Phrase.NO_MORE, "详情");
      return;
    }
    var item = last(reply);
    item.ifPresent(reply::heardFor);
    rest.forEach(part -> reply.say(Purpose.SERVICE, item, part));
    reply.remember(reply.state().withRest(List.of()));
  }

  private void official(Reply reply, Talk talk, Instant now) {
    var entry =
        reply
            .state()
            .last()
            .filter(last -> last.at() > now.minus(VOTE).toEpochMilli())
            .flatMap(last -> knowledge.entry(new EntryId(last.entry())))
            .filter(found -> !found.official().isBlank());
    if (entry.isEmpty()) {
      chat(reply, talk, Phrase.NO_OFFICIAL, "原文");
      return;
    }
    var parts = answers.official(entry.get());
    var item = last(reply);
    item.ifPresent(reply::heardFor);
    reply.say(Purpose.SERVICE, item, parts.first());
    reply.remember(reply.state().withRest(parts.rest()));
  }

  private static Optional<ItemId> last(Reply reply) {
    return reply.state().last().map(last -> new ItemId(last.item()));
  }

  private void withdraw(Reply reply, Talk talk) {
    var open =
        talk.records().recent(talk.key()).stream()
            .filter(item -> item.kind().counts() && item.state().isOpen())
            .filter(item -> item.state() != ItemState.ANSWERING)
            .findFirst();
    if (open.isEmpty()) {
      chat(reply, talk, Phrase.WITHDRAW_NOTHING, "撤回");
      return;
    }
    var item = open.get();
    reply.heardFor(item.id());
    reply.effect(new Effect.CancelUnsent(item.id(), "提问人撤回"));
    reply.happened(item.id(), new ItemEvent.Withdrawn("提问人撤回"));
    reply.say(
        Purpose.SERVICE,
        Optional.of(item.id()),
        wording.say(Phrase.WITHDRAWN, "number", item.number().value()));
    reply.remember(reply.state().withOptions(Optional.empty()).withAwaiting(Optional.empty()));
  }

  private void closeOffered(Reply reply, Talk talk, Instant now, String reason) {
    reply
        .state()
        .optionsAt(now)
        .map(options -> new ItemId(options.item()))
        .flatMap(talk.records()::find)
        .filter(item -> item.state() == ItemState.CLARIFYING)
        .ifPresent(item -> reply.happened(item.id(), new ItemEvent.Withdrawn(reason)));
  }

  /** A reply about the bot itself: recorded as small talk, not counted as asked. */
  private void chat(Reply reply, Talk talk, Phrase phrase, String reason, String... variables) {
    var item = outcomes.open(reply, ItemKind.CHAT, talk);
    reply.happened(item, new ItemEvent.Declined(reason));
    reply.say(Purpose.SERVICE, Optional.of(item), wording.say(phrase, variables));
  }
}
