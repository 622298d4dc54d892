package org.qingsheng.bot.desk;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.qingsheng.bot.ledger.Effect;
import org.qingsheng.bot.ledger.Ids;
import org.qingsheng.bot.ledger.Item;
import org.qingsheng.bot.ledger.ItemEvent;
import org.qingsheng.bot.ledger.ItemState;
import org.qingsheng.bot.ledger.Items;
import org.qingsheng.bot.ledger.Items.Condition;
import org.qingsheng.bot.ledger.Items.ItemQuery;
import org.qingsheng.bot.ledger.Items.Order;
import org.qingsheng.bot.ledger.Ledger;
import org.qingsheng.bot.ledger.OutboundState;
import org.qingsheng.bot.ledger.Projection.Happening;
import org.qingsheng.bot.ledger.Purpose;
import org.qingsheng.bot.ledger.Refused;
import org.qingsheng.bot.ledger.Turn;
import org.qingsheng.bot.people.Scope;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes items whose asker was offered choices and took none in time (选项过期); an item whose choices
 * never reached the asker goes to people instead. What the person says later is a new question.
 * Thread-safe; several nodes may do it at once, since the cause of each turn names the item and the
 * version it had.
 */
public final class LapsedChoices {
  private static final Logger log = LoggerFactory.getLogger(LapsedChoices.class);

  /** How often is looked. */
  static final Duration PAUSE = Duration.ofMinutes(1);

  /** A choice made at the last moment may still be on its way through intake. */
  static final Duration GRACE = Duration.ofMinutes(1);

  /** How many are looked at in one round. */
  private static final int MOST = 200;

  private final Items items;
  private final Ledger ledger;
  private final Ids ids;
  private final InstantSource clock;
  private final Duration valid;
  private final UnaryOperator<Instant> due;
  private final AtomicReference<Instant> next = new AtomicReference<>(Instant.MIN);

  /**
   * @param valid how long choices can be taken
   * @param due until when what is handed to people now is to be answered
   */
  public LapsedChoices(
      Items items,
      Ledger ledger,
      Ids ids,
      InstantSource clock,
      Duration valid,
      UnaryOperator<Instant> due) {
    this.items = items;
    this.ledger = ledger;
    this.ids = ids;
    this.clock = clock;
    this.valid = valid;
    this.due = due;
  }

  /** Looks, unless it did so within the last minute. */
  public void round() {
    var now = clock.instant();
    var planned = next.get();
    if (!now.isBefore(planned) && next.compareAndSet(planned, now.plus(PAUSE))) {
      sweep(now);
    }
  }

  private void sweep(Instant now) {
    var latest = now.minus(valid).minus(GRACE);
    var clarifying =
        ItemQuery.ANY
            .states(ItemState.CLARIFYING)
            .and(new Condition.OpenedBefore(latest.plusMillis(1)))
            .by(Order.OLDEST)
            .page(0, MOST);
    for (var item : items.find(clarifying, Scope.ALL)) {
      var history = items.history(item.id());
      if (history.size() == item.version() && offeredBefore(latest, history)) {
        close(item, reached(item), now);
      }
    }
  }

  private static boolean offeredBefore(Instant latest, List<Happening> history) {
    return lastOffer(history).filter(at -> !at.isAfter(latest)).isPresent();
  }

  private static Optional<Instant> lastOffer(List<Happening> history) {
    return history.reversed().stream()
        .filter(each -> each.event() instanceof ItemEvent.OptionsOffered)
        .map(Happening::at)
        .findFirst();
  }

  /** Whether choices arrived, as far as the platform told. */
  private boolean reached(Item item) {
    return items.thread(item.id()).stream()
        .filter(line -> line.purpose().equals(Optional.of(Purpose.OPTIONS)))
        .anyMatch(line -> line.state().equals(Optional.of(OutboundState.ACCEPTED)));
  }

  private void close(Item item, boolean reached, Instant now) {
    ItemEvent end =
        reached
            ? new ItemEvent.Withdrawn("给出的选项 %d 分钟内没有选，自动关闭".formatted(valid.toMinutes()))
            : new ItemEvent.HandedOff("选项没有送到提问人，转人工", 2, due.apply(now));
    var turn =
        new Turn(
            ids.turn(),
            "lapse:" + item.id() + ":" + item.version(),
            now,
            List.of(
                new Effect.Unchanged(item.id(), item.version()),
                new Effect.Happened(item.id(), end),
                new Effect.CancelUnsent(item.id(), "选项已过期")));
    try {
      Desk.waitFor(ledger.commit(turn));
    } catch (Refused _) {
      log.atInfo()
          .addKeyValue("item", item.number())
          .log("item moved on before its choices lapsed");
    }
  }
}
