package org.qingsheng.bot.curation;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.qingsheng.bot.ledger.ItemId;
import org.qingsheng.knowledge.Entry;

/**
 * One version of an entry and where it stands (修订). Immutable.
 *
 * @param author account that began it, or {@link #SEED}
 * @param editors every account that wrote at it, the author included
 * @param reviewer account that published it, or sent it back
 * @param originItem the item whose answer it came from
 * @param emergency published without a second person (紧急发布); stays for ever
 * @param note reason of return, retirement or emergency
 * @param updatedAt different after every change, so that it tells what somebody has seen
 */
public record Revision(
    Entry content,
    State state,
    String author,
    List<String> editors,
    Optional<String> reviewer,
    Optional<ItemId> originItem,
    boolean emergency,
    String note,
    Instant createdAt,
    Instant updatedAt,
    Optional<Instant> publishedAt) {
  /** Author of the entries that came with the program. */
  public static final String SEED = "seed";

  public Revision {
    editors = List.copyOf(editors);
  }

  public RevisionId id() {
    return new RevisionId(content.id(), content.version());
  }

  public boolean wasWrittenBy(String account) {
    return author.equals(account) || editors.contains(account);
  }

  /** Where a version stands. */
  public enum State {
    DRAFT("草稿"),
    IN_REVIEW("审核中"),
    PUBLISHED("已发布"),
    /** A newer version took its place. */
    SUPERSEDED("已被替代"),
    RETIRED("已下架"),
    RETURNED("已退回");

    private final String label;

    State(String label) {
      this.label = label;
    }

    public String label() {
      return label;
    }

    /** Whether somebody is still at work on it. */
    public boolean isOpen() {
      return this == DRAFT || this == IN_REVIEW || this == RETURNED;
    }
  }
}
