package org.qingsheng.bot.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.ConversationId;
import org.qingsheng.bot.delivery.Mute;
import org.qingsheng.bot.delivery.Mute.Where;
import org.qingsheng.bot.delivery.Mutes;
import org.qingsheng.knowledge.RegionCode;

/**
 * Mutes in the database, those that hold in memory too, because they are looked up for every
 * message. Thread-safe. What another node decided is seen after {@link #refresh}.
 */
public final class SqlMutes implements Mutes {
  private static final String HOLDING =
      "SELECT * FROM mute WHERE lifted_at IS NULL AND until_at > ?";
  private static final String BEGIN =
      """
      INSERT INTO mute (id, place, channel, conversation, region, since_at, until_at, decided_by)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """;
  private static final String LIFT =
      "UPDATE mute SET lifted_at = ? WHERE id = ? AND lifted_at IS NULL";

  private final Database database;
  private final InstantSource clock;
  private volatile List<Mute> holding = List.of();

  public SqlMutes(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
    refresh();
  }

  /** Reads everything again; for nodes that share the database. */
  public void refresh() {
    holding =
        database.read(handle ->
            handle.select(HOLDING, clock.millis()).map((row, _) -> mute(row)).stream()
                .sorted(Comparator.comparing(Mute::until).reversed())
                .toList());
  }

  @Override
  public void begin(Mute mute) {
    var group = mute.where() instanceof Where.InGroup in ? in : null;
    var region = mute.where() instanceof Where.InRegion in ? in : null;
    var place =
        switch (mute.where()) {
          case Where.Everywhere _ -> "EVERYWHERE";
          case Where.InRegion _ -> "REGION";
          case Where.InGroup _ -> "GROUP";
        };
    database.writeNow(handle ->
        handle.execute(
            BEGIN,
            mute.id(),
            place,
            group == null ? null : group.channel().value(),
            group == null ? null : group.group().value(),
            region == null ? null : region.region().value(),
            mute.since().toEpochMilli(),
            mute.until().toEpochMilli(),
            mute.by()));
    refresh();
  }

  @Override
  public void lift(String id) {
    database.writeNow(handle -> handle.execute(LIFT, clock.millis(), id));
    refresh();
  }

  @Override
  public List<Mute> now() {
    var now = clock.instant();
    return holding.stream().filter(mute -> mute.until().isAfter(now)).toList();
  }

  private static Mute mute(ResultSet row) throws SQLException {
    var where =
        switch (row.getString("place")) {
          case "REGION" -> new Where.InRegion(new RegionCode(row.getString("region")));
          case "GROUP" ->
              new Where.InGroup(
                  new ChannelId(row.getString("channel")),
                  new ConversationId(row.getString("conversation")));
          default -> new Where.Everywhere();
        };
    return new Mute(
        row.getString("id"),
        where,
        Instant.ofEpochMilli(row.getLong("since_at")),
        Instant.ofEpochMilli(row.getLong("until_at")),
        row.getString("decided_by"));
  }
}
