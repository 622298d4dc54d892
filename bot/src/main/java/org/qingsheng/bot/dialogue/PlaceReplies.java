package org.qingsheng.bot.dialogue;

import java.time.Instant;
import java.util.Optional;
import org.qingsheng.bot.dialogue.DialogueState.Offer;
import org.qingsheng.bot.ledger.Effect;
import org.qingsheng.bot.ledger.ItemEvent;
import org.qingsheng.bot.ledger.ItemId;
import org.qingsheng.bot.ledger.ItemKind;
import org.qingsheng.bot.ledger.Purpose;
import org.qingsheng.bot.people.Regions;

/** What comes of a person telling where they are, or where they are registered. Thread-safe. */
final class PlaceReplies {
  private final QuestionReplies questions;
  private final Wording wording;
  private final Answers answers;
  private final Regions regions;
  private final Outcomes outcomes;

  PlaceReplies(
      QuestionReplies questions,
      Wording wording,
      Answers answers,
      Regions regions,
      Outcomes outcomes) {
    this.questions = questions;
    this.wording = wording;
    this.answers = answers;
    this.regions = regions;
    this.outcomes = outcomes;
  }

  /**
   * 我在清远: remembered, and what was asked before is answered for there.
   *
   * @return false if no such place is known and none was asked for
   */
  boolean here(Reply reply, String place, Talk talk, Instant now) {
    var found = regions.named(place, talk.region());
    var offered = reply.state().optionsAt(now).filter(options -> options.offer() == Offer.REGION);
    if (found.isEmpty()) {
      if (offered.isEmpty()) {
        return false;
      }
      reply.heardFor(new ItemId(offered.get().item()));
      reply.say(
          Purpose.OPTIONS,
          Optional.of(new ItemId(offered.get().item())),
          wording.say(Phrase.REGION_UNKNOWN, "name", place));
      return true;
    }
    var region = found.getFirst();
    reply.effect(
        new Effect.Know(
            talk.key(),
            Optional.of(region),
            talk.asker().map(asker -> asker.noticeVersion()).orElse(0),
            true));
    var told = wording.say(Phrase.REGION_SET, "region", answers.region(region));
    if (offered.isPresent() && reply.state().lastQuestion().isPresent()) {
      var item = new ItemId(offered.get().item());
      reply.heardFor(item);
      questions.decide(reply, item, reply.state().lastQuestion().get(), region, talk, true, now);
      return true;
    }
    remarked(reply, talk, "说明地区", told);
    return true;
  }

  /** Y07: the place of registration is remembered beside the place where the person is. */
  boolean home(Reply reply, String place, Talk talk) {
    var found = regions.named(place, talk.region());
    if (found.isEmpty()) {
      return false;
    }
    var region = found.getFirst();
    reply.remember(reply.state().withHome(region.value()));
    remarked(reply, talk, "说明户籍地", wording.say(Phrase.HOME_SET, "region", answers.region(region)));
    return true;
  }

  /** A remark is no question: kept as small talk. */
  private void remarked(Reply reply, Talk talk, String reason, String told) {
    var item = outcomes.open(reply, ItemKind.CHAT, talk);
    reply.happened(item, new ItemEvent.Declined(reason));
    reply.say(Purpose.SERVICE, Optional.of(item), told);
  }
}
