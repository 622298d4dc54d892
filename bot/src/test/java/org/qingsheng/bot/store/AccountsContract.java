package org.qingsheng.bot.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.qingsheng.bot.people.Account;
import org.qingsheng.bot.people.AccountId;
import org.qingsheng.bot.people.Accounts;
import org.qingsheng.bot.people.BadInput;
import org.qingsheng.bot.people.Role;
import org.qingsheng.bot.people.Scope;
import org.qingsheng.knowledge.RegionCode;

@DisplayName("账号存储 · accounts store")
abstract class AccountsContract extends StoreContract {
  private Accounts accounts() {
    return new SqlAccounts(database, clock);
  }

  private static Account account(String id, String region, Role... roles) {
    return new Account(
        new AccountId(id),
        "login-" + id,
        "姓名" + id,
        Set.of(roles),
        new RegionCode(region),
        true,
        Optional.empty());
  }

  @Test
  @DisplayName("存进去的账号原样取得出来，按编号和登录名都行")
  void gives_back_what_was_added() {
    var accounts = accounts();
    var seconded =
        new Account(
            new AccountId("a"),
            "wang",
            "王老师",
            Set.of(Role.CADRE, Role.EDITOR),
            new RegionCode("441826"),
            true,
            Optional.of(Instant.parse("2027-01-01T00:00:00Z")));

    boolean before = accounts.isEmpty();
    boolean added = accounts.add(seconded, "hash-1", event("account.create"));

    assertThat(before).isTrue();
    assertThat(added).isTrue();
    assertThat(accounts.isEmpty()).isFalse();
    assertThat(accounts.find(new AccountId("a"))).contains(seconded);
    assertThat(accounts.findByLogin("wang")).contains(seconded);
    assertThat(accounts.findByLogin("Wang")).isEmpty();
    assertThat(accounts.passwordHash(new AccountId("a"))).contains("hash-1");
    assertThat(accounts.find(new AccountId("b"))).isEmpty();
    assertThat(accounts.passwordHash(new AccountId("b"))).isEmpty();
  }

  @Test
  @DisplayName("登录名被占用时什么也不留下，日志也不留")
  void keeps_nothing_of_an_account_whose_login_is_taken() {
    var accounts = accounts();
    accounts.add(account("a", "CN", Role.ADMIN), "h", event("first"));
    var second =
        new Account(
            new AccountId("b"),
            "login-a",
            "后来者",
            Set.of(Role.CADRE),
            RegionCode.NATION,
            true,
            Optional.empty());

    assertThat(accounts.add(second, "h", event("second"))).isFalse();

    assertThat(accounts.find(new AccountId("b"))).isEmpty();
    assertThat(actions()).containsExactly("first");
  }

  @Test
  @DisplayName("只列出范围内的账号：本地区及以下，不含上级和邻县")
  void lists_the_scope_only() {
    var accounts = accounts();
    for (var region : new String[] {"CN", "440000", "441800", "441826", "441826100", "441825"}) {
      accounts.add(account(region, region, Role.CADRE), "h", event("add"));
    }

    assertThat(accounts.list(new Scope(new RegionCode("441826"))))
        .extracting(account -> account.region().value())
        .containsExactly("441826", "441826100");
    assertThat(accounts.list(new Scope(new RegionCode("441800")))).hasSize(4);
    assertThat(accounts.list(Scope.ALL)).hasSize(6);
  }

  @Test
  @DisplayName("修改连同日志一起生效；没给新密码就保留旧的")
  void changes_an_account_together_with_its_event() {
    var accounts = accounts();
    accounts.add(account("a", "441826", Role.CADRE), "old", event("add"));

    var changed =
        accounts.change(
            new AccountId("a"),
            Optional.empty(),
            (now, _) -> account("a", "441825", Role.EDITOR),
            event("edit"));
    var _ =
        accounts.change(new AccountId("a"), Optional.of("new"), (now, _) -> now, event("password"));

    assertThat(changed).contains(account("a", "441825", Role.EDITOR));
    assertThat(accounts.find(new AccountId("a"))).isEqualTo(changed);
    assertThat(accounts.passwordHash(new AccountId("a"))).contains("new");
    assertThat(actions()).containsExactlyInAnyOrder("add", "edit", "password");
  }

  @Test
  @DisplayName("被拒绝的修改不留痕迹，没有的账号改不了")
  void keeps_nothing_of_a_refused_change() {
    var accounts = accounts();
    accounts.add(account("a", "441826", Role.CADRE), "old", event("add"));

    assertThatThrownBy(() ->
            accounts.change(
                new AccountId("a"),
                Optional.of("new"),
                (_, _) -> {
                  throw new BadInput("name", "不行");
                },
                event("edit")))
        .isInstanceOf(BadInput.class);
    var none =
        accounts.change(new AccountId("b"), Optional.empty(), (now, _) -> now, event("edit"));

    assertThat(none).isEmpty();
    assertThat(accounts.passwordHash(new AccountId("a"))).contains("old");
    assertThat(actions()).containsExactly("add");
  }

  @Test
  @DisplayName("两个管理员同时互相停用，总有一个留下")
  void decides_changes_one_after_the_other() throws Exception {
    var accounts = accounts();
    int rounds = 20;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int round = 0; round < rounds; round++) {
        var first = account("x" + round, "CN", Role.ADMIN);
        var second = account("y" + round, "CN", Role.ADMIN);
        accounts.add(first, "h", event("add"));
        accounts.add(second, "h", event("add"));
        var tries = new ArrayList<Future<Boolean>>();
        for (var target : new Account[] {first, second}) {
          var event = event("off");
          Callable<Boolean> off = () -> switchOffUnlessLast(accounts, target, event);
          tries.add(threads.submit(off));
        }

        int succeeded = 0;
        for (var one : tries) {
          succeeded += one.get() ? 1 : 0;
        }

        assertThat(succeeded).isEqualTo(1);
        switchOffAll(accounts);
      }
    }
  }

  private static boolean switchOffUnlessLast(
      Accounts accounts, Account target, org.qingsheng.bot.people.AuditEvent event) {
    try {
      var _ =
          accounts.change(
              target.id(),
              Optional.empty(),
              (now, administrators) -> {
                if (administrators.size() < 2) {
                  throw new BadInput("roles", "最后一个");
                }
                return off(now);
              },
              event);
      return true;
    } catch (BadInput e) {
      return false;
    }
  }

  private void switchOffAll(Accounts accounts) {
    for (var account : accounts.list(Scope.ALL)) {
      var _ = accounts.change(account.id(), Optional.empty(), (now, _) -> off(now), event("clean"));
    }
  }

  private static Account off(Account now) {
    return new Account(
        now.id(), now.login(), now.name(), now.roles(), now.region(), false, now.expiresAt());
  }

  private java.util.List<String> actions() {
    var log = new SqlAudit(database);
    return log.find(clock.instant(), clock.instant().plus(Duration.ofSeconds(1)), 100).stream()
        .map(org.qingsheng.bot.people.AuditEvent::action)
        .toList();
  }
}
