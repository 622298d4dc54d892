package org.qingsheng.bot.cadres;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.bot.cadres.CadreMessage.Kind;
import org.qingsheng.bot.ledger.Item;
import org.qingsheng.bot.ledger.ItemEvent;
import org.qingsheng.bot.ledger.ItemState;
import org.qingsheng.bot.notice.LedgerEvent;
import org.qingsheng.bot.notice.Notices;
import org.qingsheng.bot.people.Account;
import org.qingsheng.bot.people.AccountId;
import org.qingsheng.bot.people.Accounts;
import org.qingsheng.bot.people.Role;

/**
 * Tells cadres of what there is to do, in the order of the ledger: of an item that waits those of
 * the nearest region who are bound, of a crisis everybody whose region covers it; of an item given
 * to one cadre that cadre. Thread-safe.
 */
final class CadreNews {
  private static final int ROUND = 200;

  private final ChannelId channel;
  private final Notices ledger;
  private final Accounts accounts;
  private final Bindings bindings;
  private final CadreBook book;
  private final Supplier<String> ids;
  private final InstantSource clock;

  CadreNews(
      ChannelId channel,
      Notices ledger,
      Accounts accounts,
      Bindings bindings,
      CadreBook book,
      Supplier<String> ids,
      InstantSource clock) {
    this.channel = channel;
    this.ledger = ledger;
    this.accounts = accounts;
    this.bindings = bindings;
    this.book = book;
    this.ids = ids;
    this.clock = clock;
  }

  /** Puts what is new on its way. */
  void feed() {
    var reader = "cadres:" + channel; // no webhook can have that name
    var events = ledger.untold(reader, ROUND);
    if (!events.isEmpty()) {
      var messages = events.stream().flatMap(event -> of(event).stream()).toList();
      book.plan(reader, events.getLast().position(), messages, clock.instant());
    }
  }

  private List<CadreMessage> of(LedgerEvent told) {
    var item = told.item();
    return switch (told.event()) {
      case ItemEvent.HandedOff _, ItemEvent.Reopened _ -> waiting(item, Optional.empty());
      case ItemEvent.Released released -> waiting(item, Optional.of(released.staff()));
      case ItemEvent.Transferred moved ->
          moved
              .toStaff()
              .map(staff -> assigned(item, staff))
              .orElseGet(() -> waiting(item, Optional.of(moved.by())));
      case ItemEvent.Asked _,
          ItemEvent.Added _,
          ItemEvent.OptionsOffered _,
          ItemEvent.Answered _,
          ItemEvent.Declined _,
          ItemEvent.Claimed _,
          ItemEvent.Noted _,
          ItemEvent.OriginalShown _,
          ItemEvent.StaffAnswered _,
          ItemEvent.Delivered _,
          ItemEvent.DeliveryHeld _,
          ItemEvent.DeliveryFailed _,
          ItemEvent.Relayed _,
          ItemEvent.Withdrawn _,
          ItemEvent.Merged _,
          ItemEvent.FeedbackGiven _ ->
          List.of();
    };
  }

  /**
   * @param but who has just let it go
   */
  private List<CadreMessage> waiting(Item item, Optional<String> but) {
    if (item.state() != ItemState.WAITING) {
      return List.of(); // it moved on while nobody looked
    }
    boolean urgent = item.priority() == 0;
    var messages = new ArrayList<CadreMessage>();
    var nearest = Optional.<Account>empty();
    for (var account : accounts.covering(item.region())) {
      var member = bindings.member(channel, account.id());
      if (member.isEmpty() || !works(account) || but.equals(Optional.of(account.id().value()))) {
        continue;
      }
      if (!urgent && nearest.filter(near -> !near.region().equals(account.region())).isPresent()) {
        break;
      }
      nearest = Optional.of(account);
      messages.add(message(member.get(), Kind.NEW, item, urgent));
    }
    return messages;
  }

  private List<CadreMessage> assigned(Item item, String staff) {
    return accounts
        .find(new AccountId(staff))
        .filter(this::works)
        .filter(account -> item.assignee().equals(Optional.of(account.id().value())))
        .flatMap(account -> bindings.member(channel, account.id()))
        .map(member -> List.of(message(member, Kind.ASSIGNED, item, false)))
        .orElse(List.of());
  }

  private CadreMessage message(
      org.qingsheng.adapters.AskerId member, Kind kind, Item item, boolean urgent) {
    return new CadreMessage(
        ids.get(), channel, member, kind, Optional.of(item.id()), "", urgent, 0, clock.instant());
  }

  private boolean works(Account account) {
    return account.has(Role.CADRE) && account.worksAt(clock.instant());
  }
}
