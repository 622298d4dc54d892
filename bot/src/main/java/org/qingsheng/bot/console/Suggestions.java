package org.qingsheng.bot.console;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.qingsheng.bot.console.page.ItemPage.Suggestion;
import org.qingsheng.bot.ledger.Item;
import org.qingsheng.knowledge.Entry;
import org.qingsheng.knowledge.Explanation.Candidate;
import org.qingsheng.knowledge.Knowledge;
import org.qingsheng.knowledge.Query;
import org.qingsheng.knowledge.Source;

/** Entries near an item's question, for a cadre to insert (推荐答案). Thread-safe. */
final class Suggestions {
  private static final int SHOWN = 5;

  private final Knowledge knowledge;
  private final Cards cards;

  Suggestions(Knowledge knowledge, Cards cards) {
    this.knowledge = knowledge;
    this.cards = cards;
  }

  List<Suggestion> near(Item item) {
    if (item.question().isBlank()) {
      return List.of();
    }
    var query =
        new Query(
            item.question(), cards.regions().path(item.region()), Set.of(), cards.phrases().now());
    return knowledge.explain(query).candidates().stream()
        .limit(SHOWN)
        .map(this::suggestion)
        .toList();
  }

  private Suggestion suggestion(Candidate candidate) {
    var entry = candidate.match().entry();
    var source = entry.sources().stream().map(Suggestions::line).collect(Collectors.joining("；"));
    var insert =
        candidate.removedBy().isEmpty()
            ? entry.answer() + (source.isEmpty() ? "" : "\n依据：" + source)
            : "";
    return new Suggestion(
        entry.id().value(),
        entry.question(),
        entry.answer(),
        source,
        facts(entry),
        insert,
        candidate.removedBy());
  }

  static String line(Source source) {
    return source.issuer()
        + "《"
        + source.title()
        + "》"
        + (source.number().isBlank() ? "" : "（" + source.number() + "）");
  }

  private String facts(Entry entry) {
    return cards.regions().name(entry.region())
        + entry.checkedOn().map(day -> " · 核对于 " + day).orElse("")
        + entry.validUntil().map(LocalDate::toString).map(day -> " · 有效期至 " + day).orElse("");
  }
}
