package org.qingsheng.adapters.qq;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * QQ's signature (Ed25519). Both sides know the private key, and Ed25519 signs the same bytes the
 * same way every time, so a signature is verified by making it again. Thread-safe.
 *
 * @see <a
 *     href="https://bot.q.qq.com/wiki/develop/api-v2/dev-prepare/interface-framework/sign.html">签名校验</a>
 */
final class QqSignature {
  private static final int SEED_BYTES = 32;
  private static final Pattern FORM = Pattern.compile("[0-9a-fA-F]{128}");

  private final PrivateKey key;

  /**
   * @param secret AppSecret; repeated, then cut to the 32 bytes of a seed
   */
  QqSignature(String secret) {
    try {
      key =
          KeyFactory.getInstance("Ed25519")
              .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed(secret)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Ed25519 belongs to every Java 25 runtime", e);
    }
  }

  private static byte[] seed(String secret) {
    var bytes = secret.getBytes(StandardCharsets.UTF_8);
    var seed = new byte[SEED_BYTES];
    for (int i = 0; i < SEED_BYTES; i++) {
      seed[i] = bytes[i % bytes.length];
    }
    return seed;
  }

  /** The signature over prefix and content together, in lower-case hexadecimal digits. */
  String of(String prefix, byte[] content) {
    return HexFormat.of().formatHex(signed(prefix, content));
  }

  /**
   * Whether it is the signature over timestamp and body together.
   *
   * @param timestamp exactly as in the header
   * @param body exactly as it came
   */
  boolean matches(String signature, String timestamp, byte[] body) {
    return FORM.matcher(signature).matches()
        && MessageDigest.isEqual(signed(timestamp, body), HexFormat.of().parseHex(signature));
  }

  private byte[] signed(String prefix, byte[] content) {
    try {
      var signature = Signature.getInstance("Ed25519");
      signature.initSign(key);
      signature.update(prefix.getBytes(StandardCharsets.UTF_8));
      signature.update(content);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Ed25519 signs any bytes", e);
    }
  }
}
