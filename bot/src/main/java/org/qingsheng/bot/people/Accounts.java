package org.qingsheng.bot.people;

import java.util.List;
import java.util.Optional;

/** Staff accounts. Thread-safe. */
public interface Accounts {
  Optional<Account> find(AccountId id);

  Optional<Account> findByLogin(String login);

  /** Adds or changes an account; the password hash of an existing one is kept if none is given. */
  void save(Account account, Optional<String> passwordHash);

  Optional<String> passwordHash(AccountId id);

  /** Accounts whose region lies in the scope, by region and name. */
  List<Account> list(Scope scope);
}
