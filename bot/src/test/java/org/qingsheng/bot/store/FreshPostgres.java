package org.qingsheng.bot.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * Opens empty databases on a real PostgreSQL server, which is started once and ends with the tests.
 * The schema is made once; each database is a copy of it. Where no server can be started (no user
 * namespaces, another processor), the tests that need one are skipped and say why.
 */
public final class FreshPostgres {
  private static final String TEMPLATE = "migrated";
  private static final AtomicInteger MADE = new AtomicInteger();

  private static final Start START = start();

  /** The server, or why there is none. */
  private record Start(@Nullable EmbeddedPostgres server, String missing) {}

  private FreshPostgres() {}

  private static Start start() {
    try {
      var server = EmbeddedPostgres.builder().setServerConfig("max_connections", "100").start();
      execute(server, "CREATE DATABASE " + TEMPLATE);
      Database.open(url(server, TEMPLATE)).close();
      return new Start(server, "");
    } catch (IOException | IllegalStateException e) {
      return new Start(null, e.toString());
    }
  }

  /** A database of its own, with the current schema and nothing in it. */
  static Database database() {
    return Database.open(url());
  }

  /** The JDBC address of such a database, for more than one node to open. */
  public static String url() {
    var server = START.server();
    if (server == null) {
      return Assumptions.abort("no PostgreSQL here: " + START.missing());
    }
    dropUnused(server);
    String name = "fresh_" + MADE.incrementAndGet();
    execute(server, "CREATE DATABASE " + name + " TEMPLATE " + TEMPLATE);
    return url(server, name);
  }

  /** A server with a hundred databases takes half a minute to stop. */
  private static void dropUnused(EmbeddedPostgres server) {
    try (var connection = server.getPostgresDatabase().getConnection();
        var one = connection.createStatement()) {
      var unused = new ArrayList<String>();
      try (var rows =
          one.executeQuery(
              "SELECT datname FROM pg_database d WHERE datname LIKE 'fresh\\_%'"
                  + " AND NOT EXISTS"
                  + " (SELECT 1 FROM pg_stat_activity a WHERE a.datname = d.datname)")) {
        while (rows.next()) {
          unused.add(rows.getString(1));
        }
      }
      for (var name : unused) {
        one.execute("DROP DATABASE " + name);
      }
    } catch (SQLException e) {
      throw new StoreException("drop databases of earlier tests", e);
    }
  }

  private static String url(EmbeddedPostgres server, String name) {
    return server.getJdbcUrl("postgres", name);
  }

  private static void execute(EmbeddedPostgres server, String statement) {
    try (var connection = server.getPostgresDatabase().getConnection();
        var one = connection.createStatement()) {
      one.execute(statement);
    } catch (SQLException e) {
      throw new StoreException(statement, e);
    }
  }
}
