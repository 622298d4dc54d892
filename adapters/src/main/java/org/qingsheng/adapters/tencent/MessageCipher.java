package org.qingsheng.adapters.tencent;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tencent's signature and message encryption (消息加解密): SHA-1 over the sorted parts, AES-256-CBC with
 * padding to 32 bytes around {@code random(16) length(4) message id}. The trailing id is the AppID
 * of an official account, the CorpID of a WeCom application, and empty for a 智能机器人. Own code,
 * because WxJava's compares signatures in variable time and never looks at the id. Thread-safe.
 *
 * @see <a
 *     href="https://developers.weixin.qq.com/doc/oplatform/Third-party_Platforms/2.0/api/Before_Develop/Technical_Plan.html">消息加解密技术方案</a>
 */
public final class MessageCipher {
  private static final int RANDOM = 16;
  private static final int HEAD = RANDOM + Integer.BYTES;
  private static final int PAD_BLOCK = 32;
  private static final int AES_BLOCK = 16;

  private final String token;
  private final byte[] trailingId;
  private final SecureRandom random;
  private final SecretKeySpec key;
  private final IvParameterSpec iv;

  /**
   * @param aesKey EncodingAESKey, 43 characters
   * @param trailingId whose messages these are; may be empty
   */
  public MessageCipher(String token, String aesKey, String trailingId, SecureRandom random) {
    this.token = token;
    this.trailingId = trailingId.getBytes(StandardCharsets.UTF_8);
    this.random = random;
    var bytes = Base64.getDecoder().decode(aesKey + "=");
    this.key = new SecretKeySpec(bytes, "AES");
    this.iv = new IvParameterSpec(bytes, 0, AES_BLOCK);
  }

  /** Whether {@code signature} is right; takes the same time wherever it is wrong. */
  public static boolean isSigned(String signature, String... parts) {
    return MessageDigest.isEqual(
        signature.getBytes(StandardCharsets.UTF_8), sign(parts).getBytes(StandardCharsets.UTF_8));
  }

  /** Lower-case hex SHA-1 of the parts in lexical order. */
  public static String sign(String... parts) {
    var sorted = parts.clone();
    Arrays.sort(sorted);
    try {
      var digest = MessageDigest.getInstance("SHA-1");
      for (var part : sorted) {
        digest.update(part.getBytes(StandardCharsets.UTF_8));
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-1 belongs to every Java runtime", e);
    }
  }

  /**
   * Checks and opens an {@code Encrypt} element.
   *
   * @throws ForgedMessageException if it is not what the platform made for this id
   */
  public byte[] open(String encrypt, String signature, String timestamp, String nonce)
      throws ForgedMessageException {
    if (!isSigned(signature, token, timestamp, nonce, encrypt)) {
      throw new ForgedMessageException("msg_signature");
    }
    var plain = decrypted(encrypt);
    int pad = plain[plain.length - 1] & 0xff;
    int end = plain.length - pad;
    if (pad < 1 || pad > PAD_BLOCK || end < HEAD) {
      throw new ForgedMessageException("padding");
    }
    int length = ByteBuffer.wrap(plain, RANDOM, Integer.BYTES).getInt();
    if (length < 0 || length > end - HEAD) {
      throw new ForgedMessageException("length");
    }
    if (!MessageDigest.isEqual(Arrays.copyOfRange(plain, HEAD + length, end), trailingId)) {
      throw new ForgedMessageException("trailing id");
    }
    return Arrays.copyOfRange(plain, HEAD, HEAD + length);
  }

  /**
   * A message of ours, encrypted and signed.
   *
   * @param timestamp seconds since 1970
   */
  public record Sealed(String encrypt, String signature, String timestamp, String nonce) {
    /** The XML around it, as a passive reply wants it. */
    public String xml() {
      return "<xml><Encrypt><![CDATA[%s]]></Encrypt><MsgSignature><![CDATA[%s]]></MsgSignature><TimeStamp>%s</TimeStamp><Nonce><![CDATA[%s]]></Nonce></xml>"
          .formatted(encrypt, signature, timestamp, nonce);
    }
  }

  /** Seals with a nonce of our own. */
  public Sealed sealed(String message, String timestamp) {
    return sealed(message, timestamp, Long.toUnsignedString(random.nextLong()));
  }

  /** Seals with the nonce of the request that is answered. */
  public Sealed sealed(String message, String timestamp, String nonce) {
    var encrypt = encrypted(message.getBytes(StandardCharsets.UTF_8));
    return new Sealed(encrypt, sign(token, timestamp, nonce, encrypt), timestamp, nonce);
  }

  private byte[] decrypted(String encrypt) throws ForgedMessageException {
    try {
      var bytes = Base64.getDecoder().decode(encrypt);
      if (bytes.length == 0 || bytes.length % AES_BLOCK != 0) {
        throw new ForgedMessageException("ciphertext length");
      }
      return cipher(Cipher.DECRYPT_MODE).doFinal(bytes);
    } catch (IllegalArgumentException e) {
      throw new ForgedMessageException("base64");
    } catch (GeneralSecurityException e) {
      throw new ForgedMessageException("ciphertext");
    }
  }

  private String encrypted(byte[] message) {
    int bare = HEAD + message.length + trailingId.length;
    int pad = PAD_BLOCK - bare % PAD_BLOCK;
    var head = new byte[RANDOM];
    random.nextBytes(head);
    var plain =
        ByteBuffer.allocate(bare + pad)
            .put(head)
            .putInt(message.length)
            .put(message)
            .put(trailingId);
    Arrays.fill(plain.array(), bare, bare + pad, (byte) pad);
    try {
      return Base64.getEncoder().encodeToString(cipher(Cipher.ENCRYPT_MODE).doFinal(plain.array()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("could not encrypt a reply", e);
    }
  }

  /** The padding is Tencent's own, to 32 bytes, so the cipher must not touch it. */
  private Cipher cipher(int mode) throws GeneralSecurityException {
    var cipher = Cipher.getInstance("AES/CBC/NoPadding");
    cipher.init(mode, key, iv);
    return cipher;
  }
}
