package org.qingsheng.bot.desk;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.qingsheng.bot.ledger.ItemId;
import org.qingsheng.bot.people.AccountId;

/** Which notes name whom, and whether they saw it. The ledger writes who is named. Thread-safe. */
public interface Mentions {
  /** A note that names somebody. */
  record Mention(String by, Instant at, boolean read) {}

  /** The latest note of the item that names the account. */
  Optional<Mention> find(ItemId item, AccountId account);

  /** Of all items, those with a note the account has not acknowledged. */
  Set<ItemId> unread(AccountId account);

  /** The account says that it saw what the note says. */
  void read(ItemId item, AccountId account, Instant at);
}
