package org.qingsheng.bot.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import org.jdbi.v3.core.statement.DefaultStatementBuilder;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * Keeps the writer's prepared statements over its whole life: the same dozen statements run for
 * every turn, and preparing one costs as much as running it. For one connection used by one thread.
 */
final class KeptStatements extends DefaultStatementBuilder {
  private final Map<String, PreparedStatement> kept = new HashMap<>();

  @Override
  public PreparedStatement create(Connection connection, String sql, StatementContext context)
      throws SQLException {
    var known = kept.remove(sql);
    return known == null ? super.create(connection, sql, context) : known;
  }

  @Override
  public void close(Connection connection, String sql, Statement statement) throws SQLException {
    if (statement instanceof PreparedStatement prepared
        && kept.putIfAbsent(sql, prepared) == null) {
      prepared.clearParameters();
    } else {
      statement.close();
    }
  }

  @Override
  public void close(Connection connection) {
    kept.clear();
  }
}
