package org.qingsheng.bot.console;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.qingsheng.bot.delivery.DeliveryRules;
import org.qingsheng.bot.dialogue.Answers;
import org.qingsheng.bot.dialogue.CrisisWords;
import org.qingsheng.bot.dialogue.Dialogue;
import org.qingsheng.bot.dialogue.DialogueContent;
import org.qingsheng.bot.dialogue.Intents;
import org.qingsheng.bot.dialogue.OutOfScope;
import org.qingsheng.bot.dialogue.Subjects;
import org.qingsheng.bot.dialogue.Wizards;
import org.qingsheng.bot.dialogue.Wording;
import org.qingsheng.bot.ledger.Ids;
import org.qingsheng.bot.people.Regions;
import org.qingsheng.bot.rehearsal.Rehearsal;
import org.qingsheng.knowledge.Knowledge;

/** A rehearsal with the shipped words over any knowledge base. */
final class Rehearsing {
  private Rehearsing() {}

  static Rehearsal over(Knowledge knowledge, Regions regions, Ids ids, InstantSource clock) {
    var config = Path.of(System.getProperty("qingsheng.root")).resolve("config");
    var wording = Wording.load(config.resolve("wording.yaml"));
    var content =
        new DialogueContent(
            CrisisWords.load(config.resolve("crisis.yaml")),
            OutOfScope.load(config.resolve("out-of-scope.yaml")),
            Intents.load(config.resolve("dialogue/intents.yaml")),
            Subjects.load(config.resolve("dialogue/subjects.yaml")),
            Wizards.load(config.resolve("dialogue/wizards.yaml")));
    var dialogue =
        Dialogue.of(
            knowledge,
            wording,
            new Answers(wording, regions, 300),
            regions,
            content,
            new Dialogue.Settings(
                "青声",
                "团县委",
                Duration.ofMinutes(10),
                Duration.ofMinutes(10),
                5,
                2_000,
                300,
                new Dialogue.Quiet(DeliveryRules.DEFAULT.nights(), DeliveryRules.DEFAULT.days())),
            now -> now.plus(Duration.ofHours(8)),
            ids,
            clock);
    return new Rehearsal(() -> dialogue);
  }
}
