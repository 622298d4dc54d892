package org.qingsheng.bot.delivery;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.qingsheng.adapters.ChannelAdapter;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.IdempotencyKey;
import org.qingsheng.bot.dialogue.TextSplit;
import org.qingsheng.bot.ledger.Committed;
import org.qingsheng.bot.ledger.Effect;
import org.qingsheng.bot.ledger.LedgerStore;
import org.qingsheng.bot.ledger.Outbound;
import org.qingsheng.bot.ledger.OutboundId;
import org.qingsheng.bot.ledger.Purpose;
import org.qingsheng.bot.ledger.Turn;

/**
 * Cuts what is longer than one message of its channel into numbered parts (分段), before it is
 * stored: each part is a message of its own, with its own key, quota and end. The last one is the
 * answer; before it arrived nothing is answered. Whoever says something need not know how much a
 * channel takes. Thread-safe.
 */
public final class Sized implements LedgerStore {
  /** Room for （10/12） and the line end behind it. */
  private static final int NUMBER = "（99/99）\n".getBytes(StandardCharsets.UTF_8).length;

  /** A channel that is switched off; when it is on again, any channel takes so much. */
  private static final int UNKNOWN = 2_048;

  private final LedgerStore store;
  private final Map<ChannelId, ChannelAdapter> adapters;
  private final Manners manners;

  /**
   * @param store keeps what fits
   */
  public Sized(LedgerStore store, Map<ChannelId, ChannelAdapter> adapters, Manners manners) {
    this.store = store;
    this.adapters = adapters;
    this.manners = manners;
  }

  @Override
  public CompletableFuture<Committed> commit(Turn turn) {
    boolean fits = turn.effects().stream().noneMatch(this::isTooLong);
    return store.commit(
        fits
            ? turn
            : new Turn(
                turn.id(),
                turn.cause(),
                turn.at(),
                turn.effects().stream().flatMap(this::parts).toList()));
  }

  private boolean isTooLong(Effect effect) {
    return effect instanceof Effect.Say(var message)
        && TextSplit.bytes(message.text()) > room(message);
  }

  private int room(Outbound message) {
    var adapter = adapters.get(message.to().channel());
    return adapter == null ? UNKNOWN : manners.capabilities(adapter).maxTextBytes();
  }

  private Stream<Effect> parts(Effect effect) {
    return isTooLong(effect) && effect instanceof Effect.Say(var message)
        ? parts(message).stream().map(Effect.Say::new)
        : Stream.of(effect);
  }

  private List<Outbound> parts(Outbound whole) {
    var texts = TextSplit.inBytes(whole.text(), room(whole) - NUMBER);
    var parts = new ArrayList<Outbound>();
    for (int i = 0; i < texts.size(); i++) {
      boolean last = i == texts.size() - 1;
      var id = i == 0 ? whole.id() : new OutboundId(whole.id() + "-%02d".formatted(i + 1));
      parts.add(
          new Outbound(
              id,
              i == 0 ? whole.key() : new IdempotencyKey("part:" + id),
              whole.item(),
              whole.to(),
              whole.inReplyTo(),
              whole.mention(),
              last || !whole.purpose().isAnswer() ? whole.purpose() : Purpose.SERVICE,
              "（%d/%d）\n%s".formatted(i + 1, texts.size(), texts.get(i)),
              last ? whole.choices() : List.of(),
              whole.notBefore()));
    }
    return parts;
  }
}
