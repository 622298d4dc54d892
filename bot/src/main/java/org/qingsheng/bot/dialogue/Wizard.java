package org.qingsheng.bot.dialogue;

import java.util.List;
import java.util.Map;

/**
 * A short check whether somebody may apply (资格自查): yes-or-no questions that lead to a reasoned
 * result, never to a certain one. Immutable.
 *
 * @param name what is applied for
 * @param subjects what people may call it, as in {@link Subjects}
 * @param entry the published entry the check rests on; without it the check is not offered
 * @param rule document, number and date
 * @param checked when someone last compared it with the document
 * @param office whom to ask
 * @param first name of the first step
 */
record Wizard(
    String id,
    String name,
    List<String> subjects,
    String entry,
    String rule,
    String checked,
    String office,
    String first,
    Map<String, Step> steps,
    Map<String, Result> results) {
  public Wizard {
    subjects = List.copyOf(subjects);
    steps = Map.copyOf(steps);
    results = Map.copyOf(results);
  }

  /** One question; each answer names the step or the result that follows. */
  public record Step(String question, String yes, String no, String unsure) {
    String after(Reply reply) {
      return switch (reply) {
        case YES -> yes;
        case NO -> no;
        case UNSURE -> unsure;
      };
    }
  }

  /** What the person says to a question. */
  enum Reply {
    YES,
    NO,
    UNSURE
  }

  /** Where it ends, and why. */
  public record Result(Verdict verdict, String why) {}

  /** How it looks; nobody is promised anything. */
  public enum Verdict {
    /** Likely that they may. */
    LIKELY,
    /** Likely that they may not. */
    UNLIKELY,
    /** The office must tell. */
    OFFICE
  }
}
