package org.qingsheng.adapters.onebot;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.qingsheng.adapters.AskerId;
import org.qingsheng.adapters.Conversation;
import org.qingsheng.adapters.Conversation.GroupChat;
import org.qingsheng.adapters.Conversation.PrivateChat;
import org.qingsheng.adapters.ConversationId;
import org.qingsheng.adapters.MessageId;

/**
 * The only place that builds or parses ids of this platform: {@code ob:{self}:g{group}} and {@code
 * ob:{self}:u{user}} for conversations, the same and {@code :{message_id}} for messages. The group
 * is part of a message's id because NapCat derives {@code message_id} by hashing to 31 bits, which
 * collides across groups.
 */
final class OneBotIds {
  /** Ids are numbers kept as text: QQ numbers exceed 2^31 and some clients send strings. */
  private static final int MOST_DIGITS = 20;

  private static final Pattern CHAT = Pattern.compile("ob:(-?[0-9]{1,20}):([gu])(-?[0-9]{1,20})");

  private OneBotIds() {}

  /**
   * One conversation in the platform's own terms.
   *
   * @param self the QQ number of the bot
   * @param group whether {@code number} is a group, otherwise it is a person
   */
  record Chat(String self, boolean group, String number) {
    ConversationId id() {
      return new ConversationId("ob:" + self + (group ? ":g" : ":u") + number);
    }

    Conversation conversation() {
      return group ? new GroupChat(id()) : new PrivateChat(id());
    }

    MessageId message(String messageId) {
      return new MessageId(id().value() + ":" + messageId);
    }

    /** The platform's own number of a message, empty when it was not said in this conversation. */
    Optional<String> numberOf(MessageId message) {
      String prefix = id().value() + ":";
      if (!message.value().startsWith(prefix)) {
        return Optional.empty();
      }
      String number = message.value().substring(prefix.length());
      return isNumber(number) ? Optional.of(number) : Optional.empty();
    }
  }

  /** By hand, not by pattern: this runs five times for every message of every group. */
  static boolean isNumber(String text) {
    int first = text.startsWith("-") ? 1 : 0;
    int digits = text.length() - first;
    if (digits < 1 || digits > MOST_DIGITS) {
      return false;
    }
    for (int i = first; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  static Chat groupChat(String self, String group) {
    return new Chat(self, true, group);
  }

  static Chat privateChat(String self, String user) {
    return new Chat(self, false, user);
  }

  static AskerId asker(String user) {
    return new AskerId(user);
  }

  /** The person's QQ number; empty when the id is not one of ours, so that "all" is nobody. */
  static Optional<String> user(AskerId asker) {
    return isNumber(asker.value()) ? Optional.of(asker.value()) : Optional.empty();
  }

  static Optional<Chat> chat(ConversationId id) {
    Matcher matcher = CHAT.matcher(id.value());
    return matcher.matches()
        ? Optional.of(new Chat(matcher.group(1), matcher.group(2).equals("g"), matcher.group(3)))
        : Optional.empty();
  }
}
