package org.qingsheng.bot.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementException;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * The database, SQLite or PostgreSQL by its JDBC address. Thread-safe. Writes go through one {@link
 * GroupCommit}, which commits what waits together and with full durability; reads use connections
 * of their own and never wait for a write.
 */
public final class Database implements AutoCloseable {
  private static final int READERS = 8;
  private static final int BUSY_TIMEOUT_MILLIS = 10_000;
  private static final String SQLITE = "jdbc:sqlite:";

  /** About a quarter of a second of reading; a county's ledger stays below it for years. */
  private static final long LARGEST_CHECKED = 256L * 1024 * 1024;

  private final HikariDataSource readers;
  private final Jdbi reading;
  private final GroupCommit writer;
  private final String url;

  private Database(String url, HikariDataSource readers, DataSource writing) {
    this.url = url;
    this.readers = readers;
    this.reading = discreet(Jdbi.create(readers));
    this.writer = new GroupCommit(discreet(Jdbi.create(writing)));
  }

  /**
   * Failures name the statement but never its values: those are what people said and who they are.
   */
  private static Jdbi discreet(Jdbi jdbi) {
    jdbi.getConfig(StatementExceptions.class)
        .setMessageRendering(failure -> failure.getShortMessage() + statement(failure));
    return jdbi;
  }

  private static String statement(StatementException failure) {
    var context = failure.getStatementContext();
    return context == null ? "" : " [" + context.getRawSql() + "]";
  }

  /**
   * Opens the database and brings its schema up to date.
   *
   * @param url {@code jdbc:sqlite:FILE} or {@code jdbc:postgresql://…}, credentials included
   * @throws StoreException if it cannot be opened, is damaged, or was written by a newer version
   */
  public static Database open(String url) {
    try {
      return url.startsWith(SQLITE) ? sqlite(url) : postgres(url);
    } catch (FlywayValidateException e) {
      throw StoreException.unusable("数据库由更新的版本写成，本版本不能打开，没有改动它。请换回新版本，或另建数据文件夹用 restore 恢复旧备份", e);
    } catch (RuntimeException e) {
      throw isDamage(e)
          ? StoreException.unusable("数据库文件已损坏，没有改动它。请把它移到别处，再用 restore 恢复最近的备份", e)
          : StoreException.unusable("数据库打不开，请检查数据文件夹、磁盘和连接设置", e);
    }
  }

  private static boolean isDamage(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLiteException broken
          && (broken.getResultCode() == SQLiteErrorCode.SQLITE_CORRUPT
              || broken.getResultCode() == SQLiteErrorCode.SQLITE_NOTADB)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Damage is found before anything is written: a server that starts on a broken file would make it
   * worse. Large files are looked at in part only, or starting would take too long.
   */
  private static void refuseDamaged(String url) {
    var file = Path.of(url.substring(SQLITE.length()));
    try (var connection = sqliteSource(url, false).getConnection();
        var statement = connection.createStatement()) {
      if (Files.notExists(file) || Files.size(file) > LARGEST_CHECKED) {
        return;
      }
      try (var rows = statement.executeQuery("PRAGMA quick_check(1)")) {
        if (!rows.next() || !"ok".equals(rows.getString(1))) {
          throw new SQLiteException("quick_check found damage", SQLiteErrorCode.SQLITE_CORRUPT);
        }
      }
    } catch (SQLException | IOException e) {
      throw new StoreException("look at the database file", e);
    }
  }

  private static Database sqlite(String url) {
    refuseDamaged(url);
    migrate(sqliteSource(url, false), "sqlite");
    var pool = new HikariConfig();
    pool.setDataSource(sqliteSource(url, true));
    pool.setMaximumPoolSize(READERS);
    pool.setMinimumIdle(1);
    pool.setPoolName("readers");
    pool.setConnectionInitSql("PRAGMA query_only = true");
    return new Database(url, new HikariDataSource(pool), sqliteSource(url, false));
  }

  private static SQLiteDataSource sqliteSource(String url, boolean readOnly) {
    var config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
    config.enforceForeignKeys(true);
    config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
    config.setCacheSize(-16_000);
    if (readOnly) {
      config.setTransactionMode(SQLiteConfig.TransactionMode.DEFERRED);
    }
    var source = new SQLiteDataSource(config);
    source.setUrl(url);
    return source;
  }

  private static Database postgres(String url) {
    var pool = new HikariConfig();
    pool.setJdbcUrl(url);
    pool.setMaximumPoolSize(READERS + 1);
    pool.setPoolName("postgres");
    pool.addDataSourceProperty("logServerErrorDetail", "false"); // it would quote the values
    var source = new HikariDataSource(pool);
    migrate(source, "postgres");
    return new Database(url, source, source);
  }

  private static void migrate(DataSource source, String dialect) {
    Flyway.configure()
        .dataSource(source)
        .locations("classpath:db/migration/common", "classpath:db/migration/" + dialect)
        .loggers("slf4j")
        .ignoreMigrationPatterns(
            new String[0]) // by default migrations of a newer version would be passed over
        .load()
        .migrate();
  }

  /** What runs inside a transaction. It may be run twice if another work of its group failed. */
  @FunctionalInterface
  public interface Work<T> {
    T in(Handle handle);
  }

  /**
   * Runs the work in the writer's next transaction.
   *
   * @return completes after the commit is on disk; exceptionally if the work threw or the commit
   *     failed, and then nothing of it is kept
   */
  public <T> CompletableFuture<T> write(Work<T> work) {
    return writer.submit(work);
  }

  /** The same, waiting for the commit. */
  public <T> T writeNow(Work<T> work) {
    return Waiting.on(write(work));
  }

  /** Reads one consistent state, including everything whose write has completed. */
  public <T> T read(Work<T> work) {
    return reading.withHandle(work::in);
  }

  boolean isSqlite() {
    return url.startsWith(SQLITE);
  }

  /** The database file, if it is one. */
  public Optional<Path> file() {
    return isSqlite() ? Optional.of(Path.of(url.substring(SQLITE.length()))) : Optional.empty();
  }

  /** How the writer is doing, for health and metrics. */
  public GroupCommit.Figures figures() {
    return writer.figures();
  }

  @Override
  public void close() {
    writer.close();
    readers.close();
  }
}
