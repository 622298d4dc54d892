package org.qingsheng.bot.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.qingsheng.bot.people.Account;
import org.qingsheng.bot.people.AccountId;
import org.qingsheng.bot.people.Role;
import org.qingsheng.bot.people.Session;
import org.qingsheng.bot.people.Sessions;
import org.qingsheng.knowledge.RegionCode;

@DisplayName("登录会话存储 · sessions store")
abstract class SessionsContract extends StoreContract {
  private static final AccountId WANG = new AccountId("wang");
  private static final AccountId LI = new AccountId("li");

  private Sessions sessions() {
    return new SqlSessions(database);
  }

  @BeforeEach
  void addAccounts() {
    var accounts = new SqlAccounts(database, clock);
    for (var id : new AccountId[] {WANG, LI}) {
      accounts.add(
          new Account(
              id, id.value(), "某人", Set.of(Role.CADRE), RegionCode.NATION, true, Optional.empty()),
          "hash",
          event("add"));
    }
  }

  private Sessions.Stored session(String hash, AccountId account) {
    return new Sessions.Stored(
        hash, account, "csrf", Session.Kind.API, clock.instant(), clock.instant());
  }

  @Test
  @DisplayName("开始的会话找得到，结束的找不到")
  void finds_a_session_until_it_ends() {
    var sessions = sessions();

    sessions.begin(session("h1", WANG));
    sessions.begin(session("h2", WANG));
    sessions.end("h1");

    assertThat(sessions.find("h1")).isEmpty();
    assertThat(sessions.find("h2")).contains(session("h2", WANG));
  }

  @Test
  @DisplayName("最近使用时间只会往后走")
  void moves_the_last_use_forward_only() {
    var sessions = sessions();
    sessions.begin(session("h1", WANG));
    var later = clock.instant().plus(Duration.ofMinutes(5));

    sessions.seen("h1", later);
    sessions.seen("h1", later.minusSeconds(60));

    assertThat(sessions.find("h1").map(Sessions.Stored::lastSeenAt)).contains(later);
  }

  @Test
  @DisplayName("一个账号的会话可以全部结束，别人的不受影响")
  void ends_every_session_of_an_account() {
    var sessions = sessions();
    sessions.begin(session("h1", WANG));
    sessions.begin(session("h2", WANG));
    sessions.begin(session("h3", LI));

    sessions.endAll(WANG);

    assertThat(sessions.find("h1")).isEmpty();
    assertThat(sessions.find("h2")).isEmpty();
    assertThat(sessions.find("h3")).isPresent();
  }

  @Test
  @DisplayName("早已开始的会话可以清掉")
  void forgets_old_sessions() {
    var sessions = sessions();
    sessions.begin(session("old", WANG));
    clock.pass(Duration.ofHours(13));
    sessions.begin(session("new", WANG));

    sessions.forgetBefore(clock.instant().minus(Duration.ofHours(12)));

    assertThat(sessions.find("old")).isEmpty();
    assertThat(sessions.find("new")).isPresent();
  }
}
