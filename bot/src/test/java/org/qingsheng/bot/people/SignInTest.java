package org.qingsheng.bot.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qingsheng.knowledge.RegionCode;

@DisplayName("登录 · sign in")
class SignInTest {
  private static final String HERE = "10.0.0.1";
  private static final String ELSEWHERE = "10.0.0.2";

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

  private SignIn.Outcome attempt(String login, String password, String address) {
    return people.signIn.signIn(login, password, address, Session.Kind.CONSOLE, Optional.empty());
  }

  private SignIn.SignedIn in(Session.Kind kind, Optional<String> earlier) {
    var outcome = people.signIn.signIn("wang", PeopleFixture.PASSWORD, HERE, kind, earlier);
    assertThat(outcome).isInstanceOf(SignIn.SignedIn.class);
    return (SignIn.SignedIn) outcome;
  }

  private SignIn.SignedIn in() {
    return in(Session.Kind.CONSOLE, Optional.empty());
  }

  private Optional<Session> session(String token) {
    return people
        .signIn
        .session(token, Session.Kind.CONSOLE)
        .or(() -> people.signIn.session(token, Session.Kind.API));
  }

  @Test
  @DisplayName("接口令牌打不开控制台，控制台令牌也调不了接口")
  void keeps_the_kinds_of_tokens_apart() {
    people.given("wang", "441826", Role.CADRE);
    var console = in(Session.Kind.CONSOLE, Optional.empty()).token();
    var api = in(Session.Kind.API, Optional.empty()).token();

    assertThat(people.signIn.session(console, Session.Kind.API)).isEmpty();
    assertThat(people.signIn.session(api, Session.Kind.CONSOLE)).isEmpty();
    assertThat(people.signIn.session(console, Session.Kind.CONSOLE)).isPresent();
    assertThat(people.signIn.session(api, Session.Kind.API)).isPresent();
  }

  @Test
  @DisplayName("页面自己刷新不算在用，三十分钟照样退出")
  void does_not_take_looking_for_activity() {
    people.given("wang", "441826", Role.CADRE);
    var token = in().token();

    people.clock.pass(Duration.ofMinutes(20));
    var looked = people.signIn.look(token, Session.Kind.CONSOLE);
    people.clock.pass(Duration.ofMinutes(10));

    assertThat(looked).isPresent();
    assertThat(people.signIn.look(token, Session.Kind.CONSOLE)).isEmpty();
  }

  @Test
  @DisplayName("登录名和密码都对就登录，之后凭令牌认得出是谁")
  void signs_in_and_knows_the_token() {
    var wang = people.given("wang", "441826", Role.CADRE);

    var signedIn = in();

    assertThat(session(signedIn.token()))
        .contains(new Session(wang, signedIn.session().csrf(), Session.Kind.CONSOLE));
    assertThat(session("somebody-elses")).isEmpty();
  }

  @Test
  @DisplayName("登录名不分大小写，前后空格不算")
  void takes_a_login_as_people_type_it() {
    people.given("wang", "441826", Role.CADRE);

    assertThat(attempt(" Wang ", PeopleFixture.PASSWORD, HERE)).isInstanceOf(SignIn.SignedIn.class);
  }

  @Test
  @DisplayName("登录名不存在和密码不对，得到一样的话")
  void says_the_same_for_unknown_logins_and_wrong_passwords() {
    people.given("wang", "441826", Role.CADRE);

    var wrong = attempt("wang", "wrong password", HERE);

    assertThat(wrong).isEqualTo(new SignIn.Denied("登录名或密码不对"));
    assertThat(attempt("nobody", "wrong password", HERE)).isEqualTo(wrong);
    assertThat(attempt("nobody", "", HERE)).isEqualTo(wrong);
    assertThat(attempt("wang", "x".repeat(100_000), HERE)).isEqualTo(wrong);
  }

  @Test
  @DisplayName("库里只有令牌的散列，令牌 256 位，每次都不同")
  void stores_no_token() {
    people.given("wang", "441826", Role.CADRE);
    Set<String> tokens = new HashSet<>();
    for (int i = 0; i < 20; i++) {
      tokens.add(in().token());
    }

    assertThat(tokens).hasSize(20).allSatisfy(token -> assertThat(token).hasSize(43));
    var stored =
        people.database.read(
            handle -> handle.createQuery("SELECT * FROM session").mapToMap().list().toString());
    assertThat(tokens).allSatisfy(token -> assertThat(stored).doesNotContain(token));
    assertThat(in().toString()).doesNotContain(in().session().csrf()).contains("***");
  }

  @Test
  @DisplayName("登录后是新的会话，登录前带来的令牌随即作废")
  void makes_a_new_session_and_ends_the_earlier_one() {
    people.given("wang", "441826", Role.CADRE);
    var earlier = in().token();

    var now = in(Session.Kind.CONSOLE, Optional.of(earlier));

    assertThat(now.token()).isNotEqualTo(earlier);
    assertThat(session(earlier)).isEmpty();
    assertThat(session(now.token())).isPresent();
  }

  @Test
  @DisplayName("十五分钟内试错十次后，第十一次连对的密码也不听；换个地址照常登录")
  void refuses_after_ten_tries_from_one_address_only() {
    people.given("wang", "441826", Role.CADRE);
    for (int i = 0; i < SignIn.TRIES; i++) {
      assertThat(attempt("wang", "wrong password", HERE)).isInstanceOf(SignIn.Denied.class);
    }

    assertThat(attempt("wang", PeopleFixture.PASSWORD, HERE))
        .isEqualTo(new SignIn.TooManyTries("尝试次数过多，请 15 分钟后再试", Duration.ofMinutes(15)));
    assertThat(attempt("WANG ", PeopleFixture.PASSWORD, HERE))
        .isInstanceOf(SignIn.TooManyTries.class);
    assertThat(attempt("wang", PeopleFixture.PASSWORD, ELSEWHERE))
        .isInstanceOf(SignIn.SignedIn.class);

    people.clock.pass(SignIn.WINDOW);
    assertThat(attempt("wang", PeopleFixture.PASSWORD, HERE)).isInstanceOf(SignIn.SignedIn.class);
  }

  @Test
  @DisplayName("不存在的登录名同样只能试十次，看不出差别")
  void limits_unknown_logins_alike() {
    for (int i = 0; i < SignIn.TRIES; i++) {
      assertThat(attempt("nobody", "wrong password", HERE)).isInstanceOf(SignIn.Denied.class);
    }

    assertThat(attempt("nobody", "wrong password", HERE)).isInstanceOf(SignIn.TooManyTries.class);
  }

  @Test
  @DisplayName("登录成功后，之前试错的次数不再算")
  void forgets_failures_after_a_success() {
    people.given("wang", "441826", Role.CADRE);
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < SignIn.TRIES - 1; i++) {
        attempt("wang", "wrong password", HERE);
      }
      assertThat(attempt("wang", PeopleFixture.PASSWORD, HERE)).isInstanceOf(SignIn.SignedIn.class);
    }
  }

  @Test
  @DisplayName("一千次同时猜密码，最多十次真的比对")
  void hears_no_more_than_ten_of_a_thousand_guesses() throws Exception {
    people.given("wang", "441826", Role.CADRE);
    int heard = 0;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<SignIn.Outcome>> guesses = new ArrayList<>();
      for (int i = 0; i < 1_000; i++) {
        var guess = "guess number " + i;
        guesses.add(threads.submit(() -> attempt("wang", guess, HERE)));
      }
      for (var guess : guesses) {
        heard += guess.get() instanceof SignIn.Denied ? 1 : 0;
      }
    }

    assertThat(heard).isEqualTo(SignIn.TRIES);
  }

  @Test
  @DisplayName("控制台闲置三十分钟自动退出，一直在用则不会")
  void ends_an_idle_console_session() {
    people.given("wang", "441826", Role.CADRE);
    var idle = in().token();
    var used = in().token();

    for (int minutes = 0; minutes < 30; minutes += 10) {
      people.clock.pass(Duration.ofMinutes(10));
      assertThat(session(used)).isPresent();
    }

    assertThat(session(idle)).isEmpty();
    people.clock.pass(Duration.ofMinutes(29));
    assertThat(session(used)).isPresent();
  }

  @Test
  @DisplayName("最长十二小时，一直在用也要重新登录")
  void ends_every_session_after_twelve_hours() {
    people.given("wang", "441826", Role.CADRE);
    var console = in().token();
    var api = in(Session.Kind.API, Optional.empty()).token();
    for (int minutes = 20; minutes < 12 * 60; minutes += 20) {
      people.clock.pass(Duration.ofMinutes(20));
      assertThat(session(console)).isPresent();
    }

    people.clock.pass(Duration.ofMinutes(20));

    assertThat(session(console)).isEmpty();
    assertThat(session(api)).isEmpty();
  }

  @Test
  @DisplayName("接口令牌不算闲置，十二小时内都有效")
  void keeps_an_idle_api_session() {
    people.given("wang", "441826", Role.CADRE);
    var api = in(Session.Kind.API, Optional.empty()).token();

    people.clock.pass(Duration.ofHours(12).minusMillis(1));

    assertThat(session(api)).isPresent();
  }

  @Test
  @DisplayName("退出后令牌作废，别处的登录不受影响")
  void signs_out() {
    people.given("wang", "441826", Role.CADRE);
    var one = in().token();
    var other = in().token();

    people.signIn.signOut(one);

    assertThat(session(one)).isEmpty();
    assertThat(session(other)).isPresent();
  }

  @Test
  @DisplayName("账号停用后，下一个请求就不认了，也登录不了")
  void ends_the_session_of_a_deactivated_account() {
    var root = people.given("root", "CN", Role.ADMIN);
    var wang = people.given("wang", "441826", Role.CADRE);
    var token = in().token();

    people.admin.deactivate(root, wang.id());

    assertThat(session(token)).isEmpty();
    assertThat(attempt("wang", PeopleFixture.PASSWORD, HERE))
        .isEqualTo(new SignIn.Denied("账号已停用或已到期，请联系管理员"));
    assertThat(attempt("wang", "wrong password", HERE)).isEqualTo(new SignIn.Denied("登录名或密码不对"));
  }

  @Test
  @DisplayName("借调到期的那一刻起就不认了")
  void ends_the_session_when_a_secondment_ends() {
    var root = people.given("root", "CN", Role.ADMIN);
    var wang = people.given("wang", "441826", Role.CADRE);
    var end = people.clock.instant().plus(Duration.ofHours(1));
    people.admin.edit(
        root,
        wang.id(),
        new AccountAdmin.Form(
            "王老师", Set.of(Role.CADRE), new RegionCode("441826"), Optional.of(end)));
    var token = in(Session.Kind.API, Optional.empty()).token();

    people.clock.pass(Duration.ofHours(1).minusMillis(1));
    var before = session(token);
    people.clock.pass(Duration.ofMillis(1));
    var after = session(token);

    assertThat(before).isPresent();
    assertThat(after).isEmpty();
    assertThat(attempt("wang", PeopleFixture.PASSWORD, HERE)).isInstanceOf(SignIn.Denied.class);
  }

  @Test
  @DisplayName("角色改了，已登录的人下一个请求就按新的来")
  void shows_the_account_as_it_stands_now() {
    var root = people.given("root", "CN", Role.ADMIN);
    var wang = people.given("wang", "441826", Role.CADRE, Role.REVIEWER);
    var token = in().token();

    people.admin.edit(
        root,
        wang.id(),
        new AccountAdmin.Form(
            "王老师", Set.of(Role.LEADER), new RegionCode("441825"), Optional.empty()));

    assertThat(session(token))
        .hasValueSatisfying(session -> {
          assertThat(session.account().roles()).containsExactly(Role.LEADER);
          assertThat(session.account().region()).isEqualTo(new RegionCode("441825"));
        });
  }

  @Test
  @DisplayName("一个地址挨个试很多登录名，第 51 次起不再受理，中文说明要等；本人换个网络照常登录")
  void refuses_an_address_that_tries_many_logins() {
    people.given("careful", "441826", Role.CADRE);
    for (int i = 0; i < SignIn.TRIES_FROM_ADDRESS; i++) {
      assertThat(attempt("guess-" + i, "wrong password", HERE)).isInstanceOf(SignIn.Denied.class);
    }

    assertThat(attempt("careful", PeopleFixture.PASSWORD, HERE))
        .isEqualTo(new SignIn.TooManyTries("从你所在的网络登录失败的次数过多，请 15 分钟后再试", Duration.ofMinutes(15)));
    assertThat(attempt("careful", PeopleFixture.PASSWORD, "192.0.2.77"))
        .isInstanceOf(SignIn.SignedIn.class);
    people.clock.pass(SignIn.WINDOW);
    assertThat(attempt("careful", PeopleFixture.PASSWORD, HERE))
        .isInstanceOf(SignIn.SignedIn.class);
  }

  @Test
  @DisplayName("IPv6 按 /64 网段计数：在自己的网段里换地址躲不开")
  void counts_an_ipv6_network_as_one_address() {
    for (int i = 0; i < SignIn.TRIES_FROM_ADDRESS; i++) {
      attempt("guess-" + i, "wrong password", "2001:db8:1:2::" + Integer.toHexString(i + 1));
    }

    assertThat(attempt("guess", "wrong password", "2001:db8:1:2:ffff::1"))
        .isInstanceOf(SignIn.TooManyTries.class);
    assertThat(attempt("guess", "wrong password", "2001:db8:1:3::1"))
        .isInstanceOf(SignIn.Denied.class);
  }
}
