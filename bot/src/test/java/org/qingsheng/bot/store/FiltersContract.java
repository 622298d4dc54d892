package org.qingsheng.bot.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.qingsheng.bot.desk.Filters;
import org.qingsheng.bot.desk.ItemFilter;
import org.qingsheng.bot.people.Account;
import org.qingsheng.bot.people.AccountId;
import org.qingsheng.bot.people.BadInput;
import org.qingsheng.bot.people.Role;
import org.qingsheng.knowledge.RegionCode;

@DisplayName("我的筛选 · filters staff keep")
abstract class FiltersContract extends StoreContract {
  private static final ItemFilter RENT =
      new ItemFilter("WAITING", "441826", "qq-groups", "住房", "租房");

  private final AtomicInteger ids = new AtomicInteger();
  private final Account wang = account("wang");
  private final Account li = account("li");

  @SuppressWarnings("NullAway.Init") // before each test
  private Filters filters;

  private static Account account(String login) {
    return new Account(
        new AccountId(login),
        login,
        login,
        Set.of(Role.CADRE),
        new RegionCode("441826"),
        true,
        Optional.empty());
  }

  @BeforeEach
  void hire() {
    var accounts = new SqlAccounts(database, clock);
    accounts.add(wang, "hash", event("hire"));
    accounts.add(li, "hash", event("hire"));
    filters =
        new Filters(
            new SqlFilters(database), () -> "f-%03d".formatted(ids.incrementAndGet()), clock);
  }

  @Test
  @DisplayName("存下来的每个条件都原样取回，先存的在前；别人的看不到")
  void keeps_every_condition() {
    var rent = filters.save(wang, "连南租房", RENT);
    clock.pass(Duration.ofMinutes(1));
    var text = filters.save(wang, "补贴", new ItemFilter("", "", "", "", "补贴"));

    assertThat(filters.of(wang)).containsExactly(rent, text);
    assertThat(rent.filter()).isEqualTo(RENT);
    assertThat(filters.of(li)).isEmpty();
    assertThat(filters.find(li, rent.id())).isEmpty();
  }

  @Test
  @DisplayName("同名再存就是改，不多出一个；两个人可以用同样的名字")
  void replaces_by_name() {
    var first = filters.save(wang, "常用", RENT);
    filters.save(li, "常用", RENT);

    var second = filters.save(wang, " 常用 ", new ItemFilter("", "", "", "", "补贴"));

    assertThat(second.id()).isEqualTo(first.id());
    assertThat(filters.of(wang)).containsExactly(second);
    assertThat(filters.of(li)).extracting(Filters.Saved::filter).containsExactly(RENT);
  }

  @Test
  @DisplayName("只能删自己的")
  void drops_only_ones_own() {
    var rent = filters.save(wang, "连南租房", RENT);

    filters.drop(li, rent.id());
    assertThat(filters.of(wang)).containsExactly(rent);

    filters.drop(wang, rent.id());
    assertThat(filters.of(wang)).isEmpty();
  }

  @Test
  @DisplayName("最多二十个；满了还可以改已有的")
  void keeps_twenty_at_most() {
    for (int i = 0; i < Filters.MOST; i++) {
      filters.save(wang, "筛选" + i, RENT);
    }

    assertThatThrownBy(() -> filters.save(wang, "多一个", RENT))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("20");
    filters.save(wang, "筛选3", new ItemFilter("OPEN", "", "", "", ""));
    assertThat(filters.of(wang)).hasSize(Filters.MOST);
  }
}
