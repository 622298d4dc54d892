package org.qingsheng.bot.desk;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.qingsheng.adapters.CleanText;
import org.qingsheng.bot.people.Account;
import org.qingsheng.bot.people.AccountId;
import org.qingsheng.bot.people.BadInput;

/** Filters that staff keep under a name (我的筛选); everybody has their own. Thread-safe. */
public final class Filters {
  /** More do not fit on a phone. */
  public static final int MOST = 20;

  private static final int LONGEST_NAME = 20;

  private final Store store;
  private final Supplier<String> ids;
  private final InstantSource clock;

  public Filters(Store store, Supplier<String> ids, InstantSource clock) {
    this.store = store;
    this.ids = ids;
    this.clock = clock;
  }

  /** A filter with its name. */
  public record Saved(String id, String name, ItemFilter filter) {}

  /** Keeps filters. Thread-safe. */
  public interface Store {
    /** Those of the account, oldest first. */
    List<Saved> of(AccountId account);

    /**
     * Keeps a filter; one of the same name is replaced and keeps its place.
     *
     * @return false if the account has that many others already; nothing is kept then
     */
    boolean save(AccountId account, Saved filter, Instant at, int most);

    /** Drops the account's filter; another's stays. */
    void drop(AccountId account, String id);

    /** Topics that entries stand under, by name. */
    List<String> topics();
  }

  public List<Saved> of(Account by) {
    return store.of(by.id());
  }

  public Optional<Saved> find(Account by, String id) {
    return of(by).stream().filter(each -> each.id().equals(id)).findFirst();
  }

  /** Topics to choose from. */
  public List<String> topics() {
    return store.topics();
  }

  /**
   * Keeps a filter under a name; the same name again replaces it.
   *
   * @throws BadInput if there is no name, nothing is filtered, or there are too many
   */
  public Saved save(Account by, String name, ItemFilter filter) {
    var called = CleanText.of(name).strip();
    if (called.isEmpty() || called.length() > LONGEST_NAME) {
      throw new BadInput("name", "请给筛选起个名字，最多 " + LONGEST_NAME + " 个字");
    }
    if (filter.isEmpty()) {
      throw new BadInput("name", "还没有选任何条件，先选好再保存");
    }
    if (!store.save(by.id(), new Saved(ids.get(), called, filter), clock.instant(), MOST)) {
      throw new BadInput("name", "最多保存 " + MOST + " 个筛选，先删掉不用的");
    }
    return of(by).stream().filter(each -> each.name().equals(called)).findFirst().orElseThrow();
  }

  public void drop(Account by, String id) {
    store.drop(by.id(), id);
  }
}
