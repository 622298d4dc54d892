package org.qingsheng.bot.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.EmptyHandling;
import org.jdbi.v3.core.statement.Query;
import org.qingsheng.bot.curation.EntryJson;
import org.qingsheng.bot.curation.Revision;
import org.qingsheng.bot.curation.Revision.State;
import org.qingsheng.bot.curation.RevisionId;
import org.qingsheng.bot.curation.Shelf;
import org.qingsheng.bot.curation.Visible;
import org.qingsheng.bot.ledger.Effect;
import org.qingsheng.bot.ledger.ItemId;
import org.qingsheng.bot.ledger.ItemNumber;
import org.qingsheng.bot.people.AuditEvent;
import org.qingsheng.knowledge.Entry;
import org.qingsheng.knowledge.EntryId;
import org.qingsheng.knowledge.RegionCode;

/** Entries in all their versions, in the database. Thread-safe. */
public final class SqlShelf implements Shelf {
  /** Shelf of drafts that an editor has not yet put on another. */
  public static final String UNSORTED = "待归类";

  private static final String COLUMNS =
      "state, content, author, editors, reviewer, origin_item, emergency, note, created_at,"
          + " updated_at, published_at";

  private static final String VISIBLE =
      " (region LIKE :below OR (state = 'PUBLISHED' AND region IN (<above>)))";

  private static final String VERSIONS =
      "SELECT " + COLUMNS + " FROM entry_version WHERE entry_id = :entry ORDER BY version";

  private static final String VISIBLE_VERSIONS =
      "SELECT "
          + COLUMNS
          + " FROM entry_version WHERE entry_id = :entry AND"
          + VISIBLE
          + " ORDER BY version";

  private static final String ONE =
      "SELECT "
          + COLUMNS
          + " FROM entry_version WHERE entry_id = :entry AND version = :version AND"
          + VISIBLE;

  private static final String FITTING =
      VISIBLE
          + """
           AND (:anyState = 1 OR state IN (<states>))
           AND (:topic = '' OR topic = :topic)
           AND (:author = '' OR author = :author)
           AND question LIKE :text ESCAPE '!'
          """;

  private static final String FIND =
      "SELECT "
          + COLUMNS
          + " FROM entry_version WHERE"
          + FITTING
          + " ORDER BY updated_at DESC, entry_id, version LIMIT :limit OFFSET :offset";

  private static final String COUNT = "SELECT count(*) FROM entry_version WHERE" + FITTING;

  /** One statement, so that revision and entries belong together on every database. */
  private static final String PUBLISHED =
      """
      SELECT r.revision, e.content FROM knowledge_revision r
      LEFT JOIN entry_version e ON e.state = 'PUBLISHED'
      ORDER BY e.entry_id
      """;

  private static final String REVISION =
      """
      SELECT revision FROM knowledge_revision WHERE id = 1
      """;

  /** Changes nothing, but lets changes of the shelf wait for one another on every database. */
  private static final String ONE_AFTER_THE_OTHER =
      """
      UPDATE knowledge_revision SET revision = revision WHERE id = 1
      """;

  private static final String NEXT_REVISION =
      """
      UPDATE knowledge_revision SET revision = revision + 1 WHERE id = 1
      """;

  private static final String INSERT =
      """
      INSERT INTO entry_version
        (entry_id, version, state, question, region, topic, content, author, editors, reviewer,
         origin_item, emergency, note, created_at, updated_at, published_at)
      VALUES (:entry, :version, :state, :question, :region, :topic, :content, :author, :editors,
        :reviewer, :origin, :emergency, :note, :createdAt, :updatedAt, :publishedAt)
      """;

  private static final String SAVE =
      INSERT
          + """
          ON CONFLICT (entry_id, version) DO UPDATE SET
            state = excluded.state, question = excluded.question, region = excluded.region,
            topic = excluded.topic, content = excluded.content, editors = excluded.editors,
            reviewer = excluded.reviewer, emergency = excluded.emergency, note = excluded.note,
            updated_at = excluded.updated_at, published_at = excluded.published_at
          """;

  private static final String INSERT_UNLESS_THERE = INSERT + "ON CONFLICT DO NOTHING";

  private static final String KNOWN_ENTRIES =
      """
      SELECT DISTINCT entry_id FROM entry_version
      """;

  private static final ZoneId DAY_ZONE = ZoneId.of("Asia/Shanghai");

  /** What was published when it was last looked at, and the entries by a hash of their content. */
  private record Shelved(Published published, Map<Long, Entry> byContent) {}

  private final Database database;
  private volatile Optional<Shelved> shelved = Optional.empty();

  public SqlShelf(Database database) {
    this.database = database;
  }

  /**
   * Keeps a cadre's answer as a draft entry (沉淀入库), in the transaction of the answer. An item gives
   * one draft only, however often it is answered.
   */
  public static void propose(
      Handle handle, Effect.EntryProposed proposed, ItemNumber number, Instant at) {
    var entry =
        new Entry(
            new EntryId("item-" + number.value().substring("QS-".length())),
            1,
            proposed.question(),
            List.of(),
            proposed.answer(),
            Optional.empty(),
            "",
            Entry.Kind.GUIDE,
            UNSORTED,
            proposed.region(),
            Set.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(LocalDate.ofInstant(at, DAY_ZONE)),
            List.of(),
            proposed.office(),
            List.of(),
            Optional.empty());
    write(
        handle,
        INSERT_UNLESS_THERE,
        new Revision(
            entry,
            State.DRAFT,
            proposed.author(),
            List.of(proposed.author()),
            Optional.empty(),
            Optional.of(proposed.item()),
            false,
            "",
            at,
            at,
            Optional.empty()));
  }

  @Override
  public Optional<Revision> find(RevisionId id, Visible visible) {
    return database.read(handle ->
        seenBy(visible, handle.createQuery(ONE))
            .bind("entry", id.entry().value())
            .bind("version", id.version())
            .map((row, _) -> revision(row))
            .findOne());
  }

  @Override
  public List<Revision> versions(EntryId id, Visible visible) {
    return database.read(handle ->
        seenBy(visible, handle.createQuery(VISIBLE_VERSIONS))
            .bind("entry", id.value())
            .map((row, _) -> revision(row))
            .list());
  }

  @Override
  public List<Revision> find(ShelfQuery query, Visible visible) {
    return database.read(handle ->
        fitting(query, seenBy(visible, handle.createQuery(FIND)))
            .bind("limit", query.limit())
            .bind("offset", query.offset())
            .map((row, _) -> revision(row))
            .list());
  }

  @Override
  public long count(ShelfQuery query, Visible visible) {
    return database.read(handle ->
        fitting(query, seenBy(visible, handle.createQuery(COUNT))).mapTo(Long.class).one());
  }

  private static Query seenBy(Visible visible, Query query) {
    return query
        .bind("below", visible.scope().prefix() + "%")
        .bindList("above", visible.above().stream().map(RegionCode::value).toList());
  }

  private static Query fitting(ShelfQuery query, Query sql) {
    return sql.bind("anyState", query.states().isEmpty() ? 1 : 0)
        .bindList(
            EmptyHandling.NULL_KEYWORD, "states", query.states().stream().map(State::name).toList())
        .bind("topic", query.topic())
        .bind("author", query.author())
        .bind("text", "%" + query.text().replaceAll("[!%_]", "!$0") + "%");
  }

  /** Asked every few seconds: while the revision stands nothing else is read. */
  @Override
  public Published published() {
    var before = shelved;
    if (before.isPresent()) {
      long now = database.read(handle -> handle.createQuery(REVISION).mapTo(Long.class).one());
      if (now == before.get().published().revision()) {
        return before.get().published();
      }
    }
    var read = database.read(handle -> read(handle, before));
    shelved = Optional.of(read);
    return read.published();
  }

  /** Reads all; only what changed is taken apart. */
  private static Shelved read(Handle handle, Optional<Shelved> before) {
    record Row(long revision, Optional<String> content) {}
    var rows =
        handle
            .createQuery(PUBLISHED)
            .map((row, _) ->
                new Row(row.getLong("revision"), Optional.ofNullable(row.getString("content"))))
            .list();
    var known = before.map(Shelved::byContent).orElse(Map.of());
    Map<Long, Entry> byContent = HashMap.newHashMap(rows.size());
    var entries = new ArrayList<Entry>(rows.size());
    for (var row : rows) {
      if (row.content().isPresent()) {
        var content = row.content().get();
        long print = print(content);
        var entry = known.get(print);
        entries.add(entry == null ? EntryJson.read(content) : entry);
        byContent.put(print, entries.getLast());
      }
    }
    return new Shelved(new Published(rows.getFirst().revision(), entries), byContent);
  }

  /**
   * A hash of 64 bits (FNV-1a): two texts of one base that share it are not to be expected.
   *
   * @see <a href="http://www.isthe.com/chongo/tech/comp/fnv/">Fowler, Noll, Vo</a>
   */
  private static long print(String content) {
    long print = 0xCBF29CE484222325L;
    for (int i = 0; i < content.length(); i++) {
      print = (print ^ content.charAt(i)) * 0x100000001B3L;
    }
    return print;
  }

  @Override
  public Revision change(EntryId id, Decision decision, AuditEvent event) {
    return database.writeNow(handle -> {
      handle.createUpdate(ONE_AFTER_THE_OTHER).execute();
      var versions =
          handle
              .createQuery(VERSIONS)
              .bind("entry", id.value())
              .map((row, _) -> revision(row))
              .list();
      long revision = handle.createQuery(REVISION).mapTo(Long.class).one();
      var changed = decision.of(versions, revision);
      changed.others().forEach(other -> write(handle, SAVE, other));
      write(handle, SAVE, changed.result());
      if (changed.live()) {
        handle.createUpdate(NEXT_REVISION).execute();
      }
      SqlAudit.insert(handle, event);
      return changed.result();
    });
  }

  @Override
  public int plant(Collection<Entry> entries, Instant at, AuditEvent event) {
    return database.writeNow(handle -> {
      handle.createUpdate(ONE_AFTER_THE_OTHER).execute();
      var known = handle.createQuery(KNOWN_ENTRIES).mapTo(String.class).set();
      int planted = 0;
      for (var entry : entries) {
        if (known.add(entry.id().value())) {
          write(handle, INSERT, seed(entry, at));
          planted++;
        }
      }
      if (planted > 0) {
        handle.createUpdate(NEXT_REVISION).execute();
        SqlAudit.insert(handle, event);
      }
      return planted;
    });
  }

  private static Revision seed(Entry entry, Instant at) {
    return new Revision(
        entry,
        State.PUBLISHED,
        Revision.SEED,
        List.of(Revision.SEED),
        Optional.empty(),
        Optional.empty(),
        false,
        "",
        at,
        at,
        Optional.of(at));
  }

  private static void write(Handle handle, String sql, Revision revision) {
    var content = revision.content();
    handle
        .createUpdate(sql)
        .bind("entry", content.id().value())
        .bind("version", content.version())
        .bind("state", revision.state().name())
        .bind("question", content.question())
        .bind("region", content.region().value())
        .bind("topic", content.topic())
        .bind("content", EntryJson.write(content))
        .bind("author", revision.author())
        .bind("editors", String.join(",", revision.editors()))
        .bind("reviewer", revision.reviewer().orElse(null))
        .bind("origin", revision.originItem().map(ItemId::value).orElse(null))
        .bind("emergency", revision.emergency() ? 1 : 0)
        .bind("note", revision.note())
        .bind("createdAt", revision.createdAt().toEpochMilli())
        .bind("updatedAt", revision.updatedAt().toEpochMilli())
        .bind("publishedAt", revision.publishedAt().map(Instant::toEpochMilli).orElse(null))
        .execute();
  }

  private static Revision revision(ResultSet row) throws SQLException {
    long publishedAt = row.getLong("published_at");
    Optional<Instant> published =
        row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(publishedAt));
    return new Revision(
        EntryJson.read(row.getString("content")),
        State.valueOf(row.getString("state")),
        row.getString("author"),
        List.of(row.getString("editors").split(",")),
        Optional.ofNullable(row.getString("reviewer")),
        Optional.ofNullable(row.getString("origin_item")).map(ItemId::new),
        row.getInt("emergency") == 1,
        row.getString("note"),
        Instant.ofEpochMilli(row.getLong("created_at")),
        Instant.ofEpochMilli(row.getLong("updated_at")),
        published);
  }
}
