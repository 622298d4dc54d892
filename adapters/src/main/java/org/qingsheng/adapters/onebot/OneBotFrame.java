package org.qingsheng.adapters.onebot;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.qingsheng.adapters.InboundEvent;
import org.qingsheng.adapters.InboundEvent.GroupChanged;
import org.qingsheng.adapters.MessageId;
import org.qingsheng.adapters.onebot.OneBotIds.Chat;

/** What one text frame from the QQ client means. */
sealed interface OneBotFrame {
  /** Something for the bot. */
  record Event(InboundEvent event) implements OneBotFrame {}

  /**
   * This account may not speak in a group.
   *
   * @param event the same, for the bot
   * @param until when it may again
   */
  record SelfMuted(Chat group, GroupChanged event, Instant until) implements OneBotFrame {}

  /** This account may speak again. */
  record SelfUnmuted(Chat group, GroupChanged event) implements OneBotFrame {}

  /** This account itself said something: never answered, only remembered for quotes. */
  record OwnMessage(MessageId id) implements OneBotFrame {}

  /** The client is ready. */
  record Connected() implements OneBotFrame {}

  /**
   * A sign of life.
   *
   * @param online whether the QQ account is logged in
   * @param interval until the next one, if told
   */
  record Heartbeat(boolean online, Optional<Duration> interval) implements OneBotFrame {}

  /** The QQ account was logged out (NapCat's {@code bot_offline}). */
  record WentOffline() implements OneBotFrame {}

  /**
   * The answer to a call of ours.
   *
   * @param echo which call
   * @param data its result; a missing node when there is none
   */
  record Answer(String echo, String status, int retcode, String message, JsonNode data)
      implements OneBotFrame {
    boolean ok() {
      return status.equals("ok") && retcode == 0;
    }

    /** 1404 by NapCat and LLBot, 404 by others: the client does not know the action. */
    boolean unknownAction() {
      return retcode == 1404 || retcode == 404;
    }
  }

  /**
   * Not OneBot, or not usable: counted and passed over.
   *
   * @param why for the log; never content of the frame
   */
  record Nonsense(String why) implements OneBotFrame {}
}
