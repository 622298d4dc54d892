package org.qingsheng.bot.pickup;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.qingsheng.bot.ledger.ItemId;

/**
 * Links to an item's pick-up page. Knowing a number opens nothing: the link carries a secret made
 * from the item and a key of the house, short enough to be typed. Thread-safe.
 */
public final class PickUpLinks {
  /** 12 of 32 characters are 60 bits; with few tries allowed nobody guesses one. */
  private static final int LENGTH = 12;

  /** No 0, i, l, o: read from a screenshot and typed, none is taken for another. */
  private static final char[] ALPHABET = "123456789abcdefghjkmnpqrstuvwxyz".toCharArray();

  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;
  private final URI publicUrl;

  /**
   * @param key of the house, at least 32 bytes
   * @param publicUrl how people reach the server, without a slash at the end
   */
  public PickUpLinks(byte[] key, URI publicUrl) {
    if (key.length < 32) {
      throw new IllegalArgumentException("a key has at least 32 bytes");
    }
    this.key = new SecretKeySpec(key, ALGORITHM);
    this.publicUrl = publicUrl;
  }

  /**
   * The link.
   *
   * @param number as it stands in the address; may be one still to come
   */
  public String of(ItemId item, String number) {
    return publicUrl + "/q/" + number + "?k=" + secret(item);
  }

  /** Where links lead to; empty if only this machine could open them. */
  public Optional<URI> base() {
    var host = publicUrl.getHost().toLowerCase(Locale.ROOT);
    return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]")
        ? Optional.empty()
        : Optional.of(publicUrl);
  }

  /** Whether that is the item's secret; takes the same time whatever is wrong with it. */
  public boolean opens(ItemId item, String given) {
    return MessageDigest.isEqual(
        secret(item).getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
  }

  private String secret(ItemId item) {
    try {
      var mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      var digest = mac.doFinal(("pick-up:" + item.value()).getBytes(StandardCharsets.UTF_8));
      var secret = new StringBuilder(LENGTH);
      for (int i = 0; i < LENGTH; i++) {
        secret.append(ALPHABET[digest[i] & 31]);
      }
      return secret.toString();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has " + ALGORITHM, e);
    }
  }
}
