package org.qingsheng.bot.people;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.qingsheng.knowledge.RegionCode;

/**
 * Administering accounts (账号管理): only administrators, only within their region, and never so that a
 * region loses its last one. Thread-safe. Every change writes an audit event with it.
 */
public final class AccountAdmin {
  private static final Pattern LOGIN = Pattern.compile("[a-z0-9][a-z0-9._-]{1,39}");
  private static final int SHORTEST_PASSWORD = 10;
  private static final int LONGEST_PASSWORD = 200;
  private static final int LONGEST_NAME = 40;

  private final Accounts accounts;
  private final Sessions sessions;
  private final Regions regions;
  private final Passwords passwords;
  private final Supplier<String> ids;
  private final InstantSource clock;

  /**
   * @param ids makes a new id each time
   */
  public AccountAdmin(
      Accounts accounts,
      Sessions sessions,
      Regions regions,
      Passwords passwords,
      Supplier<String> ids,
      InstantSource clock) {
    this.accounts = accounts;
    this.sessions = sessions;
    this.regions = regions;
    this.passwords = passwords;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * What can be said about an account.
   *
   * @param expiresAt end of a secondment
   */
  public record Form(String name, Set<Role> roles, RegionCode region, Optional<Instant> expiresAt) {
    public Form {
      roles = Set.copyOf(roles);
    }
  }

  /** Accounts within the administrator's region. */
  public List<Account> list(Account by) {
    requireAdministrator(by);
    return accounts.list(by.scope());
  }

  /**
   * Adds an account.
   *
   * @throws NotAllowed if {@code by} may not
   * @throws BadInput if the login is taken or something is filled in wrongly
   */
  public Account create(Account by, String login, String password, Form form) {
    requireAdministrator(by);
    var name = login.strip().toLowerCase(Locale.ROOT);
    if (!LOGIN.matcher(name).matches()) {
      throw new BadInput("login", "登录名应为 2 到 40 位小写字母、数字、点、下划线或连字符");
    }
    check(by, form);
    checkPassword(password, name);
    var account =
        new Account(
            new AccountId(ids.get()),
            name,
            form.name().strip(),
            form.roles(),
            form.region(),
            true,
            form.expiresAt());
    if (!accounts.add(
        account, passwords.hash(password), event(by, "account.create", account.id(), told(form)))) {
      throw new BadInput("login", "登录名已被使用");
    }
    return account;
  }

  /** Changes name, roles, region or end of an account. */
  public Account edit(Account by, AccountId id, Form form) {
    requireAdministrator(by);
    check(by, form);
    return change(
        by,
        id,
        Optional.empty(),
        event(by, "account.edit", id, told(form)),
        account ->
            new Account(
                account.id(),
                account.login(),
                form.name().strip(),
                form.roles(),
                form.region(),
                account.active(),
                form.expiresAt()));
  }

  /** Switches an account off; who is signed in with it is out at once. */
  public Account deactivate(Account by, AccountId id) {
    requireAdministrator(by);
    var changed =
        change(
            by,
            id,
            Optional.empty(),
            event(by, "account.deactivate", id, "停用账号"),
            account -> withActive(account, false));
    sessions.endAll(id);
    return changed;
  }

  /** Switches an account on again. */
  public Account reactivate(Account by, AccountId id) {
    requireAdministrator(by);
    return change(
        by,
        id,
        Optional.empty(),
        event(by, "account.reactivate", id, "恢复账号"),
        account -> withActive(account, true));
  }

  /** Sets a new password; who is signed in with the account is out at once. */
  public Account resetPassword(Account by, AccountId id, String password) {
    requireAdministrator(by);
    var login = inScope(by, accounts.find(id)).login();
    checkPassword(password, login);
    var changed =
        change(
            by,
            id,
            Optional.of(passwords.hash(password)),
            event(by, "account.reset-password", id, "重设密码"),
            account -> account);
    sessions.endAll(id);
    return changed;
  }

  private interface Step {
    Account from(Account now);
  }

  private Account change(
      Account by, AccountId id, Optional<String> hash, AuditEvent event, Step step) {
    var now = clock.instant();
    return accounts
        .change(
            id,
            hash,
            (account, administrators) -> {
              inScope(by, Optional.of(account));
              var after = step.from(account);
              requireAnotherAdministrator(account, after, administrators, now);
              return after;
            },
            event)
        .orElseThrow(AccountAdmin::unknown);
  }

  /** Somebody whose access does not end must be left who can administer the region. */
  private static void requireAnotherAdministrator(
      Account before, Account after, List<Account> administrators, Instant now) {
    if (!isLasting(before, now)
        || (isLasting(after, now) && after.scope().covers(before.region()))) {
      return;
    }
    boolean another =
        administrators.stream()
            .anyMatch(other ->
                !other.id().equals(before.id())
                    && isLasting(other, now)
                    && other.scope().covers(before.region()));
    if (!another) {
      throw new BadInput("roles", "这是该地区最后一个管理员，请先设另一个管理员");
    }
  }

  private static boolean isLasting(Account account, Instant now) {
    return account.roles().contains(Role.ADMIN)
        && account.worksAt(now)
        && account.expiresAt().isEmpty();
  }

  private static Account withActive(Account account, boolean active) {
    return new Account(
        account.id(),
        account.login(),
        account.name(),
        account.roles(),
        account.region(),
        active,
        account.expiresAt());
  }

  private void requireAdministrator(Account by) {
    if (!by.roles().contains(Role.ADMIN) || !by.worksAt(clock.instant())) {
      throw new NotAllowed("只有管理员可以管理账号");
    }
  }

  /** An account elsewhere looks like one that does not exist. */
  private static Account inScope(Account by, Optional<Account> account) {
    return account
        .filter(found -> by.scope().covers(found.region()))
        .orElseThrow(AccountAdmin::unknown);
  }

  private static NotAllowed unknown() {
    return new NotAllowed("没有这个账号，或不在你的地区");
  }

  private void check(Account by, Form form) {
    var name = form.name().strip();
    if (name.isEmpty() || name.length() > LONGEST_NAME) {
      throw new BadInput("name", "姓名应为 1 到 40 个字");
    }
    if (form.roles().isEmpty()) {
      throw new BadInput("roles", "请至少选一个角色");
    }
    if (!regions.exists(form.region())) {
      throw new BadInput("region", "没有这个地区");
    }
    if (!by.scope().covers(form.region())) {
      throw new NotAllowed("只能管理本地区及以下的账号");
    }
    if (form.expiresAt().filter(end -> !end.isAfter(clock.instant())).isPresent()) {
      throw new BadInput("expiresAt", "到期时间应在将来");
    }
  }

  private static void checkPassword(String password, String login) {
    if (password.codePointCount(0, password.length()) < SHORTEST_PASSWORD) {
      throw new BadInput("password", "密码至少 10 个字符");
    }
    if (password.length() > LONGEST_PASSWORD) {
      throw new BadInput("password", "密码最多 200 个字符");
    }
    if (password.strip().equalsIgnoreCase(login)) {
      throw new BadInput("password", "密码不能与登录名相同");
    }
  }

  private AuditEvent event(Account by, String action, AccountId subject, String detail) {
    return new AuditEvent(
        ids.get(), clock.instant(), Optional.of(by.id()), action, subject.value(), detail);
  }

  private String told(Form form) {
    var roles = form.roles().stream().sorted().map(Role::label).toList();
    return "角色：%s；地区：%s%s"
        .formatted(
            String.join("、", roles),
            regions.name(form.region()),
            form.expiresAt().map(end -> "；到期：" + end).orElse(""));
  }
}
