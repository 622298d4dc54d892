package org.qingsheng.bot.desk;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.qingsheng.bot.ledger.Item;
import org.qingsheng.bot.people.Account;
import org.qingsheng.bot.people.Accounts;
import org.qingsheng.bot.people.Role;

/**
 * Who may be named in the notes of an item (@同事): those who may read it, because their region
 * covers the item's and they read items at all. Thread-safe.
 */
public final class Colleagues {
  private final Accounts accounts;
  private final java.time.InstantSource clock;

  public Colleagues(Accounts accounts, java.time.InstantSource clock) {
    this.accounts = accounts;
    this.clock = clock;
  }

  /**
   * Somebody who may be named.
   *
   * @param handle what follows the @: the name, and the login behind it where two have one name
   */
  public record Colleague(Account account, String handle) {}

  /** Who may be named in the item's notes; nearest region first. */
  public List<Colleague> of(Item item) {
    var now = clock.instant();
    var readers =
        accounts.covering(item.region()).stream()
            .filter(account -> account.worksAt(now))
            .filter(account -> account.has(Role.CADRE) || account.has(Role.LEADER))
            .toList();
    var namesakes =
        readers.stream().collect(Collectors.groupingBy(Account::name, Collectors.counting()));
    return readers.stream()
        .map(account ->
            new Colleague(
                account,
                namesakes.getOrDefault(account.name(), 0L) > 1
                    ? account.name() + "·" + account.login()
                    : account.name()))
        .toList();
  }

  /** Ids of those whom the text names; a longer name wins over one that it begins with. */
  Set<String> namedIn(String text, Item item) {
    var longestFirst = new ArrayList<>(of(item));
    longestFirst.sort(
        Comparator.comparingInt((Colleague each) -> each.handle().length())
            .reversed()
            .thenComparing(Colleague::handle));
    Function<String, java.util.Optional<Colleague>> named =
        rest -> longestFirst.stream().filter(each -> rest.startsWith(each.handle())).findFirst();
    var found = new LinkedHashSet<String>();
    var words = text.replace('＠', '@');
    for (int at = words.indexOf('@'); at >= 0; at = words.indexOf('@', at + 1)) {
      named
          .apply(words.substring(at + 1))
          .ifPresent(each -> found.add(each.account().id().value()));
    }
    return found;
  }
}
