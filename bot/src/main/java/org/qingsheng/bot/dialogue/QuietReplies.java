package org.qingsheng.bot.dialogue;

import java.util.Optional;
import org.qingsheng.bot.ledger.Effect;
import org.qingsheng.bot.ledger.ItemEvent;
import org.qingsheng.bot.ledger.ItemKind;
import org.qingsheng.bot.ledger.Purpose;
import org.qingsheng.bot.people.QuietChoice;
import org.qingsheng.bot.people.QuietHours;
import org.qingsheng.bot.people.QuietProfile;

/**
 * What saying when not to be disturbed leads to (Y16): it holds from this turn on, and one line
 * says so and how to undo it. Thread-safe.
 */
final class QuietReplies {
  private final Wording wording;
  private final Outcomes outcomes;
  private final Dialogue.Settings settings;

  QuietReplies(Wording wording, Outcomes outcomes, Dialogue.Settings settings) {
    this.wording = wording;
    this.outcomes = outcomes;
    this.settings = settings;
  }

  void handle(Reply reply, Command.Quiet said, Talk talk) {
    var item = outcomes.open(reply, ItemKind.CHAT, talk);
    reply.happened(item, new ItemEvent.Declined("免打扰"));
    reply.say(Purpose.SERVICE, Optional.of(item), words(said, reply, talk));
  }

  private String words(Command.Quiet said, Reply reply, Talk talk) {
    if (said.choice().isEmpty()) {
      return how();
    }
    var choice = said.choice().get();
    if (choice instanceof QuietChoice.Usual(var profile) && profile == QuietProfile.NEVER) {
      reply.effect(new Effect.QuietChosen(talk.key(), Optional.of(choice)));
      return wording.say(Phrase.QUIET_OFF);
    }
    var hours = hours(choice);
    if (hours.equals(QuietHours.NEVER)) {
      return how(); // the operator sets no such hours: nothing that could be promised
    }
    reply.effect(new Effect.QuietChosen(talk.key(), Optional.of(choice)));
    boolean nights =
        choice instanceof QuietChoice.Usual(var profile) && profile == QuietProfile.STANDARD;
    return wording.say(nights ? Phrase.QUIET_NIGHTS : Phrase.QUIET_SET, "hours", hours.toString());
  }

  private QuietHours hours(QuietChoice choice) {
    return switch (choice) {
      case QuietChoice.Own(var hours) -> hours;
      case QuietChoice.Usual(var profile) ->
          profile == QuietProfile.SHIFT ? settings.quiet().days() : settings.quiet().nights();
    };
  }

  private String how() {
    return wording.say(Phrase.QUIET_HOW, "longest", Long.toString(QuietWords.LONGEST.toHours()));
  }
}
