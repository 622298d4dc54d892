package org.qingsheng.bot.intake;

import java.util.Optional;
import java.util.function.Supplier;
import org.qingsheng.adapters.ChannelAdapter;
import org.qingsheng.adapters.ShowsLinks;
import org.qingsheng.bot.dialogue.Phrase;
import org.qingsheng.bot.dialogue.Wording;
import org.qingsheng.bot.ledger.Effect;
import org.qingsheng.bot.ledger.ItemId;
import org.qingsheng.bot.ledger.ItemNumber;
import org.qingsheng.bot.ledger.Outbound;
import org.qingsheng.bot.ledger.Purpose;
import org.qingsheng.bot.ledger.Turn;
import org.qingsheng.bot.pickup.PickUpLinks;

/**
 * Adds to a receipt where the answer can be picked up (取件网址), on channels whose window may be over
 * by then and that show links. Thread-safe.
 */
public final class PickUpHints {
  private final PickUpLinks links;
  private final Supplier<Wording> wording;

  /**
   * @param wording of now; it can change while the server runs
   */
  public PickUpHints(PickUpLinks links, Supplier<Wording> wording) {
    this.links = links;
    this.wording = wording;
  }

  Turn addTo(Turn turn, Optional<ChannelAdapter> adapter) {
    boolean wanted =
        adapter.isPresent()
            && !adapter.get().capabilities().freePush()
            && adapter.get() instanceof ShowsLinks shows
            && links.base().filter(shows::shows).isPresent();
    return wanted
        ? new Turn(
            turn.id(), turn.cause(), turn.at(), turn.effects().stream().map(this::hinted).toList())
        : turn;
  }

  private Effect hinted(Effect effect) {
    return effect instanceof Effect.Say(var message)
            && message.purpose() == Purpose.RECEIPT
            && message.item().isPresent()
        ? new Effect.Say(hinted(message, message.item().get()))
        : effect;
  }

  private Outbound hinted(Outbound message, ItemId item) {
    var link = links.of(item, ItemNumber.TO_COME);
    return message.saying(message.text() + "\n" + wording.get().say(Phrase.PICK_UP, "link", link));
  }
}
