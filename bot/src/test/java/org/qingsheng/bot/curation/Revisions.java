package org.qingsheng.bot.curation;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.qingsheng.bot.curation.Revision.State;
import org.qingsheng.knowledge.Entry;
import org.qingsheng.knowledge.EntryId;
import org.qingsheng.knowledge.RegionCode;

/** Makes entries and versions for tests. */
public final class Revisions {
  private Revisions() {}

  public static Entry anEntry(String id, String region) {
    return anEntry(id, region, "问题" + id);
  }

  public static Entry anEntry(String id, String region, String question) {
    return new Entry(
        new EntryId(id),
        1,
        question,
        List.of("换个说法" + id),
        "答案",
        Optional.empty(),
        "",
        Entry.Kind.GUIDE,
        "就业服务",
        new RegionCode(region),
        Set.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        "县人社局",
        List.of(),
        Optional.empty());
  }

  public static Revision of(Entry entry, State state, String author, Instant at) {
    return new Revision(
        entry,
        state,
        author,
        List.of(author),
        Optional.empty(),
        Optional.empty(),
        false,
        "",
        at,
        at,
        state == State.PUBLISHED ? Optional.of(at) : Optional.empty());
  }
}
