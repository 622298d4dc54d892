package org.qingsheng.bot.dialogue;

import java.time.Duration;
import java.time.Instant;
import org.qingsheng.bot.dialogue.DialogueState.Offer;
import org.qingsheng.bot.ledger.ItemId;
import org.qingsheng.bot.ledger.ItemKind;
import org.qingsheng.knowledge.RegionCode;

/**
 * Asks a person where they are (Y07): only when the answer depends on it, and not again for half a
 * year. Thread-safe.
 */
final class RegionAsking {
  private static final Duration NOT_AGAIN_FOR = Duration.ofDays(180);

  private final RegionMentions mentions;
  private final Wording wording;
  private final Outcomes outcomes;

  RegionAsking(RegionMentions mentions, Wording wording, Outcomes outcomes) {
    this.mentions = mentions;
    this.wording = wording;
    this.outcomes = outcomes;
  }

  /** Whether the person has told where they are, and whether they may be asked. */
  static boolean mayAsk(Reply reply, Talk talk, Instant now) {
    boolean told = talk.asker().flatMap(asker -> asker.region()).isPresent();
    long recently = now.minus(NOT_AGAIN_FOR).toEpochMilli();
    return !told
        && reply.state().memory().regionAsked().filter(asked -> asked > recently).isEmpty();
  }

  /** Asks for the place of a question that cannot be answered without; false if it is known. */
  boolean ask(Reply reply, Said said, Talk talk, Instant now) {
    if (!talk.region().equals(RegionCode.NATION)
        || mentions.in(said.raw()).isPresent()
        || !mayAsk(reply, talk, now)) {
      return false;
    }
    outcomes.dropOptions(reply, talk, now);
    var item = outcomes.open(reply, ItemKind.QUESTION, talk);
    reply.remember(reply.state().withLastQuestion(said.masked()));
    ask(reply, item, wording.say(Phrase.CLARIFY_REGION, "region", "几个地方"), now);
    return true;
  }

  void ask(Reply reply, ItemId item, String words, Instant now) {
    outcomes.askBack(reply, item, Offer.REGION, words, now);
    reply.remember(reply.state().withRegionAsked(now));
  }
}
