package org.qingsheng.bot.curation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.qingsheng.bot.ledger.Item;
import org.qingsheng.bot.ledger.ItemEvent;
import org.qingsheng.bot.ledger.ItemKind;
import org.qingsheng.bot.ledger.ItemState;
import org.qingsheng.bot.ledger.Items;
import org.qingsheng.bot.ledger.Items.ItemQuery;
import org.qingsheng.bot.people.Scope;
import org.qingsheng.knowledge.RegionCode;

/**
 * What the ledger proves about questions and entries: an entry chosen among options or called 有用
 * was the right one; one called 没用 was not; what a cadre answered in own words, no entry could.
 * Asked and answered masked, as everything that is shown.
 */
public final class Confirmed {
  private static final int PAGE = 500;

  /** The newest are enough: older ones were asked of another base. */
  private static final int MOST = 5_000;

  private final Items items;

  public Confirmed(Items items) {
    this.items = items;
  }

  /**
   * A question that was settled.
   *
   * @param entry the right entry; empty when none was
   */
  public record Settled(String question, RegionCode region, Optional<String> entry) {}

  /** What was opened in the period and is settled, newest first. */
  public List<Settled> between(Instant from, Instant to) {
    var settled = new ArrayList<Settled>();
    for (int offset = 0; settled.size() < MOST; offset += PAGE) {
      var page =
          items.find(
              ItemQuery.ANY
                  .opened(from, to)
                  .states(ItemState.ANSWERED)
                  .kinds(Set.of(ItemKind.QUESTION))
                  .page(offset, PAGE),
              Scope.ALL);
      page.forEach(item -> settled(item).ifPresent(settled::add));
      if (page.size() < PAGE) {
        break;
      }
    }
    return settled;
  }

  private Optional<Settled> settled(Item item) {
    return item.answeredBy().isEmpty()
        ? Optional.empty()
        : right(item)
            .flatMap(entry -> asked(item).map(words -> new Settled(words, item.region(), entry)));
  }

  /** What was asked first; the item's own text holds what was added later, 有用 among it. */
  private Optional<String> asked(Item item) {
    return items.thread(item.id()).stream()
        .filter(Items.Line::heard)
        .findFirst()
        .filter(line -> !line.recalled() && !line.text().isBlank())
        .map(Items.Line::text);
  }

  /** The entry that was right, or none; empty when nothing was proved. */
  private Optional<Optional<String>> right(Item item) {
    return switch (item.answeredBy().orElseThrow()) {
      case STAFF -> Optional.of(item.entry());
      case BOT -> {
        if (item.feedback().isPresent()) {
          boolean useful = item.feedback().orElseThrow();
          yield Optional.of(useful ? item.entry() : Optional.empty());
        }
        yield item.entry().isPresent() && wasChosen(item)
            ? Optional.of(item.entry())
            : Optional.empty();
      }
    };
  }

  private boolean wasChosen(Item item) {
    return items.history(item.id()).stream()
        .anyMatch(each -> each.event() instanceof ItemEvent.OptionsOffered);
  }
}
