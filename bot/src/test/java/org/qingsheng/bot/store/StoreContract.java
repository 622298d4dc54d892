package org.qingsheng.bot.store;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.qingsheng.bot.house.TestClock;
import org.qingsheng.bot.people.AuditEvent;

/** What the contracts have in common: an empty database for each test. */
abstract class StoreContract {
  final TestClock clock = new TestClock();

  @TempDir Path folder;

  @SuppressWarnings("NullAway.Init") // before each test
  Database database;

  private int events;

  /** An empty database with the current schema. */
  abstract Database open(Path emptyFolder);

  @BeforeEach
  void openDatabase() {
    database = open(folder);
  }

  @AfterEach
  void closeDatabase() {
    database.close();
  }

  /**
   * How often something that chance decides is tried: a server behind a socket takes many times as
   * long for it, and the logic under trial is the same.
   */
  int times(int onSqlite) {
    return database.isSqlite() ? onSqlite : onSqlite / 20;
  }

  AuditEvent event(String action) {
    return new AuditEvent(
        "event-%04d".formatted(events++),
        clock.instant(),
        java.util.Optional.empty(),
        action,
        "subject",
        "说明");
  }
}
