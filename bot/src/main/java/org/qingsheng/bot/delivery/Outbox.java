package org.qingsheng.bot.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.qingsheng.adapters.Capabilities.Opener;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.ConversationId;
import org.qingsheng.adapters.MessageId;
import org.qingsheng.bot.ledger.DialogueKey;
import org.qingsheng.bot.ledger.ItemId;
import org.qingsheng.bot.ledger.Outbound;
import org.qingsheng.bot.ledger.OutboundId;
import org.qingsheng.bot.ledger.OutboundState;
import org.qingsheng.bot.people.Scope;

/**
 * Messages on their way out (发件箱), as delivery reads them. Their ends are written by the ledger.
 * Thread-safe.
 */
public interface Outbox {
  /**
   * Takes planned messages whose time has come, oldest first; nobody else gets them meanwhile.
   *
   * @param leftToOthers for how long what this process tried last in vain is left to others, one of
   *     which may have the connection that it lacks; none when there are no others
   */
  List<Outbound> leaseDue(Instant now, Duration leftToOthers, int limit);

  /**
   * Messages that a process took and never reported on: it was killed.
   *
   * @param single whether this process is the only one, so that every lease of another name is dead
   */
  List<Leased> abandoned(Instant now, boolean single, int limit);

  /**
   * Puts back messages that were taken and did not travel. Nothing has ended, so nothing is told to
   * the ledger: a channel that stays away for days adds no rows.
   *
   * @param notBefore when to take them up again
   * @param tried whether this was an attempt to send, or their turn had not come
   */
  void postpone(List<OutboundId> messages, String reason, Instant notBefore, boolean tried);

  /** What was to be said in answer to an inbound message, in order. */
  List<Standing> answersTo(ChannelId channel, MessageId message);

  Optional<Standing> find(OutboundId id);

  /** The person's last opened answer window, over or not. */
  Optional<OpenWindow> window(DialogueKey talk);

  /** Messages of an item that have not certainly arrived, in order. */
  List<Standing> undelivered(ItemId item);

  /** When the channel took messages, oldest first. */
  List<Sent> sentSince(ChannelId channel, Instant since);

  /** Messages that wait for something, those to be sent soonest first. */
  List<Stuck> waiting(Scope scope, int limit);

  /** Messages a person should look at, newest first. */
  List<Stuck> stuck(Scope scope, int limit);

  long count(ChannelId channel, OutboundState state);

  /**
   * Since when the oldest message of each channel waits that should have been sent by now; channels
   * without one are not in it. What waits for its asker or for an agreed time does not count.
   */
  Map<String, Instant> waitingSince(Instant now);

  /**
   * A message taken by a process that is gone.
   *
   * @param since when it was taken; it was sent then or not at all
   */
  record Leased(Outbound message, Instant since) {}

  /**
   * A message and where it stands.
   *
   * @param leasedSince when it was last taken for sending, if it is being sent
   * @param passive whether it went inside the exchange of the message it answers
   */
  record Standing(
      Outbound message,
      OutboundState state,
      Optional<String> reason,
      int attempts,
      Optional<Instant> leasedSince,
      boolean passive,
      Optional<MessageId> platformId) {}

  /** An answer window (回复窗口). */
  record OpenWindow(
      Opener opener, MessageId message, Instant openedAt, Instant expiresAt, int remaining) {}

  /** One message that a platform took. */
  record Sent(ConversationId conversation, Instant at) {}

  /** A message that does not move, with its item's number. */
  record Stuck(Standing standing, Optional<String> itemNumber) {}
}
