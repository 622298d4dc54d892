package org.qingsheng.bot.intake;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.qingsheng.adapters.Addressing;
import org.qingsheng.adapters.Capabilities;
import org.qingsheng.adapters.Capabilities.Opener;
import org.qingsheng.adapters.ChannelAdapter;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.Conversation;
import org.qingsheng.adapters.InboundEvent;
import org.qingsheng.adapters.InboundEvent.ContactChanged;
import org.qingsheng.adapters.InboundEvent.GroupChanged;
import org.qingsheng.adapters.InboundEvent.MessageRecalled;
import org.qingsheng.adapters.InboundEvent.MessageReceived;
import org.qingsheng.adapters.InboundSink;
import org.qingsheng.adapters.MessageId;
import org.qingsheng.bot.delivery.Dispatch;
import org.qingsheng.bot.delivery.Lanes;
import org.qingsheng.bot.delivery.Manners;
import org.qingsheng.bot.dialogue.Dialogue;
import org.qingsheng.bot.dialogue.Said;
import org.qingsheng.bot.dialogue.Talk;
import org.qingsheng.bot.files.FileShelf;
import org.qingsheng.bot.ledger.Committed;
import org.qingsheng.bot.ledger.DialogueKey;
import org.qingsheng.bot.ledger.Effect;
import org.qingsheng.bot.ledger.Ids;
import org.qingsheng.bot.ledger.Ledger;
import org.qingsheng.bot.ledger.Refused;
import org.qingsheng.bot.ledger.Turn;
import org.qingsheng.bot.people.Group;
import org.qingsheng.bot.people.Groups;
import org.qingsheng.bot.people.SceneCodes;
import org.qingsheng.knowledge.RegionCode;
import org.qingsheng.knowledge.text.Masking;
import org.qingsheng.knowledge.text.Normalization;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what platforms tell (接收). What one person says is handled in order; different persons at
 * the same time. The returned futures complete when the turn is durable. Thread-safe.
 */
public final class Intake implements InboundSink, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Intake.class);
  private static final Receipt DROPPED = new Receipt(true, false);

  /** Talks that are answered in one go after they waited for more words. */
  private static final int WOKEN_AT_ONCE = 500;

  /**
   * Messages of one channel that are handled at the same time. So many are enough to fill every
   * commit and to keep all processors busy; whatever another channel is told waits behind no more.
   */
  private static final int AT_ONCE = 64;

  /**
   * Messages of one channel that wait for their turn, about two seconds of work: what waits longer
   * its platform has given up on.
   */
  private static final int MOST_WAITING = 2_000;

  /** 就选第二个吧谢谢: longer talk is never a choice by number. */
  private static final int LONGEST_NUMBER = 12;

  private final Map<ChannelId, ChannelAdapter> adapters;
  private final Talks talks;
  private final Groups groups;
  private final Supplier<Dialogue> dialogues;
  private final Ledger ledger;
  private final Dispatch dispatch;
  private final Manners manners;
  private final PickUpHints hints;
  private final ContactTurns contacts;
  private final Seal seal;
  private final FilesTaken files;
  private final RegionCode home;
  private final Ids ids;
  private final InstantSource clock;
  private final Presence presence;

  /** By talk; what concerns a whole group by the group. Each channel has a share of its own. */
  private final Lanes<Object> lanes = new Lanes<>("intake", AT_ONCE, MOST_WAITING);

  private final Hands hands = new Hands();
  private final Map<Named, CompletableFuture<Receipt>> handling = new ConcurrentHashMap<>();
  private final LongAdder received = new LongAdder();
  private final LongAdder dropped = new LongAdder();
  private final LongAdder duplicates = new LongAdder();
  private final LongAdder refused = new LongAdder();

  /**
   * @param dialogues the dialogue in force; one turn keeps to the one it began with
   * @param home the operator's own region, for people of whom nothing is known
   */
  public Intake(
      Map<ChannelId, ChannelAdapter> adapters,
      Talks talks,
      Groups groups,
      Supplier<Dialogue> dialogues,
      Ledger ledger,
      Dispatch dispatch,
      Manners manners,
      PickUpHints hints,
      SceneCodes codes,
      Seal seal,
      FileShelf shelf,
      RegionCode home,
      Ids ids,
      InstantSource clock) {
    this.adapters = adapters;
    this.talks = talks;
    this.groups = groups;
    this.dialogues = dialogues;
    this.ledger = ledger;
    this.dispatch = dispatch;
    this.manners = manners;
    this.hints = hints;
    this.contacts = new ContactTurns(talks, codes, dialogues, this::rules, ids, clock);
    this.seal = seal;
    this.files = new FilesTaken(shelf, ids);
    this.home = home;
    this.ids = ids;
    this.clock = clock;
    this.presence = new Presence(groups, ledger, home, ids, clock);
  }

  /** One message of one channel. */
  private record Named(ChannelId channel, MessageId id) {}

  /**
   * Events since the start.
   *
   * @param refused not taken, because too much of their channel waited
   */
  public record Figures(long received, long dropped, long duplicates, long refused) {}

  public Figures figures() {
    return new Figures(received.sum(), dropped.sum(), duplicates.sum(), refused.sum());
  }

  @Override
  public CompletableFuture<Receipt> accept(InboundEvent event) {
    received.increment();
    return switch (event) {
      case MessageReceived message -> heard(message);
      case MessageRecalled recalled -> recalled(recalled);
      case ContactChanged contact -> contact(contact);
      case GroupChanged changed ->
          inLane(
              changed.channel(),
              changed.group(),
              () -> {
                presence.changed(changed);
                return DROPPED;
              });
      case InboundEvent.Unsupported unsupported -> {
        log.atInfo()
            .addKeyValue("channel", unsupported.channel())
            .addKeyValue("type", unsupported.platformType())
            .log("platform told something not supported");
        yield CompletableFuture.completedFuture(DROPPED);
      }
    };
  }

  private CompletableFuture<Receipt> heard(MessageReceived message) {
    var key = new DialogueKey(message.channel(), message.conversation(), message.asker());
    boolean addressed = message.addressing() != Addressing.NONE;
    var group = group(message.channel(), message.conversation());
    if (!addressed && !mayConcern(message, group)) {
      dropped.increment();
      return CompletableFuture.completedFuture(DROPPED);
    }
    return handled(message, key, group, addressed, Opener.MESSAGE);
  }

  private CompletableFuture<Receipt> handled(
      MessageReceived message,
      DialogueKey key,
      Optional<Group> group,
      boolean addressed,
      Opener opener) {
    var name = new Named(message.channel(), message.id());
    var done = inLane(key.channel(), key, () -> turn(message, key, group, addressed, opener));
    handling.put(name, done);
    return done.whenComplete((_, _) -> handling.remove(name, done));
  }

  /** Cheap look before anything is read: most group talk ends here, unread. */
  private boolean mayConcern(MessageReceived message, Optional<Group> group) {
    if (message.text().length() <= LONGEST_NUMBER && looksLikeNumber(message.text())) {
      return true; // perhaps it answers a choice; the talk's state tells
    }
    return group.isPresent() && triggered(group.get(), message.text());
  }

  private static boolean looksLikeNumber(String text) {
    return Dialogue.looksLikeNumber(text, Normalization.of(text).text());
  }

  private static boolean triggered(Group group, String text) {
    return switch (group.mode()) {
      case MENTION -> false;
      case PREFIX -> words(group).anyMatch(word -> text.stripLeading().startsWith(word));
      case KEYWORD -> words(group).anyMatch(text::contains);
      case LISTEN -> true;
    };
  }

  /** An empty word would make everything said in the group a question. */
  private static Stream<String> words(Group group) {
    return group.words().stream().filter(word -> !word.isBlank());
  }

  private Receipt turn(
      MessageReceived message,
      DialogueKey key,
      Optional<Group> group,
      boolean addressed,
      Opener opener) {
    if (talks.heard(message.channel(), message.id()).isPresent()) {
      duplicates.increment();
      return new Receipt(false, dispatch.askedAgain(message.channel(), message.id()));
    }
    var dialogue = dialogues.get();
    var known = talks.known(key);
    var text = withoutPrefix(message.text(), group, addressed);
    var normalized = Normalization.of(text).text();
    boolean triggered = group.map(found -> triggered(found, message.text())).orElse(false);
    boolean listening = group.map(found -> found.mode() == Group.TriggerMode.LISTEN).orElse(false);
    if (!addressed && !(triggered && !listening)) {
      if (!dialogue.awaitsNumber(known.state(), text, normalized)) {
        if (!listening) {
          dropped.increment();
          return DROPPED;
        }
        return overheard(message, key);
      }
    }
    if (group.isEmpty()
        && key.conversation().isGroup()
        && group(message.channel(), key.conversation()).isEmpty()) {
      groups.save(presence.newcomer(message.channel(), message.conversation().id()));
    }
    var masked = Masking.mask(text);
    var taken =
        files.take(message.attachments(), Optional.ofNullable(adapters.get(message.channel())));
    var said =
        new Said(
            message.id(),
            text,
            normalized,
            taken.isEmpty()
                ? masked.text()
                : (masked.text() + "\n" + FilesTaken.words(taken)).strip(),
            masked.text().equals(text)
                ? Optional.empty()
                : Optional.of(
                    seal.seal(text, Seal.context(key.channel().value(), message.id().value()))),
            message.attachments(),
            taken,
            message.at());
    var talk = talk(key, known, group);
    boolean waits = dialogue.waits(said, talk).isPresent();
    var committed = commit(dialogue, said, talk, message, key, opener);
    if (!committed.first()) {
      duplicates.increment();
      return new Receipt(false, dispatch.askedAgain(message.channel(), message.id()));
    }
    return new Receipt(true, waits || !committed.messages().isEmpty());
  }

  private Talk talk(DialogueKey key, Talks.Known known, Optional<Group> group) {
    var region =
        known
            .asker()
            .flatMap(asker -> asker.region())
            .or(() -> group.map(Group::region))
            .orElse(home);
    return new Talk(key, known.state(), known.asker(), region, known.held(), talks);
  }

  /** Answers what has waited for more words long enough. Called every second or so. */
  public void wake() {
    for (var key : talks.due(clock.instant(), WOKEN_AT_ONCE)) {
      var _ = inLane(key.channel(), key, () -> answerHeld(key));
    }
  }

  private boolean answerHeld(DialogueKey key) {
    var known = talks.known(key);
    boolean due = known.held().stream().anyMatch(held -> !held.due().isAfter(clock.instant()));
    if (!due) {
      return false; // more was said meanwhile, and answered
    }
    var talk = talk(key, known, group(key.channel(), key.conversation()));
    dialogues
        .get()
        .answerHeld(talk)
        .map(turn -> hints.addTo(turn, Optional.ofNullable(adapters.get(key.channel()))))
        .ifPresent(turn -> committed(turn, key));
    return true;
  }

  /**
   * Commits the turn. If the ledger refuses because an item moved on meanwhile (a cadre took or
   * answered it), what was said goes to people as a new item: nothing said is lost.
   */
  private Committed commit(
      Dialogue dialogue,
      Said said,
      Talk talk,
      MessageReceived message,
      DialogueKey key,
      Opener opener) {
    try {
      return committed(withWindow(dialogue.respond(said, talk), message, key, opener), key);
    } catch (CompletionException e) {
      if (!(e.getCause() instanceof Refused refused)) {
        throw e;
      }
      log.atWarn()
          .addKeyValue("item", refused.item().number())
          .addKeyValue("why", refused.why())
          .log("item moved on while its asker spoke");
      return committed(withWindow(dialogue.passOn(said, talk), message, key, opener), key);
    }
  }

  private Committed committed(Turn turn, DialogueKey key) {
    return hands.waits(key.channel(), ledger.commit(turn));
  }

  /** In a group that is listened to, what is not to the bot is kept and not answered. */
  private Receipt overheard(MessageReceived message, DialogueKey key) {
    var masked = Masking.mask(message.text());
    var effect =
        new Effect.Heard(
            key,
            message.id(),
            Optional.empty(),
            masked.text(),
            Optional.empty(),
            message.attachments(),
            message.at());
    var cause = Dialogue.cause(message.channel().value(), message.id().value());
    var _ = committed(new Turn(ids.turn(), cause, clock.instant(), List.of(effect)), key);
    return DROPPED;
  }

  private static String withoutPrefix(String text, Optional<Group> group, boolean addressed) {
    if (addressed || group.isEmpty() || group.get().mode() != Group.TriggerMode.PREFIX) {
      return text;
    }
    var stripped = text.stripLeading();
    return words(group.get())
        .filter(stripped::startsWith)
        .findFirst()
        .map(word -> stripped.substring(word.length()).strip())
        .orElse(text);
  }

  /**
   * With each message what was held for its sender goes out; where a platform counts answers, it
   * also opens a window.
   */
  private Turn withWindow(Turn plain, MessageReceived message, DialogueKey key, Opener opener) {
    var rules = rules(message.channel());
    if (rules.isEmpty()) {
      return plain;
    }
    var turn = hints.addTo(plain, Optional.ofNullable(adapters.get(message.channel())));
    var effects = new java.util.ArrayList<Effect>();
    if (rules.get().freePush()) {
      effects.add(
          new Effect.HeldReleased(
              key.channel(),
              key.conversation().id(),
              Optional.of(key.asker()),
              Optional.of(message.id())));
    } else {
      var window = rules.get().window(opener, key.conversation());
      effects.add(
          new Effect.WindowOpened(
              key,
              opener,
              message.id(),
              turn.at()
                  .plus(window.map(Capabilities.Window::length).orElse(java.time.Duration.ZERO)),
              window.map(Capabilities.Window::count).orElse(0)));
    }
    effects.addAll(turn.effects());
    return new Turn(turn.id(), turn.cause(), turn.at(), effects);
  }

  private Optional<Capabilities> rules(ChannelId channel) {
    return Optional.ofNullable(adapters.get(channel)).map(manners::capabilities);
  }

  private Optional<Group> group(ChannelId channel, Conversation conversation) {
    return conversation.isGroup() ? groups.find(channel, conversation.id()) : Optional.empty();
  }

  /**
   * First in the lane of the group or chat, because who said it must be looked up; a message still
   * being handled is waited for.
   */
  private CompletableFuture<Receipt> recalled(MessageRecalled recalled) {
    var message = new Named(recalled.channel(), recalled.message());
    var before = handling.getOrDefault(message, CompletableFuture.completedFuture(DROPPED));
    return before
        .handle((_, _) -> recalled.conversation().id())
        .thenCompose(chat ->
            inLane(message.channel(), chat, () -> talks.heard(message.channel(), message.id())))
        .thenCompose(heard ->
            heard.isEmpty()
                ? CompletableFuture.completedFuture(DROPPED)
                : inLane(
                    message.channel(), heard.get().talk(), () -> recall(recalled, heard.get())));
  }

  private Receipt recall(MessageRecalled recalled, Talks.HeardBefore heard) {
    var item = heard.item().flatMap(talks::find);
    boolean open = item.map(found -> found.state().isOpen()).orElse(false);
    try {
      commitRecall(recalled, heard, open);
    } catch (CompletionException e) {
      if (!(e.getCause() instanceof Refused)) {
        throw e;
      }
      commitRecall(recalled, heard, false); // closed meanwhile: the words go all the same
    }
    return DROPPED;
  }

  private void commitRecall(MessageRecalled recalled, Talks.HeardBefore heard, boolean open) {
    ledger
        .commit(
            dialogues
                .get()
                .recalled(
                    heard.talk(),
                    talks.known(heard.talk()).state(),
                    recalled.message(),
                    heard.item(),
                    open,
                    recalled.at()))
        .join();
  }

  private CompletableFuture<Receipt> contact(ContactChanged contact) {
    var key = new DialogueKey(contact.channel(), contact.conversation(), contact.asker());
    var said = ContactTurns.said(contact);
    if (said.isPresent()) {
      return handled(said.get(), key, Optional.empty(), true, Opener.MENU_TAP);
    }
    return inLane(
        key.channel(),
        key,
        () -> {
          var turn = contacts.of(contact, key);
          var committed = committed(turn, key);
          return new Receipt(committed.first(), !committed.messages().isEmpty());
        });
  }

  private <T> CompletableFuture<T> inLane(ChannelId channel, Object key, Supplier<T> work) {
    var done = new CompletableFuture<T>();
    boolean taken =
        lanes.submit(
            channel,
            key,
            () ->
                hands.work(
                    channel,
                    () -> {
                      try {
                        done.complete(work.get());
                      } catch (CompletionException e) {
                        failed(done, e.getCause() == null ? e : e.getCause());
                      } catch (RuntimeException | Error e) {
                        // Whoever waits for the acknowledgement must not wait for ever.
                        failed(done, e);
                      }
                    }));
    if (!taken) {
      refused.increment();
      done.completeExceptionally(new Crowded(channel));
    }
    return done;
  }

  /**
   * Too much of one channel waits, or the server is stopping: nothing is acknowledged, and the
   * platform tells it again. Without a trace, because it comes in floods.
   */
  private static final class Crowded extends RejectedExecutionException {
    private static final long serialVersionUID = 1L;

    Crowded(ChannelId channel) {
      super("too much waits in " + channel + ", or the server is stopping");
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
      return this;
    }
  }

  private static void failed(CompletableFuture<?> done, Throwable cause) {
    log.atError().setCause(cause).log("event could not be handled");
    done.completeExceptionally(cause);
  }

  /** Waits until nothing is being handled. */
  public boolean awaitIdle(long seconds) throws InterruptedException {
    return lanes.awaitIdle(seconds);
  }

  /** Takes no more events; those taken are finished. */
  @Override
  public void close() {
    lanes.close();
  }
}
