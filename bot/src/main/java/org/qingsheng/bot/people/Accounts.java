package org.qingsheng.bot.people;

import java.util.List;
import java.util.Optional;
import org.qingsheng.knowledge.RegionCode;

/** Staff accounts. Thread-safe. */
public interface Accounts {
  Optional<Account> find(AccountId id);

  Optional<Account> findByLogin(String login);

  Optional<String> passwordHash(AccountId id);

  /** Accounts whose region lies in the scope, by region and name. */
  List<Account> list(Scope scope);

  /** Accounts whose scope covers the region, those of the nearest region first, then by name. */
  List<Account> covering(RegionCode region);

  boolean isEmpty();

  /**
   * Adds an account, and the event with it.
   *
   * @return false if the login is taken; nothing is kept then
   */
  boolean add(Account account, String passwordHash, AuditEvent event);

  /**
   * Changes an account, and keeps the event with it. Changes of accounts happen one after the
   * other, so that what the decision saw still holds when it is written.
   *
   * @param passwordHash the new one; empty keeps the old
   * @return the account as it is now; empty if there is none
   */
  Optional<Account> change(
      AccountId id, Optional<String> passwordHash, Decision decision, AuditEvent event);

  /** Decides what becomes of an account; may be asked twice, and throws to refuse. */
  @FunctionalInterface
  interface Decision {
    /**
     * @param administrators all active accounts with the role {@link Role#ADMIN}
     */
    Account of(Account now, List<Account> administrators);
  }
}
