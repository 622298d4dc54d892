package org.qingsheng.bot.cadres;

import java.time.Instant;
import java.util.Optional;
import org.qingsheng.adapters.AskerId;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.bot.ledger.ItemId;

/**
 * One thing to tell one cadre.
 *
 * @param id also names the card on the platform
 * @param item what it is about, if it is about one
 * @param text complete words of what is no card; of a draft the name of the draft
 * @param urgent goes at once and alone
 * @param attempts made so far, the current one included
 */
public record CadreMessage(
    String id,
    ChannelId channel,
    AskerId member,
    Kind kind,
    Optional<ItemId> item,
    String text,
    boolean urgent,
    int attempts,
    Instant plannedAt) {
  /** What it is. */
  public enum Kind {
    /** An item that waits to be taken. */
    NEW(true),
    /** An item that a colleague gave to this cadre. */
    ASSIGNED(true),
    /** Several items at once. */
    DIGEST(true),
    /** What the cadre typed, to be confirmed. */
    DRAFT(false),
    /** An answer to something the cadre said. */
    TEXT(false);

    private final boolean notice;

    Kind(boolean notice) {
      this.notice = notice;
    }

    /** Whether it comes by itself, and so can be too much. */
    public boolean isNotice() {
      return notice;
    }
  }

  static CadreMessage text(String id, ChannelId channel, AskerId member, String words, Instant at) {
    return new CadreMessage(id, channel, member, Kind.TEXT, Optional.empty(), words, false, 0, at);
  }
}
