package org.qingsheng.adapters.onebot;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.qingsheng.adapters.LooksUpSent.Found;
import org.qingsheng.adapters.MessageId;
import org.qingsheng.adapters.OutboundMessage;
import org.qingsheng.adapters.onebot.OneBotHistory.Reach;
import org.qingsheng.adapters.onebot.OneBotHistory.Read;
import org.qingsheng.adapters.onebot.OneBotIds.Chat;

/**
 * Looks for a message of ours in the platform's history, after a send whose end is not known.
 *
 * <p>The same stored answer may go to several people in one minute, so text alone proves nothing:
 * the person named and the question quoted must agree too, where the history shows them, and a
 * message known to come from another send is passed over.
 */
final class SentLookUp {
  /** The platform's clock and ours may differ by this much; its times are whole seconds. */
  private static final Duration TOLERANCE = Duration.ofSeconds(2);

  private final OneBotHistory history;
  private final OwnMessages own;

  SentLookUp(OneBotHistory history, OwnMessages own) {
    this.history = history;
    this.own = own;
  }

  Found find(OneBotAccount account, Chat chat, OutboundMessage message, Instant notBefore) {
    Instant from = notBefore.minus(TOLERANCE);
    Optional<String> question = message.quote().flatMap(chat::numberOf);
    Read read =
        history.read(account, chat, from, item -> question.equals(Optional.of(item.number())));
    return switch (read) {
      case Read.NotServed() -> new Found.CannotTell("QQ 客户端不提供历史消息", false);
      case Read.Failed(var reason, _) -> new Found.CannotTell("没有取到历史消息：" + reason, true);
      case Read.Items(var items, var reach) -> {
        Optional<MessageId> found =
            items.stream()
                .filter(item -> !item.at().isBefore(from))
                .filter(
                    item -> item.said().filter(said -> says(said, message, question)).isPresent())
                .map(item -> chat.message(item.number()))
                .filter(id -> !own.isOfAnother(id, message.key()))
                .findFirst();
        if (found.isPresent()) {
          own.sent(found.get(), message.key());
          yield new Found.Sent(found);
        }
        yield reach == Reach.FAR_ENOUGH
            ? new Found.Absent()
            : new Found.CannotTell("历史消息不够长，看不到发送时刻之前", reach == Reach.BROKEN_OFF);
      }
    };
  }

  private static boolean says(
      MessageContent said, OutboundMessage message, Optional<String> question) {
    boolean sameAsker =
        said.mentions().isEmpty() || said.mentions().contains(message.asker().value());
    boolean sameQuestion =
        said.quoted().isEmpty() || question.isEmpty() || said.quoted().equals(question);
    return sameAsker && sameQuestion && plain(said.text()).equals(plain(message.text()));
  }

  /** QQ changes line ends and blanks at both ends. */
  private static String plain(String text) {
    return text.replace("\r\n", "\n").replace('\r', '\n').strip();
  }
}
