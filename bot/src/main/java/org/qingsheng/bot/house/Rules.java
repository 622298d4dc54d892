package org.qingsheng.bot.house;

import java.time.Instant;
import java.time.InstantSource;
import org.qingsheng.bot.dialogue.Answers;
import org.qingsheng.bot.dialogue.Dialogue;
import org.qingsheng.bot.dialogue.Phrase;
import org.qingsheng.bot.ledger.Ids;
import org.qingsheng.bot.settings.Settings;
import org.qingsheng.knowledge.Knowledge;

/**
 * What the house goes by at one moment (现行规则): the settings, the files beside them, and the
 * dialogue made of both. Immutable; when a file changes a new one takes its place as a whole, so
 * that no turn ever sees half of a change.
 */
public record Rules(Settings settings, ContentFiles content, Answers answers, Dialogue dialogue) {
  /** What the bot is called in chats. */
  static final String NAME = "青声";

  /** Characters of one message that are looked at. */
  private static final int LONGEST = 2_000;

  public static Rules of(
      Settings settings, ContentFiles content, Knowledge knowledge, Ids ids, InstantSource clock) {
    var talk = settings.dialogue();
    var answers = new Answers(content.wording(), content.regions(), talk.firstMessageCharacters());
    var rules =
        new Dialogue.Settings(
            NAME,
            settings.organisation().name(),
            talk.clarify(),
            talk.context(),
            talk.rateLimitPerMinute(),
            LONGEST,
            talk.firstMessageCharacters());
    var dialogue =
        Dialogue.of(
            knowledge,
            content.wording(),
            answers,
            content.regions(),
            content.dialogue(),
            rules,
            now -> due(settings, content, now),
            ids,
            clock);
    return new Rules(settings, content, answers, dialogue);
  }

  /** When what is handed to people at that moment must have been answered. */
  Instant due(Instant handedOver) {
    return due(settings, content, handedOver);
  }

  private static Instant due(Settings settings, ContentFiles content, Instant handedOver) {
    return content.calendar().after(handedOver, settings.desk().due());
  }

  /** First words on an empty chat page. */
  String greeting() {
    return content.wording().say(Phrase.GREETING, "name", NAME);
  }
}
