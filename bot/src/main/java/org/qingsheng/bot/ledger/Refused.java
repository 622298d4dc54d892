package org.qingsheng.bot.ledger;

/**
 * The ledger did not accept what was to happen to an item, because of where the item stands:
 * somebody else has taken it, it is answered already. Nothing of the turn was kept.
 */
public final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Item item;
  private final Why why;

  /** Why it was refused; the console explains each in its own words. */
  public enum Why {
    /** Taken by another cadre. */
    TAKEN,
    /** An answer was given already. */
    ANSWERED_ALREADY,
    /** Only who has taken it may do this. */
    NOT_YOURS,
    /** It is not in a state in which this can happen. */
    NOT_NOW
  }

  public Refused(Item item, Why why, ItemEvent event) {
    super(
        "item %s is %s: %s cannot happen (%s)"
            .formatted(item.number(), item.state(), event.getClass().getSimpleName(), why));
    this.item = item;
    this.why = why;
  }

  /** Something happened to the item since it was looked at. */
  public Refused(Item item) {
    super("item %s is %s: it changed meanwhile".formatted(item.number(), item.state()));
    this.item = item;
    this.why = Why.NOT_NOW;
  }

  /** The item as it stood when the event was refused. */
  public Item item() {
    return item;
  }

  public Why why() {
    return why;
  }
}
