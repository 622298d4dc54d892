package org.qingsheng.bot.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.qingsheng.knowledge.RegionCode;

@DisplayName("账号管理 · account administration")
class AccountAdminTest {
  private static final List<String> REGIONS =
      List.of("CN", "440000", "441800", "441826", "441826100", "441825", "360100");

  @TempDir Path folder;

  @SuppressWarnings("NullAway.Init") // before each test
  private PeopleFixture people;

  @BeforeEach
  void open() {
    people = new PeopleFixture(folder);
  }

  @AfterEach
  void close() {
    people.close();
  }

  private static AccountAdmin.Form form(String region, Role... roles) {
    return new AccountAdmin.Form("李老师", Set.of(roles), new RegionCode(region), Optional.empty());
  }

  enum Action {
    CREATE,
    EDIT,
    MOVE_HERE,
    DEACTIVATE,
    REACTIVATE,
    RESET_PASSWORD,
    LIST
  }

  private void perform(Action action, Account by, Account target, String login) {
    var region = target.region().value();
    switch (action) {
      case CREATE -> people.admin.create(by, login, "long enough 1", form(region, Role.CADRE));
      case EDIT -> people.admin.edit(by, target.id(), form(region, Role.EDITOR));
      case MOVE_HERE -> people.admin.edit(by, target.id(), form(by.region().value(), Role.EDITOR));
      case DEACTIVATE -> people.admin.deactivate(by, target.id());
      case REACTIVATE -> people.admin.reactivate(by, target.id());
      case RESET_PASSWORD -> people.admin.resetPassword(by, target.id(), "long enough 2");
      case LIST ->
          assertThat(people.admin.list(by)).allMatch(one -> by.scope().covers(one.region()));
    }
  }

  /** Who lies below whom, written out by hand as the rule to compare with. */
  private static boolean within(String region, String target) {
    return switch (region) {
      case "CN" -> true;
      case "440000" -> target.startsWith("44");
      case "441800" -> target.startsWith("4418");
      case "441826" -> target.startsWith("441826");
      default -> target.equals(region);
    };
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("角色 × 动作 × 地区：只有管理员，只在本地区及以下，其余一律拒绝且不留痕迹")
  @EnumSource(Action.class)
  void lets_only_administrators_act_within_their_region(Action action) {
    for (var region : REGIONS) {
      // The last administrator cannot be switched off; here somebody else is always left.
      people.given("root-" + region, region, Role.ADMIN);
    }
    var leaks = new ArrayList<String>();
    int count = 0;
    for (var role : Role.values()) {
      for (var region : REGIONS) {
        var by =
            people.given(
                "by-%s-%s".formatted(role.name().toLowerCase(java.util.Locale.ROOT), region),
                region,
                role);
        for (var targetRegion : REGIONS) {
          var target = people.given("target-" + count++, targetRegion, Role.CADRE);
          boolean allowed =
              role == Role.ADMIN && (action == Action.LIST || within(region, targetRegion));
          boolean done = done(action, by, target, "new-" + count);
          if (done != allowed) {
            leaks.add("%s by %s of %s on %s".formatted(action, role, region, targetRegion));
          }
          if (!done) {
            assertThat(people.accounts.find(target.id())).contains(target);
            assertThat(people.accounts.findByLogin("new-" + count)).isEmpty();
          }
        }
      }
    }

    assertThat(leaks).isEmpty();
    assertThat(count).isEqualTo(Role.values().length * REGIONS.size() * REGIONS.size());
  }

  private boolean done(Action action, Account by, Account target, String login) {
    try {
      perform(action, by, target, login);
      return true;
    } catch (NotAllowed e) {
      return false;
    }
  }

  @Test
  @DisplayName("自己已停用或到期的管理员什么也做不了")
  void refuses_an_administrator_who_no_longer_works_here() {
    var gone =
        new Account(
            new AccountId("gone"),
            "gone",
            "某人",
            Set.of(Role.ADMIN),
            RegionCode.NATION,
            true,
            Optional.of(people.clock.instant()));

    assertThatThrownBy(() -> people.admin.list(gone)).isInstanceOf(NotAllowed.class);
  }

  @Test
  @DisplayName("管理员不能把人调到自己管不到的地区")
  void refuses_to_move_an_account_out_of_reach() {
    var county = people.given("county", "441826", Role.ADMIN);
    var target = people.given("target", "441826", Role.CADRE);

    assertThatThrownBy(() -> people.admin.edit(county, target.id(), form("440000", Role.CADRE)))
        .isInstanceOf(NotAllowed.class)
        .hasMessage("只能管理本地区及以下的账号");
  }

  @ParameterizedTest(name = "{0}/{1} → {2}")
  @DisplayName("密码至少十个字符，不能就是登录名，登录名要写得规矩")
  @CsvSource({
    "liming, short, password",
    "liming, 一二三四五六七八九, password",
    "limingliming, LimingLiming, password",
    "L, long enough 1, login",
    "李明, long enough 1, login",
    "'li ming', long enough 1, login",
  })
  void refuses_weak_passwords_and_odd_logins(String login, String password, String field) {
    var root = people.given("root", "CN", Role.ADMIN);

    assertThatThrownBy(() -> people.admin.create(root, login, password, form("441826", Role.CADRE)))
        .isInstanceOfSatisfying(BadInput.class, bad -> assertThat(bad.field()).isEqualTo(field));
  }

  @Test
  @DisplayName("没填姓名、没选角色、没有的地区、过去的到期时间、占用的登录名，各有说法")
  void explains_what_is_filled_in_wrongly() {
    var root = people.given("root", "CN", Role.ADMIN);
    var region = new RegionCode("441826");
    var past = Optional.of(people.clock.instant());

    assertBad(
        root,
        "a1",
        new AccountAdmin.Form(" ", Set.of(Role.CADRE), region, Optional.empty()),
        "name");
    assertBad(root, "a1", new AccountAdmin.Form("李", Set.of(), region, Optional.empty()), "roles");
    assertBad(root, "a1", form("449999", Role.CADRE), "region");
    assertBad(
        root, "a1", new AccountAdmin.Form("李", Set.of(Role.CADRE), region, past), "expiresAt");
    assertBad(root, "ROOT", form("441826", Role.CADRE), "login");
  }

  private void assertBad(Account by, String login, AccountAdmin.Form form, String field) {
    assertThatThrownBy(() -> people.admin.create(by, login, "long enough 1", form))
        .isInstanceOfSatisfying(BadInput.class, bad -> assertThat(bad.field()).isEqualTo(field));
  }

  @Test
  @DisplayName("最后一个管理员停用不了、降不了级、也不能设到期；有了第二个就可以")
  void keeps_the_last_administrator() {
    var root = people.given("root", "CN", Role.ADMIN);
    people.given("county", "441826", Role.ADMIN);
    var soon = Optional.of(people.clock.instant().plus(Duration.ofDays(1)));

    assertLast(() -> people.admin.deactivate(root, root.id()));
    assertLast(() -> people.admin.edit(root, root.id(), form("CN", Role.CADRE)));
    assertLast(() -> people.admin.edit(root, root.id(), form("440000", Role.ADMIN)));
    assertLast(() ->
        people.admin.edit(
            root,
            root.id(),
            new AccountAdmin.Form("某", Set.of(Role.ADMIN), RegionCode.NATION, soon)));

    var second = people.given("second", "CN", Role.ADMIN);
    assertThat(people.admin.deactivate(root, root.id()).active()).isFalse();
    assertLast(() -> people.admin.deactivate(second, second.id()));
  }

  private static void assertLast(org.assertj.core.api.ThrowableAssert.ThrowingCallable act) {
    assertThatThrownBy(act).isInstanceOf(BadInput.class).hasMessageContaining("最后一个管理员");
  }

  @Test
  @DisplayName("重设密码后旧密码和旧会话都作废")
  void ends_sessions_when_a_password_is_reset() {
    var root = people.given("root", "CN", Role.ADMIN);
    var wang = people.given("wang", "441826", Role.CADRE);
    var token =
        ((SignIn.SignedIn)
                people.signIn.signIn(
                    "wang", PeopleFixture.PASSWORD, "a", Session.Kind.API, Optional.empty()))
            .token();

    people.admin.resetPassword(root, wang.id(), "another password");

    assertThat(people.signIn.session(token, Session.Kind.API)).isEmpty();
    assertThat(
            people.signIn.signIn(
                "wang", PeopleFixture.PASSWORD, "a", Session.Kind.API, Optional.empty()))
        .isInstanceOf(SignIn.Denied.class);
    assertThat(
            people.signIn.signIn(
                "wang", "another password", "a", Session.Kind.API, Optional.empty()))
        .isInstanceOf(SignIn.SignedIn.class);
  }

  @Test
  @DisplayName("每次管理都有日志：谁、做了什么、对哪个账号；没有密码")
  void writes_an_audit_event_for_every_change() {
    var root = people.given("root", "CN", Role.ADMIN);
    var start = people.clock.instant();

    var made = people.admin.create(root, "liming", "planted-pass", form("441826", Role.CADRE));
    people.admin.edit(root, made.id(), form("441825", Role.EDITOR));
    people.admin.resetPassword(root, made.id(), "planted-pass-2");
    people.admin.deactivate(root, made.id());

    var events =
        people.audit.find(start, start.plusSeconds(1), 100).stream()
            .filter(event -> event.subject().equals(made.id().value()))
            .toList();
    assertThat(events)
        .extracting(AuditEvent::action)
        .containsExactlyInAnyOrder(
            "account.create", "account.edit", "account.reset-password", "account.deactivate");
    assertThat(events).allMatch(event -> event.by().equals(Optional.of(root.id())));
    assertThat(events.toString()).doesNotContain("planted").contains("清远市连山县");
  }

  @Test
  @DisplayName("首次启动建立管理员：给了密码就用它，没给就随机一个并只说一次")
  void makes_the_first_administrator_once() {
    var first =
        new FirstAdministrator(
            people.accounts, people.passwords, new Random(3), people::nextId, people.clock);

    var printed = first.make(Optional.empty());
    var again = first.make(Optional.of("ignored password"));

    assertThat(printed).hasValueSatisfying(password -> assertThat(password).hasSize(16));
    assertThat(again).isEmpty();
    var outcome =
        people.signIn.signIn(
            "admin", printed.orElseThrow(), "a", Session.Kind.API, Optional.empty());
    assertThat(outcome)
        .isInstanceOfSatisfying(
            SignIn.SignedIn.class,
            in -> assertThat(in.session().account().has(Role.ADMIN)).isTrue());
  }

  @Test
  @DisplayName("环境变量给的首个管理员密码不打印")
  void does_not_print_a_password_that_was_given() {
    var first =
        new FirstAdministrator(
            people.accounts, people.passwords, new Random(3), people::nextId, people.clock);

    assertThat(first.make(Optional.of("from the environment"))).isEmpty();

    assertThat(
            people.signIn.signIn(
                "admin", "from the environment", "a", Session.Kind.API, Optional.empty()))
        .isInstanceOf(SignIn.SignedIn.class);
  }
}
