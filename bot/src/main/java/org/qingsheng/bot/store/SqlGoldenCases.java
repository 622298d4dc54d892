package org.qingsheng.bot.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.qingsheng.bot.curation.GoldenCase;
import org.qingsheng.bot.curation.GoldenCase.Origin;
import org.qingsheng.bot.curation.GoldenCases;
import org.qingsheng.bot.people.AuditEvent;
import org.qingsheng.knowledge.RegionCode;

/** Golden questions in the database. Thread-safe. */
public final class SqlGoldenCases implements GoldenCases {
  private static final String SELECT =
      """
      SELECT id, question, region, expected, must, origin, origin_item, fitted, retired, note,
        updated_by, updated_at
      FROM golden_case
      """;

  private static final String INSERT =
      """
      INSERT INTO golden_case (id, question, region, expected, must, origin, origin_item, fitted,
        retired, note, updated_by, updated_at)
      VALUES (:id, :question, :region, :expected, :must, :origin, :item, :fitted, :retired, :note,
        :by, :at)
      """;

  private static final String SAVE =
      INSERT
          + """
          ON CONFLICT (id) DO UPDATE SET question = excluded.question, region = excluded.region,
            expected = excluded.expected, must = excluded.must, retired = excluded.retired,
            note = excluded.note, updated_by = excluded.updated_by,
            updated_at = excluded.updated_at
          """;

  private static final String UNLESS_THERE = INSERT + "ON CONFLICT DO NOTHING";

  /** The numbers change with every addition and every later change of any question. */
  private static final String STAMP =
      """
      SELECT count(*) || '/' || coalesce(max(updated_at), 0) || '/' || coalesce(sum(updated_at), 0)
      FROM golden_case
      """;

  private final Database database;

  public SqlGoldenCases(Database database) {
    this.database = database;
  }

  @Override
  public List<GoldenCase> all() {
    return database.read(
        handle -> handle.createQuery(SELECT + "ORDER BY id").map((row, _) -> question(row)).list());
  }

  @Override
  public Optional<GoldenCase> find(String id) {
    return database.read(handle ->
        handle
            .createQuery(SELECT + "WHERE id = :id")
            .bind("id", id)
            .map((row, _) -> question(row))
            .findOne());
  }

  @Override
  public String stamp() {
    return database.read(handle -> handle.createQuery(STAMP).mapTo(String.class).one());
  }

  @Override
  public void save(GoldenCase question, AuditEvent event) {
    database.writeNow(handle -> {
      SqlAudit.insert(handle, event);
      return write(handle, SAVE, question);
    });
  }

  @Override
  public int plant(Collection<GoldenCase> questions, AuditEvent event) {
    return database.writeNow(handle -> {
      int planted = 0;
      for (var each : questions) {
        planted += write(handle, UNLESS_THERE, each);
      }
      if (planted > 0) {
        SqlAudit.insert(handle, event);
      }
      return planted;
    });
  }

  private static int write(Handle handle, String sql, GoldenCase each) {
    return handle
        .createUpdate(sql)
        .bind("id", each.id())
        .bind("question", each.question())
        .bind("region", each.region().map(RegionCode::value).orElse(null))
        .bind("expected", String.join(",", each.expected()))
        .bind("must", each.must() ? 1 : 0)
        .bind("origin", each.origin().name())
        .bind("item", each.originItem().orElse(null))
        .bind("fitted", each.fitted() ? 1 : 0)
        .bind("retired", each.retired() ? 1 : 0)
        .bind("note", each.note())
        .bind("by", each.updatedBy())
        .bind("at", each.updatedAt().toEpochMilli())
        .execute();
  }

  private static GoldenCase question(ResultSet row) throws SQLException {
    return new GoldenCase(
        row.getString("id"),
        row.getString("question"),
        Optional.ofNullable(row.getString("region")).map(RegionCode::new),
        Arrays.stream(row.getString("expected").split(",")).filter(id -> !id.isEmpty()).toList(),
        row.getInt("must") == 1,
        Origin.valueOf(row.getString("origin")),
        Optional.ofNullable(row.getString("origin_item")),
        row.getInt("fitted") == 1,
        row.getInt("retired") == 1,
        row.getString("note"),
        row.getString("updated_by"),
        Instant.ofEpochMilli(row.getLong("updated_at")));
  }
}
