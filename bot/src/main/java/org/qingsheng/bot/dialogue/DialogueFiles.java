package org.qingsheng.bot.dialogue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The files an admin maintains that say how the bot understands people.
 *
 * @param crisis words that bring a hotline at once
 * @param outOfScope words that are none of the service's business
 * @param intents rules for what is no question about a policy
 * @param subjects names people use for what they ask about
 * @param wizards eligibility checks
 */
public record DialogueFiles(
    Path crisis, Path outOfScope, Path intents, Path subjects, Path wizards) {
  /**
   * @param folder where intents, subjects and wizards are, under those names
   */
  public static DialogueFiles in(Path crisis, Path outOfScope, Path folder) {
    return new DialogueFiles(
        crisis,
        outOfScope,
        folder.resolve("intents.yaml"),
        folder.resolve("subjects.yaml"),
        folder.resolve("wizards.yaml"));
  }

  /** What is wrong with the files, in Chinese; empty when all can be used. */
  public List<String> problems() {
    var problems = new ArrayList<String>();
    attempt("危机词", () -> CrisisWords.load(crisis), problems);
    attempt("范围外的话", () -> OutOfScope.load(outOfScope), problems);
    attempt("意图规则", () -> Intents.load(intents), problems);
    attempt("话题", () -> Subjects.load(subjects), problems);
    attempt("资格自查", () -> Wizards.load(wizards), problems);
    return problems;
  }

  private static void attempt(String what, Supplier<Object> reading, List<String> problems) {
    try {
      var _ = reading.get();
    } catch (RuntimeException e) {
      problems.add(what + "：" + e.getMessage());
    }
  }
}
