package org.qingsheng.bot.dialogue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.qingsheng.bot.dialogue.DialogueState.Offer;
import org.qingsheng.bot.ledger.ItemEvent;
import org.qingsheng.bot.ledger.ItemKind;
import org.qingsheng.bot.ledger.Purpose;
import org.qingsheng.knowledge.Entry;
import org.qingsheng.knowledge.EntryId;
import org.qingsheng.knowledge.Knowledge;

/** What comes of something that is no question about a policy, by its intent. Thread-safe. */
final class IntentReplies {
  private final Intents intents;
  private final Knowledge knowledge;
  private final Outcomes outcomes;
  private final RegionAsking places;

  IntentReplies(Intents intents, Knowledge knowledge, Outcomes outcomes, RegionAsking places) {
    this.intents = intents;
    this.knowledge = knowledge;
    this.outcomes = outcomes;
    this.places = places;
  }

  /**
   * Replies if a rule recognises what is wanted.
   *
   * @param leansBack whether what was said is understood from what went before; then it is not too
   *     vague
   * @return false if it is a question to be searched for
   */
  boolean handle(Reply reply, Said said, Talk talk, boolean leansBack, Instant now) {
    var found = intents.in(said.normalized());
    if (found.isEmpty()) {
      return false;
    }
    var intent = found.get();
    return switch (intent.kind()) {
      case WISH, SUGGESTION, COMPLAINT, PRAISE -> {
        outcomes.dropOptions(reply, talk, now);
        outcomes.record(reply, talk, intent.kind(), said.masked(), intent.say(), now);
        yield true;
      }
      case REFUSE -> {
        outcomes.dropOptions(reply, talk, now);
        var item = outcomes.open(reply, ItemKind.QUESTION, talk);
        outcomes.decline(reply, item, "不能帮的事：" + intent.id(), intent.say());
        yield true;
      }
      case URGENT -> {
        outcomes.dropOptions(reply, talk, now);
        var item = outcomes.open(reply, ItemKind.QUESTION, talk);
        outcomes.handOff(reply, item, "侵害或投诉：" + intent.id(), 1, now, intent.say());
        yield true;
      }
      case CASE -> {
        outcomes.dropOptions(reply, talk, now);
        var item = outcomes.open(reply, ItemKind.QUESTION, talk);
        outcomes.handOff(reply, item, "查个人进度", now, intent.say());
        yield true;
      }
      case ASK -> !leansBack && askBack(reply, intent, said, talk, now);
      case PLACE -> places.ask(reply, said, talk, now);
      case CHAT -> {
        var item = outcomes.open(reply, ItemKind.CHAT, talk);
        reply.happened(item, new ItemEvent.Declined("闲聊"));
        reply.say(Purpose.OPTIONS, Optional.of(item), intent.say());
        yield true;
      }
    };
  }

  private boolean askBack(Reply reply, Intent intent, Said said, Talk talk, Instant now) {
    var entries =
        intent.options().stream()
            .map(id -> knowledge.entry(new EntryId(id)))
            .flatMap(Optional::stream)
            .toList();
    boolean clarified = outcomes.dropOptions(reply, talk, now);
    var item = outcomes.open(reply, ItemKind.QUESTION, talk);
    reply.remember(reply.state().withLastQuestion(said.masked()));
    if (clarified) {
      outcomes.handOff(reply, item, "追问后仍不明确", now, "");
    } else {
      ask(reply, item, intent.say(), entries, now);
    }
    return true;
  }

  private void ask(
      Reply reply,
      org.qingsheng.bot.ledger.ItemId item,
      String say,
      List<Entry> entries,
      Instant now) {
    if (entries.isEmpty()) {
      outcomes.askBack(reply, item, Offer.MORE_WORDS, say, now);
    } else {
      outcomes.clarify(reply, item, say, entries, now);
    }
  }
}
