package org.qingsheng.bot.console;

import java.util.Comparator;
import java.util.Locale;
import org.qingsheng.bot.console.page.ComparedView;
import org.qingsheng.bot.curation.GoldenSet;

/** What a change does to the golden questions → what a page shows of it. */
final class Comparisons {
  private static final int MOST_SHOWN = 100;

  private Comparisons() {}

  static ComparedView view(GoldenSet.Comparison comparison) {
    return new ComparedView(
        comparison.before().asked(),
        words(comparison.before()),
        words(comparison.after()),
        comparison.objections(),
        comparison.failing().stream()
            .map(each ->
                new ComparedView.Failing(
                    each.question().id(), each.question().question(), each.after(), each.already()))
            .toList(),
        comparison.changes().stream()
            .sorted(Comparator.comparing((GoldenSet.Change each) -> !each.worse()))
            .limit(MOST_SHOWN)
            .map(each ->
                new ComparedView.Change(
                    each.question().id(),
                    each.question().question(),
                    each.before(),
                    each.after(),
                    each.worse() ? "red" : each.better() ? "green" : "",
                    each.is().label()))
            .toList(),
        comparison.changes().size());
  }

  private static String words(GoldenSet.Figures figures) {
    return figures.answered() == 0
        ? "没有直接答复"
        : String.format(
            Locale.ROOT,
            "%.1f%%（%d／%d）",
            100 * figures.precision(),
            figures.right(),
            figures.answered());
  }
}
