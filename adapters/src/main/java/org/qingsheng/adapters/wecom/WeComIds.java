package org.qingsheng.adapters.wecom;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import org.qingsheng.adapters.AskerId;
import org.qingsheng.adapters.Conversation;
import org.qingsheng.adapters.Conversation.GroupChat;
import org.qingsheng.adapters.Conversation.PrivateChat;
import org.qingsheng.adapters.ConversationId;
import org.qingsheng.adapters.IdempotencyKey;
import org.qingsheng.adapters.MessageId;

/** The only place that builds or reads WeCom's ids. */
final class WeComIds {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_@.=+/-]{1,128}");
  private static final int LONGEST_PLAIN = 180;

  /** 24 bytes are 32 characters of Base64, which is all WeCom takes. */
  private static final int OWN_MSGID_BYTES = 24;

  private WeComIds() {}

  /** A 客服 account together with one of its customers. */
  record Customer(String openKfId, String externalUserId) {}

  /** Whether it may be a userid, external_userid, chatid, open_kfid. */
  static boolean isId(String value) {
    return ID.matcher(value).matches();
  }

  static Conversation customerChat(Customer customer) {
    return new PrivateChat(
        new ConversationId("kf:%s:%s".formatted(customer.openKfId(), customer.externalUserId())));
  }

  /** Reads what {@link #customerChat} built. */
  static Optional<Customer> customer(Conversation conversation) {
    var parts = conversation.id().value().split(":", -1);
    return parts.length == 3 && parts[0].equals("kf")
        ? Optional.of(new Customer(parts[1], parts[2]))
        : Optional.empty();
  }

  static Conversation botGroup(String botId, String chatId) {
    return new GroupChat(new ConversationId("bot:%s:%s".formatted(botId, chatId)));
  }

  static Conversation botChat(String botId, String userId) {
    return new PrivateChat(new ConversationId("bot:%s:%s".formatted(botId, userId)));
  }

  /** The chatid or userid in what {@link #botGroup} or {@link #botChat} built. */
  static Optional<String> botPeer(Conversation conversation) {
    var parts = conversation.id().value().split(":", 3);
    return parts.length == 3 && parts[0].equals("bot") ? Optional.of(parts[2]) : Optional.empty();
  }

  static Conversation memberChat(String corpId, String userId) {
    return new PrivateChat(new ConversationId("app:%s:%s".formatted(corpId, userId)));
  }

  /**
   * Whether a conversation is the one with this member. It is also known by the userid alone, as an
   * event without a chat leaves it.
   */
  static boolean isMemberChat(String corpId, AskerId asker, Conversation conversation) {
    return isId(asker.value())
        && (conversation.id().value().equals(asker.value())
            || conversation.equals(memberChat(corpId, asker.value())));
  }

  /** A platform's id as it is, or its digest where it is too long. */
  static MessageId message(String msgId) {
    return new MessageId(msgId.length() <= LONGEST_PLAIN ? msgId : "sha:" + hex(msgId));
  }

  /** Events carry no MsgId; sender, time, type and key together tell repeats. */
  static MessageId event(String userId, String createTime, String event, String key) {
    return message("ev:%s:%s:%s:%s".formatted(userId, createTime, event, key));
  }

  /**
   * Our own msgid for send_msg: the same for every attempt at one message, 32 characters of {@code
   * [0-9a-zA-Z_-]}.
   */
  static String ownMsgid(IdempotencyKey key) {
    return digest(key.value());
  }

  /** 32 characters of {@code [0-9a-zA-Z_-]} that stand for the text. */
  static String digest(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(Arrays.copyOf(sha256(text), OWN_MSGID_BYTES));
  }

  /** 64 bits that stand for the text. */
  static long number(String text) {
    return ByteBuffer.wrap(sha256(text)).getLong();
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(sha256(text));
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 belongs to every Java runtime", e);
    }
  }
}
