package org.qingsheng.bot.notice;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Proof that a notice comes from us and when: HMAC-SHA256 over id, time and body, in the form of
 * Standard Webhooks, for which receivers find ready-made checks in most languages.
 *
 * @see <a href="https://www.standardwebhooks.com/">Standard Webhooks</a>
 */
final class Signature {
  /** Marks a secret that is written in Base64. */
  private static final String ENCODED = "whsec_";

  private Signature() {}

  /** The value of {@code webhook-signature}. */
  static String of(String secret, String id, Instant at, String body) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key(secret), "HmacSHA256"));
      var signed = id + "." + at.getEpochSecond() + "." + body;
      return "v1,"
          + Base64.getEncoder()
              .encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HMAC-SHA256", e);
    }
  }

  private static byte[] key(String secret) {
    if (secret.startsWith(ENCODED)) {
      try {
        return Base64.getDecoder().decode(secret.substring(ENCODED.length()));
      } catch (IllegalArgumentException _) {
        // not Base64 after all: the words themselves are the key
      }
    }
    return secret.getBytes(StandardCharsets.UTF_8);
  }
}
