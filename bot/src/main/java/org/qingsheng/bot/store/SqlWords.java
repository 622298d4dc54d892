package org.qingsheng.bot.store;

import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.mapper.RowMapper;
import org.qingsheng.bot.curation.LocalValue;
import org.qingsheng.bot.curation.LocalValues;
import org.qingsheng.bot.curation.Synonyms;
import org.qingsheng.bot.people.AccountId;
import org.qingsheng.bot.people.AuditEvent;
import org.qingsheng.knowledge.RegionCode;
import org.qingsheng.knowledge.Synonym;

/**
 * Local values and synonyms in the database: two tables of what a word means in a region.
 * Thread-safe.
 */
public final class SqlWords {
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

  /**
   * The statements of one of the tables.
   *
   * @param remove names its row by word and region
   */
  private record Table(String all, String save, String remove) {
    private static final Table VALUES =
        new Table(
            "SELECT name, region, content FROM local_value ORDER BY name, region",
            """
            INSERT INTO local_value (name, region, content, updated_by, updated_at)
            VALUES (:word, :region, :meaning, :by, :at)
            ON CONFLICT (name, region) DO UPDATE SET content = excluded.content,
              updated_by = excluded.updated_by, updated_at = excluded.updated_at
            """,
            "DELETE FROM local_value WHERE name = :word AND region = :region");

    private static final Table SYNONYMS =
        new Table(
            "SELECT alias, region, meaning FROM synonym ORDER BY region, alias",
            """
            INSERT INTO synonym (alias, region, meaning, updated_by, updated_at)
            VALUES (:word, :region, :meaning, :by, :at)
            ON CONFLICT (alias, region) DO UPDATE SET meaning = excluded.meaning,
              updated_by = excluded.updated_by, updated_at = excluded.updated_at
            """,
            "DELETE FROM synonym WHERE alias = :word AND region = :region");
  }

  private <T> List<T> all(Table table, RowMapper<T> row) {
    return database.read(handle -> handle.createQuery(table.all()).map(row).list());
  }

  private void save(
      Table table, String word, RegionCode region, String meaning, Instant at, AuditEvent event) {
    database.writeNow(handle -> {
      SqlAudit.insert(handle, event);
      return handle
          .createUpdate(table.save())
          .bind("word", word)
          .bind("region", region.value())
          .bind("meaning", meaning)
          .bind("by", event.by().map(AccountId::value).orElse(""))
          .bind("at", at.toEpochMilli())
          .execute();
    });
  }

  private void remove(Table table, String word, RegionCode region, AuditEvent event) {
    database.writeNow(handle -> {
      SqlAudit.insert(handle, event);
      return handle
          .createUpdate(table.remove())
          .bind("word", word)
          .bind("region", region.value())
          .execute();
    });
  }

  private final class Values implements LocalValues {
    @Override
    public List<LocalValue> all() {
      return SqlWords.this.all(
          Table.VALUES,
          (row, _) ->
              new LocalValue(
                  row.getString("name"),
                  new RegionCode(row.getString("region")),
                  row.getString("content")));
    }

    @Override
    public void save(LocalValue value, Instant at, AuditEvent event) {
      SqlWords.this.save(Table.VALUES, value.name(), value.region(), value.content(), at, event);
    }

    @Override
    public void remove(String name, RegionCode region, AuditEvent event) {
      SqlWords.this.remove(Table.VALUES, name, region, event);
    }
  }

  private final class Aliases implements Synonyms {
    @Override
    public List<Synonym> all() {
      return SqlWords.this.all(
          Table.SYNONYMS,
          (row, _) ->
              new Synonym(
                  row.getString("alias"),
                  row.getString("meaning"),
                  new RegionCode(row.getString("region"))));
    }

    @Override
    public void save(Synonym synonym, Instant at, AuditEvent event) {
      SqlWords.this.save(
          Table.SYNONYMS, synonym.alias(), synonym.region(), synonym.meaning(), at, event);
    }

    @Override
    public void remove(String alias, RegionCode region, AuditEvent event) {
      SqlWords.this.remove(Table.SYNONYMS, alias, region, event);
    }
  }
}
