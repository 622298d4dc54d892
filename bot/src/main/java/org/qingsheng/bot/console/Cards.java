package org.qingsheng.bot.console;

import java.util.List;
import java.util.Set;
import org.qingsheng.bot.console.page.Card;
import org.qingsheng.bot.desk.ClaimTime;
import org.qingsheng.bot.ledger.Item;
import org.qingsheng.bot.ledger.ItemId;
import org.qingsheng.bot.ledger.ItemState;
import org.qingsheng.bot.people.AccountId;
import org.qingsheng.bot.people.Accounts;
import org.qingsheng.bot.people.Group;
import org.qingsheng.bot.people.Groups;
import org.qingsheng.bot.people.Regions;

/** Items → what a list shows of them. Thread-safe. */
public final class Cards {
  private final Accounts accounts;
  private final Groups groups;
  private final Regions regions;
  private final ClaimTime claims;
  private final Phrases phrases;

  public Cards(
      Accounts accounts,
      Groups groups,
      Regions regions,
      ClaimTime claims,
      java.time.InstantSource clock) {
    this.accounts = accounts;
    this.groups = groups;
    this.regions = regions;
    this.claims = claims;
    this.phrases = new Phrases(clock);
  }

  Phrases phrases() {
    return phrases;
  }

  Regions regions() {
    return regions;
  }

  ClaimTime claims() {
    return claims;
  }

  List<Card> of(List<Item> items, boolean mayClaim) {
    return of(items, mayClaim, Set.of());
  }

  /**
   * @param unread items with a note for the reader that the reader has not acknowledged
   */
  List<Card> of(List<Item> items, boolean mayClaim, Set<ItemId> unread) {
    return items.stream().map(item -> of(item, mayClaim, unread.contains(item.id()))).toList();
  }

  Card of(Item item, boolean mayClaim, boolean unread) {
    return new Card(
        item.number().value(),
        item.kind().label(),
        item.state().label(),
        item.question(),
        regions.name(item.region()),
        place(item),
        item.state().isOpen()
            ? phrases.waited(item.openedAt())
            : phrases.at(item.closedAt().orElse(item.openedAt())),
        phrases.due(item),
        urgency(item),
        item.assignee().map(this::name).orElse(""),
        claims.lateBy(item, phrases.now()).map(late -> "认领超时 " + Phrases.length(late)).orElse(""),
        unread,
        mayClaim && item.state() == ItemState.WAITING);
  }

  /** The name of an account, also of one that has left. */
  String name(String account) {
    return accounts.find(new AccountId(account)).map(found -> found.name()).orElse("已离岗人员");
  }

  private String place(Item item) {
    var talk = item.talk();
    if (!talk.conversation().isGroup()) {
      return "私聊";
    }
    return groups
        .find(talk.channel(), talk.conversation().id())
        .map(Group::name)
        .filter(name -> !name.isBlank())
        .map(name -> "群 · " + name)
        .orElse("群聊");
  }

  private static String urgency(Item item) {
    if (!item.state().isOpen() || !item.isTicket()) {
      return "";
    }
    return switch (item.priority()) {
      case 0 -> "危机";
      case 1 -> "加急";
      default -> "";
    };
  }
}
