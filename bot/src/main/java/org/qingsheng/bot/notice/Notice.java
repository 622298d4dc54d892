package org.qingsheng.bot.notice;

import java.util.Optional;
import org.qingsheng.bot.ledger.ItemId;

/**
 * One thing to tell one receiver.
 *
 * @param id told with it, the same at every attempt, so that the receiver can drop what it has seen
 * @param lane notices of one lane to one receiver arrive in the order of {@code position}
 * @param about the event it tells; its content is put together when it is sent, so that words
 *     recalled or erased meanwhile do not go out
 * @param body complete content where there is no event
 * @param attempts made so far, the current one included
 */
public record Notice(
    String id,
    String receiver,
    String lane,
    long position,
    Optional<About> about,
    String body,
    int attempts) {
  /** One event of one item. */
  public record About(ItemId item, int seq) {}

  static Notice of(Receiver.Webhook to, LedgerEvent event) {
    return new Notice(
        to.id() + "-" + event.position(),
        to.id(),
        event.item().id().value(),
        event.position(),
        Optional.of(new About(event.item().id(), event.seq())),
        "",
        0);
  }
}
