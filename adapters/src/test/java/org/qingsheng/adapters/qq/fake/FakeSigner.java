package org.qingsheng.adapters.qq.fake;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.HexFormat;

/** Signs as QQ does, from the same secret. */
public final class FakeSigner {
  private final PrivateKey key;

  public FakeSigner(String secret) {
    var text = new StringBuilder(secret);
    while (text.toString().getBytes(StandardCharsets.UTF_8).length < 32) {
      text.append(secret);
    }
    var seed = Arrays.copyOf(text.toString().getBytes(StandardCharsets.UTF_8), 32);
    try {
      key =
          KeyFactory.getInstance("EdDSA")
              .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Over timestamp and body, in hexadecimal digits. */
  public String sign(String timestamp, byte[] body) {
    try {
      var signature = Signature.getInstance("EdDSA");
      signature.initSign(key);
      signature.update(timestamp.getBytes(StandardCharsets.US_ASCII));
      signature.update(body);
      return HexFormat.of().formatHex(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
