package org.qingsheng.adapters.webchat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.qingsheng.adapters.AskerId;
import org.qingsheng.adapters.ConversationId;
import org.qingsheng.adapters.IdempotencyKey;
import org.qingsheng.adapters.MessageId;

/**
 * The only place that builds or parses web chat ids. The cookie holds 128 random bits; everything
 * else uses its hash, so neither the database nor a log can open a session.
 */
final class WebChatIds {
  private static final Pattern COOKIE = Pattern.compile("[A-Za-z0-9_-]{22}");
  private static final Pattern CLIENT_ID = Pattern.compile("[A-Za-z0-9-]{8,64}");
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private WebChatIds() {}

  /** A session as its cookie and the hash that names it everywhere else. */
  record Session(String cookie, String hash) {
    AskerId asker() {
      return new AskerId(hash);
    }

    ConversationId conversation() {
      return new ConversationId(hash);
    }

    /** Unique in the channel: two sessions may make the same client id. */
    MessageId message(String clientId) {
      return new MessageId(hash + ":" + clientId);
    }
  }

  static Session newSession(RandomGenerator random) {
    var bits = new byte[16];
    random.nextBytes(bits);
    var cookie = BASE64.encodeToString(bits);
    return new Session(cookie, hash(cookie, 24));
  }

  static Optional<Session> session(Optional<String> cookie) {
    return cookie
        .filter(value -> COOKIE.matcher(value).matches())
        .map(value -> new Session(value, hash(value, 24)));
  }

  static boolean isClientId(String value) {
    return CLIENT_ID.matcher(value).matches();
  }

  /** The id the page made, out of the platform id. */
  static String clientId(MessageId id) {
    return id.value().substring(id.value().indexOf(':') + 1);
  }

  /** How a message of ours is known to the page: the same live and in the history. */
  static String told(IdempotencyKey key) {
    return "o-" + hash(key.value(), 12);
  }

  private static String hash(String value, int bytes) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      var all = digest.digest(value.getBytes(StandardCharsets.UTF_8));
      return BASE64.encodeToString(java.util.Arrays.copyOf(all, bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
