package org.qingsheng.bot.people;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** Makes unguessable tokens and the digests under which they are stored. Thread-safe. */
final class Tokens {
  private static final int TOKEN_BYTES = 32;
  private static final int CSRF_BYTES = 16;

  private final RandomGenerator random;

  /**
   * @param random cryptographically strong, outside tests
   */
  Tokens(RandomGenerator random) {
    this.random = random;
  }

  /** 256 random bits. */
  String token() {
    return random(TOKEN_BYTES);
  }

  String csrf() {
    return random(CSRF_BYTES);
  }

  private String random(int bytes) {
    var drawn = new byte[bytes];
    random.nextBytes(drawn);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(drawn);
  }

  static String digest(String text) {
    try {
      var sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
