package org.qingsheng.bot.dialogue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.qingsheng.bot.dialogue.DialogueState.Awaiting;
import org.qingsheng.bot.ledger.Effect;
import org.qingsheng.bot.ledger.ItemEvent;
import org.qingsheng.bot.ledger.ItemId;
import org.qingsheng.bot.ledger.ItemKind;
import org.qingsheng.bot.ledger.ItemState;
import org.qingsheng.bot.ledger.Purpose;

/** What sending a file leads to (Y20): the bot cannot read it, so a person gets it. Thread-safe. */
final class FileReplies {
  private final Outcomes outcomes;
  private final Wording wording;
  private final Dialogue.Settings settings;
  private final Function<Instant, Instant> due;

  FileReplies(
      Outcomes outcomes,
      Wording wording,
      Dialogue.Settings settings,
      Function<Instant, Instant> due) {
    this.outcomes = outcomes;
    this.wording = wording;
    this.settings = settings;
    this.due = due;
  }

  /**
   * Gives files to people: to an item of the person they have already, otherwise to a new one.
   *
   * @return false if no file was taken or refused
   */
  boolean handle(Reply reply, Said said, Talk talk, Instant now) {
    if (said.files().stream().anyMatch(FileHeard.Kept.class::isInstance)) {
      kept(reply, said, talk, now);
      return true;
    }
    var refused =
        said.files().stream()
            .filter(FileHeard.Refused.class::isInstance)
            .map(FileHeard.Refused.class::cast)
            .findFirst();
    if (refused.isEmpty() || !said.raw().isBlank()) {
      return false;
    }
    var item = outcomes.open(reply, ItemKind.CHAT, talk);
    reply.happened(item, new ItemEvent.Declined("文件没有收"));
    reply.say(
        Purpose.SERVICE,
        Optional.of(item),
        wording.say(Phrase.FILE_REFUSED, "why", refused.get().why()));
    return true;
  }

  private void kept(Reply reply, Said said, Talk talk, Instant now) {
    var theirs =
        talk.records().recent(talk.key()).stream()
            .filter(item -> item.state() == ItemState.WAITING || item.state() == ItemState.ASSIGNED)
            .findFirst();
    if (theirs.isPresent()) {
      var item = theirs.get();
      reply.heardFor(item.id()).happened(item.id(), new ItemEvent.Added());
      reply.say(
          Purpose.SERVICE,
          Optional.of(item.id()),
          wording.say(Phrase.RECEIPT_ADDED, "number", item.number().value()));
      return;
    }
    outcomes.dropOptions(reply, talk, now);
    var item = outcomes.open(reply, ItemKind.QUESTION, talk);
    var dueAt = due.apply(now);
    reply.happened(item, new ItemEvent.HandedOff("发来文件", 2, dueAt));
    boolean bare = said.raw().isBlank();
    reply.say(
        Purpose.RECEIPT,
        Optional.of(item),
        outcomes.receipt(bare ? Phrase.FILE_RECEIVED : Phrase.RECEIPT, dueAt));
    if (bare) {
      var until = now.plus(settings.context()).toEpochMilli();
      reply.remember(reply.state().withAwaiting(Optional.of(new Awaiting(item.value(), until))));
    }
  }

  /** Files belong to the item; those of words that were not taken up are swept away. */
  static List<Effect> effects(Said said, Talk talk, ItemId item) {
    var kept = new ArrayList<Effect>();
    for (var file : said.files()) {
      if (file instanceof FileHeard.Kept(var taken)) {
        kept.add(new Effect.FileKept(talk.key(), said.message(), taken, item));
      }
    }
    return kept;
  }
}
