package org.qingsheng.bot.people;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * Password hashes with Argon2id (RFC 9106). A hash carries its own parameters, so that raising them
 * here leaves old hashes valid. Thread-safe; only few are computed at once, because each takes its
 * memory.
 */
public final class Passwords {
  /** KiB, passes and lanes: one pass more than OWASP asks for; about 100 ms on two small cores. */
  private static final Strength USUAL = new Strength(47_104, 3, 1);

  private static final int HASH_BYTES = 32;
  private static final int SALT_BYTES = 16;
  private static final int AT_ONCE = 2;

  private final Argon2Function function;
  private final String nobodysHash;
  private final Semaphore memory = new Semaphore(AT_ONCE, true);

  /**
   * What one hash costs.
   *
   * @param kibibytes memory
   */
  public record Strength(int kibibytes, int passes, int lanes) {}

  public Passwords() {
    this(USUAL);
  }

  Passwords(Strength strength) {
    this.function =
        Argon2Function.getInstance(
            strength.kibibytes(), strength.passes(), strength.lanes(), HASH_BYTES, Argon2.ID);
    this.nobodysHash = hash("nobody has this password");
  }

  /** A new hash with its parameters and a random salt. */
  public String hash(String password) {
    memory.acquireUninterruptibly();
    try {
      return Password.hash(password).addRandomSalt(SALT_BYTES).with(function).getResult();
    } finally {
      memory.release();
    }
  }

  /**
   * Whether the password belongs to the hash. Without a hash the answer is no, after the same work.
   */
  public boolean matches(String password, Optional<String> hash) {
    var against = hash.orElse(nobodysHash);
    memory.acquireUninterruptibly();
    try {
      boolean matches =
          !password.isEmpty()
              && Password.check(password, against)
                  .with(Argon2Function.getInstanceFromHash(against));
      return matches && hash.isPresent();
    } finally {
      memory.release();
    }
  }
}
