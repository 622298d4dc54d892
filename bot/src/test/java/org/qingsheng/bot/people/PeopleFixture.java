package org.qingsheng.bot.people;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.qingsheng.bot.house.TestClock;
import org.qingsheng.bot.store.Database;
import org.qingsheng.bot.store.FreshDatabase;
import org.qingsheng.bot.store.SqlAccounts;
import org.qingsheng.bot.store.SqlAudit;
import org.qingsheng.bot.store.SqlLoginAttempts;
import org.qingsheng.bot.store.SqlSessions;
import org.qingsheng.knowledge.RegionCode;

/** The real people and store behind an empty database, with quick password hashes. */
final class PeopleFixture implements AutoCloseable {
  static final String PASSWORD = "a good password";

  final TestClock clock = new TestClock();
  final Database database;
  final Accounts accounts;
  final Sessions sessions;
  final AuditLog audit;
  final Passwords passwords = new Passwords(PasswordsTest.WEAK);
  final SignIn signIn;
  final AccountAdmin admin;
  private final AtomicInteger ids = new AtomicInteger();

  PeopleFixture(Path folder) {
    database = FreshDatabase.in(folder);
    accounts = new SqlAccounts(database, clock);
    sessions = new SqlSessions(database);
    audit = new SqlAudit(database);
    signIn =
        new SignIn(
            accounts, sessions, new SqlLoginAttempts(database), passwords, new Random(7), clock);
    admin = new AccountAdmin(accounts, sessions, regions(), passwords, this::nextId, clock);
  }

  String nextId() {
    return "id-%05d".formatted(ids.incrementAndGet());
  }

  static Regions regions() {
    return CsvRegions.of(
        List.of(
            "440000,广东省,CN",
            "441800,清远市,440000",
            "441826,连南瑶族自治县,441800",
            "441825,连山壮族瑶族自治县,441800",
            "441826100,三江镇,441826",
            "360000,江西省,CN",
            "360100,南昌市,360000"));
  }

  Account given(String login, String region, Role... roles) {
    var account =
        new Account(
            new AccountId("account-" + login),
            login,
            "姓名",
            Set.of(roles),
            new RegionCode(region),
            true,
            Optional.empty());
    accounts.add(
        account,
        passwords.hash(PASSWORD),
        new AuditEvent(nextId(), clock.instant(), Optional.empty(), "given", login, ""));
    return account;
  }

  @Override
  public void close() {
    database.close();
  }
}
