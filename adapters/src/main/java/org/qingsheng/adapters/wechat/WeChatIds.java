package org.qingsheng.adapters.wechat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.qingsheng.adapters.AskerId;
import org.qingsheng.adapters.Conversation;
import org.qingsheng.adapters.Conversation.PrivateChat;
import org.qingsheng.adapters.ConversationId;
import org.qingsheng.adapters.MessageId;

/** The only place that builds or reads WeChat's ids. */
final class WeChatIds {
  private static final Pattern OPENID = Pattern.compile("[A-Za-z0-9_-]{1,100}");
  private static final Pattern MSG_ID = Pattern.compile("[0-9]{1,20}");
  private static final int LONGEST_PLAIN_EVENT_ID = 180;

  private WeChatIds() {}

  static boolean isOpenid(String value) {
    return OPENID.matcher(value).matches();
  }

  static boolean isMsgId(String value) {
    return MSG_ID.matcher(value).matches();
  }

  static AskerId asker(String openid) {
    return new AskerId(openid);
  }

  static String openid(AskerId asker) {
    return asker.value();
  }

  /** An openid means a person only within one account, so the account is part of the key. */
  static Conversation chat(String appId, String openid) {
    return new PrivateChat(new ConversationId("mp:" + appId + ":" + openid));
  }

  /**
   * Whether a conversation is the one with this person on this account. It is also known by the
   * openid alone, as an event without a chat leaves it.
   */
  static boolean isChatWith(String appId, AskerId asker, Conversation conversation) {
    return isOpenid(asker.value())
        && (conversation.id().value().equals(asker.value())
            || conversation.equals(chat(appId, asker.value())));
  }

  static MessageId message(String msgId) {
    return new MessageId(msgId);
  }

  /**
   * Events carry no MsgId; WeChat says to tell repeats by sender and time. Type and key are added,
   * because a person can follow and scan within one second.
   */
  static MessageId event(String openid, String createTime, String event, String eventKey) {
    var id = "ev:%s:%s:%s:%s".formatted(openid, createTime, event, eventKey);
    return new MessageId(id.length() <= LONGEST_PLAIN_EVENT_ID ? id : "ev:" + sha256(id));
  }

  private static String sha256(String text) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 belongs to every Java runtime", e);
    }
  }
}
