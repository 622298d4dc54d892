package org.qingsheng.bot.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.bot.people.AccountId;
import org.qingsheng.bot.people.AuditEvent;
import org.qingsheng.bot.people.SceneCode;
import org.qingsheng.bot.people.SceneCodes;
import org.qingsheng.bot.people.Scope;
import org.qingsheng.knowledge.RegionCode;

/** Codes with a scene, in the database. Thread-safe. */
public final class SqlSceneCodes implements SceneCodes {
  private static final String FIND = "SELECT * FROM scene_code WHERE channel = ? AND scene = ?";
  private static final String LIST =
      "SELECT * FROM scene_code WHERE region LIKE ? ORDER BY made_at DESC, scene DESC";
  private static final String ADD =
      """
      INSERT INTO scene_code (channel, scene, label, region, content, made_by, made_at)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      """;

  private final Database database;

  public SqlSceneCodes(Database database) {
    this.database = database;
  }

  @Override
  public Optional<SceneCode> find(ChannelId channel, String scene) {
    return database.read(
        handle -> handle.select(FIND, channel.value(), scene).map((row, _) -> code(row)).findOne());
  }

  @Override
  public List<SceneCode> list(Scope scope) {
    return database.read(
        handle -> handle.select(LIST, scope.prefix() + "%").map((row, _) -> code(row)).list());
  }

  @Override
  public void add(SceneCode code, AccountId by, Instant at, AuditEvent event) {
    database.writeNow(handle -> {
      SqlAudit.insert(handle, event);
      return handle.execute(
          ADD,
          code.channel().value(),
          code.scene(),
          code.label(),
          code.region().value(),
          code.content(),
          by.value(),
          at.toEpochMilli());
    });
  }

  private static SceneCode code(ResultSet row) throws SQLException {
    return new SceneCode(
        new ChannelId(row.getString("channel")),
        row.getString("scene"),
        row.getString("label"),
        new RegionCode(row.getString("region")),
        row.getString("content"));
  }
}
