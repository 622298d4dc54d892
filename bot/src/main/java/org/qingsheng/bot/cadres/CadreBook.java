package org.qingsheng.bot.cadres;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.qingsheng.adapters.AskerId;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.MessageId;
import org.qingsheng.bot.cadres.CadreMessage.Kind;
import org.qingsheng.bot.ledger.Item;
import org.qingsheng.bot.ledger.ItemId;
import org.qingsheng.bot.people.AccountId;

/**
 * What is remembered of the work over a staff channel: what was said, and is to be. Thread-safe.
 */
public interface CadreBook {
  /** Whether what a member said was carried out already. */
  boolean heard(ChannelId channel, MessageId message);

  /**
   * That something a member said was carried out: together with what it leads to, all or nothing.
   *
   * @return false, and nothing is kept, if it was carried out before
   */
  boolean carriedOut(ChannelId channel, MessageId message, Instant at, Outcome outcome);

  /**
   * What something said leads to.
   *
   * @param says to the cadre
   * @param hand what the cadre has in hand from now on; empty leaves it as it is
   * @param tapped the card it was tapped on
   */
  record Outcome(List<CadreMessage> says, Optional<NewHand> hand, Optional<Tapped> tapped) {
    public Outcome {
      says = List.copyOf(says);
    }
  }

  /** What an account has in hand from now on; nothing at all if {@code hand} is empty. */
  record NewHand(AccountId account, Optional<Hand> hand) {}

  /**
   * What a cadre has in hand: what they type is about this item.
   *
   * @param draft typed, not yet sent
   */
  record Hand(ItemId item, Optional<Draft> draft) {}

  /**
   * @param id named on the card that asks whether to send it
   */
  record Draft(String id, String text) {}

  /**
   * A card was tapped.
   *
   * @param code by which it may be changed once, in the place of the one before
   * @param ending what it is to show instead of its buttons; empty leaves them
   */
  record Tapped(String card, String code, Optional<String> ending) {}

  Optional<Hand> hand(AccountId account);

  /**
   * Puts messages on their way and remembers that the reader's events up to {@code position} have
   * been looked at, both or neither; does nothing if they have been already.
   */
  void plan(String reader, long position, List<CadreMessage> messages, Instant now);

  /** Members of the channel for whom something is due. */
  List<Due> due(ChannelId channel, Instant now, int limit);

  record Due(ChannelId channel, AskerId member) {}

  /** Takes what is due for the member, oldest first; nobody else gets it before {@code until}. */
  List<CadreMessage> take(Due due, Instant now, Instant until);

  /** When the member was told something after that moment, and of which kind; oldest first. */
  List<Told> told(Due due, Instant after);

  record Told(Kind kind, Instant at) {}

  /**
   * It was told.
   *
   * @param code by which the card may be changed once
   */
  void sent(CadreMessage message, Instant at, Optional<String> code);

  /** It waits without having been tried. */
  void later(CadreMessage message, Instant notBefore);

  /** It was tried and did not go. */
  void again(CadreMessage message, String problem, Instant notBefore);

  /** It need not be told any more. */
  void stale(CadreMessage message, Instant at);

  /** Given up. */
  void dead(CadreMessage message, String problem, Instant at);

  /** One message takes the place of several; nobody else gets it before {@code until}. */
  void group(List<CadreMessage> several, CadreMessage one, Instant at, Instant until);

  /** Cards that offer to take an item which does not wait any more. */
  List<OpenCard> overtaken(int limit);

  /** A card whose buttons are there although what they do is over. */
  record OpenCard(String id, Item item) {}

  /** What the card is to show instead of its buttons. */
  void end(String card, String ending);

  /**
   * Takes the channel's cards that are to be changed; nobody else gets them before {@code until}.
   */
  List<Ending> endings(ChannelId channel, Instant now, Instant until, int limit);

  /**
   * @param attempts made so far, the current one included
   */
  record Ending(String card, ChannelId channel, String code, String ending, int attempts) {}

  /** The card shows it, or can never be changed any more. */
  void ended(Ending ending);

  void endAgain(Ending ending, Instant notBefore);

  /** Forgets what ended before that time. */
  void forget(Instant before);
}
