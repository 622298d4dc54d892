package org.qingsheng.bot.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("密码散列 · passwords")
class PasswordsTest {
  /** So small that tests are quick. */
  static final Passwords.Strength WEAK = new Passwords.Strength(64, 1, 1);

  @Test
  @DisplayName("正式用的散列是 Argon2id，参数写在散列里，不低于 OWASP 的最低要求")
  void hashes_with_at_least_what_owasp_asks_for() {
    var passwords = new Passwords();

    var hash = passwords.hash("correct horse battery");

    assertThat(hash).startsWith("$argon2id$v=19$m=47104,t=3,p=1$");
    assertThat(passwords.matches("correct horse battery", Optional.of(hash))).isTrue();
    assertThat(passwords.matches("correct horse batterz", Optional.of(hash))).isFalse();
  }

  @Test
  @DisplayName("同一密码每次散列都不同")
  void salts_every_hash() {
    var passwords = new Passwords(WEAK);

    assertThat(passwords.hash("same password")).isNotEqualTo(passwords.hash("same password"));
  }

  @Test
  @DisplayName("换了参数，旧散列照样认得")
  void still_knows_hashes_made_with_other_parameters() {
    var old = new Passwords(WEAK).hash("old password 1");
    var stronger = new Passwords(new Passwords.Strength(128, 2, 1));

    assertThat(stronger.matches("old password 1", Optional.of(old))).isTrue();
    assertThat(stronger.matches("old password 2", Optional.of(old))).isFalse();
  }

  @Test
  @DisplayName("没有散列、空密码，都不对")
  void never_matches_without_a_hash_or_a_password() {
    var passwords = new Passwords(WEAK);

    assertThat(passwords.matches("nobody has this password", Optional.empty())).isFalse();
    assertThat(passwords.matches("", Optional.of(passwords.hash("x")))).isFalse();
  }
}
