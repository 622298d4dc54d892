package org.qingsheng.bot.people;

import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.qingsheng.knowledge.RegionCode;

/** Makes the administrator {@code admin} of a system that has no accounts yet. */
public final class FirstAdministrator {
  public static final String LOGIN = "admin";

  /** Without the letters and digits that look alike. */
  private static final String ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";

  /** 16 of 31 characters: 79 bits. */
  private static final int LENGTH = 16;

  private final Accounts accounts;
  private final Passwords passwords;
  private final RandomGenerator random;
  private final Supplier<String> ids;
  private final InstantSource clock;

  /**
   * @param random cryptographically strong, outside tests
   * @param ids makes a new id each time
   */
  public FirstAdministrator(
      Accounts accounts,
      Passwords passwords,
      RandomGenerator random,
      Supplier<String> ids,
      InstantSource clock) {
    this.accounts = accounts;
    this.passwords = passwords;
    this.random = random;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * Makes the administrator if there is no account at all.
   *
   * @param given the password wanted; taken as it is, because the operator wrote it down
   * @return the random password, to be printed now and never again; empty if none was needed
   */
  public Optional<String> make(Optional<String> given) {
    if (!accounts.isEmpty()) {
      return Optional.empty();
    }
    var password = given.orElseGet(this::randomPassword);
    var id = new AccountId(ids.get());
    var account =
        new Account(
            id, LOGIN, "管理员", Set.of(Role.ADMIN), RegionCode.NATION, true, Optional.empty());
    boolean made =
        accounts.add(
            account,
            passwords.hash(password),
            new AuditEvent(
                ids.get(),
                clock.instant(),
                Optional.empty(),
                "account.create",
                id.value(),
                "首次启动建立管理员"));
    return made && given.isEmpty() ? Optional.of(password) : Optional.empty();
  }

  private String randomPassword() {
    var password = new StringBuilder();
    for (int i = 0; i < LENGTH; i++) {
      password.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return password.toString();
  }
}
