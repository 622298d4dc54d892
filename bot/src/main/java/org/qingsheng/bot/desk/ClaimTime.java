package org.qingsheng.bot.desk;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.qingsheng.bot.ledger.Item;
import org.qingsheng.bot.ledger.ItemState;
import org.qingsheng.bot.ledger.Items.Condition;
import org.qingsheng.bot.ledger.Items.ItemQuery;
import org.qingsheng.bot.ledger.Items.Order;

/**
 * How soon somebody is to take what waits (认领时限), in working time. Nothing is stored: an item that
 * has waited longer is late at the moment somebody looks. Immutable.
 */
public final class ClaimTime {
  private final Supplier<WorkingCalendar> calendar;
  private final Supplier<Duration> within;

  /**
   * @param calendar the one in force, asked each time
   * @param within working time, asked each time
   */
  public ClaimTime(Supplier<WorkingCalendar> calendar, Supplier<Duration> within) {
    this.calendar = calendar;
    this.within = within;
  }

  /** Items that nobody took in time, those that wait longest first. */
  public ItemQuery late(Instant now) {
    return ItemQuery.ANY
        .states(ItemState.WAITING)
        .and(new Condition.WaitingSince(calendar.get().before(now, within.get())))
        .by(Order.OLDEST);
  }

  /** Working time beyond the limit, for an item that nobody took in time. */
  public Optional<Duration> lateBy(Item item, Instant now) {
    return item.waitingSince()
        .filter(since -> !since.isAfter(calendar.get().before(now, within.get())))
        .map(since -> calendar.get().between(since, now).minus(within.get()));
  }
}
