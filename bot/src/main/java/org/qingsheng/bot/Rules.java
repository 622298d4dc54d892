package org.qingsheng.bot;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Function;
import org.qingsheng.bot.dialogue.Answers;
import org.qingsheng.bot.dialogue.CommandReplies;
import org.qingsheng.bot.dialogue.Dialogue;
import org.qingsheng.bot.dialogue.Phrase;
import org.qingsheng.bot.dialogue.QuestionReplies;
import org.qingsheng.bot.dialogue.RegionMentions;
import org.qingsheng.bot.ledger.Ids;
import org.qingsheng.bot.settings.Settings;
import org.qingsheng.knowledge.Knowledge;

/**
 * What the house goes by at one moment (现行规则): the settings, the files beside them, and the
 * dialogue made of both. Immutable; when a file changes a new one takes its place as a whole, so
 * that no turn ever sees half of a change.
 */
record Rules(Settings settings, ContentFiles content, Answers answers, Dialogue dialogue) {
  /** Characters of one message that are looked at. */
  private static final int LONGEST = 2_000;

  static Rules of(
      Settings settings, ContentFiles content, Knowledge knowledge, Ids ids, InstantSource clock) {
    var talk = settings.dialogue();
    var answers = new Answers(content.wording(), content.regions(), talk.firstMessageCharacters());
    var rules =
        new Dialogue.Settings(
            Qingsheng.NAME,
            settings.organisation().name(),
            talk.clarify(),
            talk.context(),
            talk.rateLimitPerMinute(),
            LONGEST,
            talk.firstMessageCharacters());
    Function<Instant, Instant> due = now -> content.calendar().after(now, settings.desk().due());
    var questions =
        new QuestionReplies(
            knowledge,
            content.wording(),
            answers,
            content.regions(),
            new RegionMentions(content.regions()),
            content.outOfScope(),
            rules,
            due,
            ids);
    var commands =
        new CommandReplies(
            questions, knowledge, content.wording(), answers, content.regions(), rules, due);
    var dialogue =
        new Dialogue(content.wording(), content.crisis(), commands, questions, rules, ids, clock);
    return new Rules(settings, content, answers, dialogue);
  }

  /** First words on an empty chat page. */
  String greeting() {
    return content.wording().say(Phrase.GREETING, "name", Qingsheng.NAME);
  }
}
