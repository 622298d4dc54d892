package org.qingsheng.bot.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.qingsheng.bot.people.LoginAttempts;
import org.qingsheng.bot.people.LoginAttempts.Admission;
import org.qingsheng.bot.people.LoginAttempts.Limits;

@DisplayName("登录尝试计数 · login attempts store")
abstract class LoginAttemptsContract extends StoreContract {
  private static final Duration WINDOW = Duration.ofMinutes(15);

  private LoginAttempts attempts() {
    return new SqlLoginAttempts(database);
  }

  private boolean admit(LoginAttempts attempts, String login, String address) {
    return attempt(attempts, login, address, new Limits(3, 1_000)) == Admission.ADMITTED;
  }

  private Admission attempt(LoginAttempts attempts, String login, String address, Limits limits) {
    return attempts.admit(login, address, clock.instant(), clock.instant().minus(WINDOW), limits);
  }

  @Test
  @DisplayName("一个地址换着登录名试，总数到了上限也不再放行；重启之后还记得；别的地址不受影响")
  void counts_an_address_over_all_logins() {
    var limits = new Limits(3, 5);
    for (int i = 0; i < 5; i++) {
      assertThat(attempt(attempts(), "login-" + i, "10.0.0.1", limits))
          .isEqualTo(Admission.ADMITTED);
    }

    var afterRestart = attempts();

    assertThat(attempt(afterRestart, "login-9", "10.0.0.1", limits))
        .isEqualTo(Admission.TOO_MANY_FROM_ADDRESS);
    assertThat(attempt(afterRestart, "login-9", "10.0.0.2", limits)).isEqualTo(Admission.ADMITTED);
    clock.pass(WINDOW);
    assertThat(attempt(afterRestart, "login-9", "10.0.0.1", limits)).isEqualTo(Admission.ADMITTED);
  }

  @Test
  @DisplayName("登录成功的不占地址的次数，失败过的还算着")
  void success_gives_back_only_its_own_tries() {
    var limits = new Limits(3, 4);
    var attempts = attempts();
    attempt(attempts, "guessed-1", "a", limits);
    attempt(attempts, "guessed-2", "a", limits);
    attempt(attempts, "own", "a", limits);

    attempts.clear("own", "a");

    assertThat(attempt(attempts, "guessed-3", "a", limits)).isEqualTo(Admission.ADMITTED);
    assertThat(attempt(attempts, "guessed-4", "a", limits)).isEqualTo(Admission.ADMITTED);
    assertThat(attempt(attempts, "guessed-5", "a", limits))
        .isEqualTo(Admission.TOO_MANY_FROM_ADDRESS);
  }

  @Test
  @DisplayName("到了上限就不再放行，换个地址或换个登录名各算各的")
  void counts_login_and_address_together() {
    var attempts = attempts();
    for (int i = 0; i < 3; i++) {
      assertThat(admit(attempts, "wang", "10.0.0.1")).isTrue();
    }

    assertThat(admit(attempts, "wang", "10.0.0.1")).isFalse();
    assertThat(admit(attempts, "wang", "10.0.0.2")).isTrue();
    assertThat(admit(attempts, "li", "10.0.0.1")).isTrue();
  }

  @Test
  @DisplayName("过了时间窗又可以试；被拒的那几次不算数")
  void forgets_tries_after_the_window() {
    var attempts = attempts();
    for (int i = 0; i < 6; i++) {
      admit(attempts, "wang", "a");
      clock.pass(Duration.ofMinutes(1));
    }

    clock.pass(Duration.ofMinutes(8));
    boolean justBefore = admit(attempts, "wang", "a");
    clock.pass(Duration.ofMinutes(1));
    boolean after = admit(attempts, "wang", "a");

    assertThat(justBefore).isFalse();
    assertThat(after).isTrue();
  }

  @Test
  @DisplayName("登录成功后重新计数")
  void clears_the_count() {
    var attempts = attempts();
    for (int i = 0; i < 4; i++) {
      admit(attempts, "wang", "a");
    }

    attempts.clear("wang", "a");

    assertThat(admit(attempts, "wang", "a")).isTrue();
  }

  @Test
  @DisplayName("一百个同时来，放行的不多于上限")
  void admits_no_more_than_the_limit_at_once() throws Exception {
    var attempts = attempts();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var tries = new ArrayList<Future<Boolean>>();
      for (int i = 0; i < 100; i++) {
        Callable<Boolean> one = () -> admit(attempts, "wang", "a");
        tries.add(threads.submit(one));
      }

      int admitted = 0;
      for (var one : tries) {
        admitted += one.get() ? 1 : 0;
      }

      assertThat(admitted).isEqualTo(3);
    }
  }
}
