package org.qingsheng.bot.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;
import org.qingsheng.bot.people.Account;
import org.qingsheng.bot.people.AccountId;
import org.qingsheng.bot.people.Accounts;
import org.qingsheng.bot.people.AuditEvent;
import org.qingsheng.bot.people.Role;
import org.qingsheng.bot.people.Scope;
import org.qingsheng.knowledge.RegionCode;

/** Accounts in the database. Thread-safe. */
public final class SqlAccounts implements Accounts {
  private static final String COLUMNS = "id, login, name, roles, region, active, expires_at";

  private static final String BY_ID = "SELECT " + COLUMNS + " FROM account WHERE id = :id";

  private static final String BY_LOGIN = "SELECT " + COLUMNS + " FROM account WHERE login = :login";

  private static final String HASH =
      """
      SELECT password_hash FROM account WHERE id = :id
      """;

  private static final String IN_SCOPE =
      "SELECT " + COLUMNS + " FROM account WHERE region LIKE :below ORDER BY region, name, id";

  private static final String COVERING =
      "SELECT " + COLUMNS + " FROM account WHERE region IN (<regions>) ORDER BY name, id";

  private static final String ADMINISTRATORS =
      "SELECT " + COLUMNS + " FROM account WHERE active = 1 AND roles LIKE '%ADMIN%'";

  private static final String ANY =
      """
      SELECT count(*) FROM account
      """;

  private static final String INSERT =
      """
      INSERT INTO account
        (id, login, name, password_hash, roles, region, active, expires_at, created_at)
      VALUES (:id, :login, :name, :hash, :roles, :region, :active, :expiresAt, :createdAt)
      ON CONFLICT (login) DO NOTHING
      """;

  /** Changes nothing, but lets changes of accounts wait for one another on every database. */
  private static final String ONE_AFTER_THE_OTHER =
      """
      UPDATE account SET active = active WHERE roles LIKE '%ADMIN%'
      """;

  private static final String UPDATE =
      """
      UPDATE account
      SET name = :name, roles = :roles, region = :region, active = :active, expires_at = :expiresAt
      WHERE id = :id
      """;

  private static final String UPDATE_HASH =
      """
      UPDATE account SET password_hash = :hash WHERE id = :id
      """;

  private final Database database;
  private final InstantSource clock;

  public SqlAccounts(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  @Override
  public Optional<Account> find(AccountId id) {
    return database.read(handle -> find(handle, id));
  }

  private static Optional<Account> find(Handle handle, AccountId id) {
    return handle.createQuery(BY_ID).bind("id", id.value()).map((row, _) -> account(row)).findOne();
  }

  @Override
  public Optional<Account> findByLogin(String login) {
    return database.read(handle ->
        handle.createQuery(BY_LOGIN).bind("login", login).map((row, _) -> account(row)).findOne());
  }

  @Override
  public Optional<String> passwordHash(AccountId id) {
    return database.read(
        handle -> handle.createQuery(HASH).bind("id", id.value()).mapTo(String.class).findOne());
  }

  @Override
  public List<Account> list(Scope scope) {
    return database.read(handle ->
        handle
            .createQuery(IN_SCOPE)
            .bind("below", scope.prefix() + "%")
            .map((row, _) -> account(row))
            .list());
  }

  @Override
  public List<Account> covering(RegionCode region) {
    var nearestFirst = Scope.covering(region).stream().map(RegionCode::value).toList();
    return database.read(handle ->
        handle
            .createQuery(COVERING)
            .bindList("regions", nearestFirst)
            .map((row, _) -> account(row))
            .stream()
            .sorted(Comparator.comparingInt(found -> nearestFirst.indexOf(found.region().value())))
            .toList());
  }

  @Override
  public boolean isEmpty() {
    return database.read(handle -> handle.createQuery(ANY).mapTo(Long.class).one()) == 0;
  }

  @Override
  public boolean add(Account account, String passwordHash, AuditEvent event) {
    return database.writeNow(handle -> {
      int added =
          bound(handle.createUpdate(INSERT), account)
              .bind("login", account.login())
              .bind("hash", passwordHash)
              .bind("createdAt", clock.millis())
              .execute();
      if (added == 1) {
        SqlAudit.insert(handle, event);
      }
      return added == 1;
    });
  }

  @Override
  public Optional<Account> change(
      AccountId id, Optional<String> passwordHash, Decision decision, AuditEvent event) {
    return database.writeNow(handle -> {
      handle.createUpdate(ONE_AFTER_THE_OTHER).execute();
      var now = find(handle, id);
      if (now.isEmpty()) {
        return now;
      }
      var administrators = handle.createQuery(ADMINISTRATORS).map((row, _) -> account(row)).list();
      var after = decision.of(now.get(), administrators);
      bound(handle.createUpdate(UPDATE), after).execute();
      passwordHash.ifPresent(hash ->
          handle.createUpdate(UPDATE_HASH).bind("hash", hash).bind("id", id.value()).execute());
      SqlAudit.insert(handle, event);
      return Optional.of(after);
    });
  }

  private static <S extends SqlStatement<S>> S bound(S statement, Account account) {
    var roles = account.roles().stream().sorted().map(Role::name).collect(Collectors.joining(","));
    return statement
        .bind("id", account.id().value())
        .bind("name", account.name())
        .bind("roles", roles)
        .bind("region", account.region().value())
        .bind("active", account.active() ? 1 : 0)
        .bind("expiresAt", millis(account.expiresAt()));
  }

  private static @Nullable Long millis(Optional<Instant> at) {
    return at.map(Instant::toEpochMilli).orElse(null);
  }

  private static Account account(ResultSet row) throws SQLException {
    long expires = row.getLong("expires_at");
    Optional<Instant> expiresAt =
        row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(expires));
    return new Account(
        new AccountId(row.getString("id")),
        row.getString("login"),
        row.getString("name"),
        roles(row.getString("roles")),
        new RegionCode(row.getString("region")),
        row.getInt("active") == 1,
        expiresAt);
  }

  private static Set<Role> roles(String names) {
    return Arrays.stream(names.split(","))
        .filter(name -> !name.isEmpty())
        .map(Role::valueOf)
        .collect(Collectors.toSet());
  }
}
