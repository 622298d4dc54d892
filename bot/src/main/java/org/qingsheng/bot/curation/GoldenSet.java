package org.qingsheng.bot.curation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.qingsheng.knowledge.Decision;
import org.qingsheng.knowledge.Query;
import org.qingsheng.knowledge.RegionCode;

/**
 * Golden questions as a yardstick: what becomes of them, and which come out otherwise after a
 * change. Immutable, thread-safe.
 */
public final class GoldenSet {
  /** By how much the precision of direct answers may fall (row A11): half a point. */
  static final double MOST_LOST = 0.005;

  private final List<GoldenCase> cases;
  private final Function<Optional<RegionCode>, List<RegionCode>> path;

  /**
   * @param cases those in use
   * @param path where a question is asked, nearest first
   */
  GoldenSet(List<GoldenCase> cases, Function<Optional<RegionCode>, List<RegionCode>> path) {
    this.cases = List.copyOf(cases);
    this.path = path;
  }

  public int size() {
    return cases.size();
  }

  public List<GoldenCase> cases() {
    return cases;
  }

  /** How the question is put to a base. */
  public Query query(GoldenCase each, Instant at) {
    return new Query(each.question(), path.apply(each.region()), Set.of(), at);
  }

  /** What became of a question, against what was expected. */
  public enum Verdict {
    RIGHT("答对"),
    WRONG("答错"),
    OFFERED("追问，选项里有"),
    OFFERED_OTHERS("追问，选项里没有"),
    HANDED_ON("转人工"),
    RIGHTLY_NOT_ANSWERED("没有乱答");

    private final String label;

    Verdict(String label) {
      this.label = label;
    }

    public String label() {
      return label;
    }

    static Verdict of(GoldenCase each, Decision decision) {
      var expected = each.expected();
      return switch (decision) {
        case Decision.Answer(var match) ->
            expected.contains(match.entry().id().value()) ? RIGHT : WRONG;
        case Decision.Clarify _ when expected.isEmpty() -> RIGHTLY_NOT_ANSWERED;
        case Decision.Clarify(var options) ->
            options.stream().anyMatch(option -> expected.contains(option.entry().id().value()))
                ? OFFERED
                : OFFERED_OTHERS;
        case Decision.NoAnswer _ -> expected.isEmpty() ? RIGHTLY_NOT_ANSWERED : HANDED_ON;
      };
    }
  }

  /**
   * The figures of one state of a base.
   *
   * @param answered directly
   * @param right of these
   */
  public record Figures(int asked, int answered, int right) {
    /** 1 when nothing is answered. */
    public double precision() {
      return answered == 0 ? 1 : (double) right / answered;
    }
  }

  /** One question and what became of it before and after, in Chinese. */
  public record Change(GoldenCase question, Verdict was, Verdict is, String before, String after) {
    /** Whether something right was lost, or something wrong came. */
    public boolean worse() {
      return was != is && (was == Verdict.RIGHT || is == Verdict.WRONG);
    }

    public boolean better() {
      return was != is && !worse() && (is == Verdict.RIGHT || was == Verdict.WRONG);
    }
  }

  /**
   * A question that has to be answered and is not.
   *
   * @param already whether it failed before the change too
   */
  public record Failing(GoldenCase question, String after, boolean already) {}

  /**
   * Two states of a base side by side.
   *
   * @param changes questions decided otherwise
   * @param failing 必答 that fail after the change
   */
  public record Comparison(
      Figures before, Figures after, List<Change> changes, List<Failing> failing) {
    public Comparison {
      changes = List.copyOf(changes);
      failing = List.copyOf(failing);
    }

    /** Why the change must not be made, in Chinese; empty when it may. */
    public List<String> objections() {
      var objections = new ArrayList<String>();
      double lost = before.precision() - after.precision();
      // A base that answered nothing had no precision to lose: the first publication passes.
      if (before.answered() > 0 && lost > MOST_LOST + 1e-9) {
        objections.add(
            String.format(
                Locale.ROOT,
                "直接答复的精度从 %.1f%% 降到 %.1f%%，降了 %.1f 个百分点，最多允许 0.5",
                100 * before.precision(),
                100 * after.precision(),
                100 * lost));
      }
      if (!failing.isEmpty()) {
        objections.add("%d 道必答题没有答对".formatted(failing.size()));
      }
      return objections;
    }
  }

  /** Puts every question to both. */
  public Comparison compare(
      Function<Query, Decision> before, Function<Query, Decision> after, Instant at) {
    var changes = new ArrayList<Change>();
    var failing = new ArrayList<Failing>();
    int[] answered = new int[2];
    int[] right = new int[2];
    for (var each : cases) {
      var query = query(each, at);
      var then = before.apply(query);
      var now = after.apply(query);
      var was = Verdict.of(each, then);
      var is = Verdict.of(each, now);
      answered[0] += then instanceof Decision.Answer ? 1 : 0;
      answered[1] += now instanceof Decision.Answer ? 1 : 0;
      right[0] += was == Verdict.RIGHT ? 1 : 0;
      right[1] += is == Verdict.RIGHT ? 1 : 0;
      var wordsBefore = words(then);
      var wordsAfter = words(now);
      if (was != is || !wordsBefore.equals(wordsAfter)) {
        changes.add(new Change(each, was, is, wordsBefore, wordsAfter));
      }
      if (each.must() && is != Verdict.RIGHT) {
        failing.add(new Failing(each, wordsAfter, was != Verdict.RIGHT));
      }
    }
    return new Comparison(
        new Figures(cases.size(), answered[0], right[0]),
        new Figures(cases.size(), answered[1], right[1]),
        changes,
        failing);
  }

  /** A decision in a line of Chinese. */
  public static String words(Decision decision) {
    return switch (decision) {
      case Decision.Answer(var match) -> "直接答复：" + match.entry().question();
      case Decision.Clarify(var options) ->
          "追问：" + String.join("／", options.stream().map(each -> each.entry().question()).toList());
      case Decision.NoAnswer _ -> "转人工";
    };
  }
}
