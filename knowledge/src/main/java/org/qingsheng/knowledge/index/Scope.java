package org.qingsheng.knowledge.index;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.qingsheng.knowledge.Decision.Reason;
import org.qingsheng.knowledge.Entry;
import org.qingsheng.knowledge.Query;
import org.qingsheng.knowledge.RegionCode;

/**
 * The hard filters of one query: where, for whom and when an entry must hold to answer it. They
 * fail closed: what does not pass all three is not answered, whatever its score. Pure and
 * immutable.
 */
public final class Scope {
  /**
   * Validity is counted in days of this zone: from 00:00:00 of the first to the end of the last.
   */
  private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

  /**
   * How long an entry that was replaced still tells people of its successor (row A16); after that
   * the successor speaks for itself.
   */
  static final int REDIRECTED_DAYS = 180;

  private final List<RegionCode> regions;
  private final Set<String> audience;
  private final LocalDate day;

  private Scope(List<RegionCode> regions, Set<String> audience, LocalDate day) {
    this.regions = regions;
    this.audience = audience;
    this.day = day;
  }

  public static Scope of(Query query) {
    return new Scope(query.regions(), query.audience(), day(query));
  }

  /** The day for which validity is judged. */
  static LocalDate day(Query query) {
    return LocalDate.ofInstant(query.at(), ZONE);
  }

  public boolean allows(Entry entry) {
    return distance(entry) >= 0 && concerns(entry) && inForce(entry);
  }

  /** Why the entry may not answer; empty when it may. */
  public Optional<Reason> refusal(Entry entry) {
    if (distance(entry) < 0) {
      return Optional.of(new Reason.OtherRegion(entry));
    }
    if (!concerns(entry)) {
      return Optional.of(new Reason.OtherAudience(entry));
    }
    return inForce(entry) ? Optional.empty() : Optional.of(new Reason.NotInForce(entry));
  }

  /** Steps from the asker's own region to the entry's; 0 is nearest, -1 is elsewhere. */
  public int distance(Entry entry) {
    return regions.indexOf(entry.region());
  }

  /** Whether the entry was replaced so long ago that it is not even mentioned. */
  public boolean isForgotten(Entry entry) {
    return entry.supersededBy().isPresent()
        && entry.validUntil().isPresent()
        && day.isAfter(entry.validUntil().get().plusDays(REDIRECTED_DAYS));
  }

  /** Nobody is turned away for what is not known about them. */
  private boolean concerns(Entry entry) {
    return entry.audience().isEmpty()
        || audience.isEmpty()
        || !Collections.disjoint(entry.audience(), audience);
  }

  private boolean inForce(Entry entry) {
    return (entry.validFrom().isEmpty() || !day.isBefore(entry.validFrom().get()))
        && (entry.validUntil().isEmpty() || !day.isAfter(entry.validUntil().get()));
  }
}
