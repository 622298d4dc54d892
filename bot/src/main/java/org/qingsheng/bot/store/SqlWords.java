package org.qingsheng.bot.store;

import java.time.Instant;
import java.util.List;
import org.qingsheng.bot.curation.LocalValue;
import org.qingsheng.bot.curation.LocalValues;
import org.qingsheng.bot.curation.Synonyms;
import org.qingsheng.bot.people.AccountId;
import org.qingsheng.bot.people.AuditEvent;
import org.qingsheng.knowledge.RegionCode;
import org.qingsheng.knowledge.Synonym;

/** Local values and synonyms in the database. Thread-safe. */
public final class SqlWords {
  private static final String VALUES =
      """
      SELECT name, region, content FROM local_value ORDER BY name, region
      """;

  private static final String SAVE_VALUE =
      """
      INSERT INTO local_value (name, region, content, updated_by, updated_at)
      VALUES (:name, :region, :content, :by, :at)
      ON CONFLICT (name, region) DO UPDATE SET content = excluded.content,
        updated_by = excluded.updated_by, updated_at = excluded.updated_at
      """;

  private static final String REMOVE_VALUE =
      """
      DELETE FROM local_value WHERE name = :name AND region = :region
      """;

  private static final String SYNONYMS =
      """
      SELECT alias, region, meaning FROM synonym ORDER BY region, alias
      """;

  private static final String SAVE_SYNONYM =
      """
      INSERT INTO synonym (alias, region, meaning, updated_by, updated_at)
      VALUES (:alias, :region, :meaning, :by, :at)
      ON CONFLICT (alias, region) DO UPDATE SET meaning = excluded.meaning,
        updated_by = excluded.updated_by, updated_at = excluded.updated_at
      """;

  private static final String REMOVE_SYNONYM =
      """
      DELETE FROM synonym WHERE alias = :alias AND region = :region
      """;

  private final Database database;

  public SqlWords(Database database) {
    this.database = database;
  }

  public LocalValues localValues() {
    return new Values();
  }

  public Synonyms synonyms() {
    return new Aliases();
  }

  private static String by(AuditEvent event) {
    return event.by().map(AccountId::value).orElse("");
  }

  private final class Values implements LocalValues {
    @Override
    public List<LocalValue> all() {
      return database.read(handle ->
          handle
              .createQuery(VALUES)
              .map((row, _) ->
                  new LocalValue(
                      row.getString("name"),
                      new RegionCode(row.getString("region")),
                      row.getString("content")))
              .list());
    }

    @Override
    public void save(LocalValue value, Instant at, AuditEvent event) {
      database.writeNow(handle -> {
        SqlAudit.insert(handle, event);
        return handle
            .createUpdate(SAVE_VALUE)
            .bind("name", value.name())
            .bind("region", value.region().value())
            .bind("content", value.content())
            .bind("by", by(event))
            .bind("at", at.toEpochMilli())
            .execute();
      });
    }

    @Override
    public void remove(String name, RegionCode region, AuditEvent event) {
      database.writeNow(handle -> {
        SqlAudit.insert(handle, event);
        return handle
            .createUpdate(REMOVE_VALUE)
            .bind("name", name)
            .bind("region", region.value())
            .execute();
      });
    }
  }

  private final class Aliases implements Synonyms {
    @Override
    public List<Synonym> all() {
      return database.read(handle ->
          handle
              .createQuery(SYNONYMS)
              .map((row, _) ->
                  new Synonym(
                      row.getString("alias"),
                      row.getString("meaning"),
                      new RegionCode(row.getString("region"))))
              .list());
    }

    @Override
    public void save(Synonym synonym, Instant at, AuditEvent event) {
      database.writeNow(handle -> {
        SqlAudit.insert(handle, event);
        return handle
            .createUpdate(SAVE_SYNONYM)
            .bind("alias", synonym.alias())
            .bind("region", synonym.region().value())
            .bind("meaning", synonym.meaning())
            .bind("by", by(event))
            .bind("at", at.toEpochMilli())
            .execute();
      });
    }

    @Override
    public void remove(String alias, RegionCode region, AuditEvent event) {
      database.writeNow(handle -> {
        SqlAudit.insert(handle, event);
        return handle
            .createUpdate(REMOVE_SYNONYM)
            .bind("alias", alias)
            .bind("region", region.value())
            .execute();
      });
    }
  }
}
