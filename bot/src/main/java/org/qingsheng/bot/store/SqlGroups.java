package org.qingsheng.bot.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.ConversationId;
import org.qingsheng.bot.people.Group;
import org.qingsheng.bot.people.Groups;
import org.qingsheng.bot.people.Scope;
import org.qingsheng.knowledge.RegionCode;

/**
 * Groups in the database, with all of them in memory too, because they are looked up for every
 * message. Thread-safe. What another node saved is seen after {@link #refresh}.
 */
public final class SqlGroups implements Groups {
  private static final String ALL =
      """
      SELECT channel, conversation, name, region, trigger_mode, trigger_words, standing
      FROM chat_group
      """;

  private static final String IN_SCOPE =
      """
      SELECT channel, conversation, name, region, trigger_mode, trigger_words, standing
      FROM chat_group WHERE region LIKE :below ORDER BY region, name, channel, conversation
      """;

  private static final String SAVE =
      """
      INSERT INTO chat_group
        (channel, conversation, name, region, trigger_mode, trigger_words, standing,
         created_at, updated_at)
      VALUES (:channel, :conversation, :name, :region, :mode, :words, :standing, :at, :at)
      ON CONFLICT (channel, conversation) DO UPDATE SET
        name = excluded.name, region = excluded.region, trigger_mode = excluded.trigger_mode,
        trigger_words = excluded.trigger_words, standing = excluded.standing,
        updated_at = excluded.updated_at
      """;

  private record Key(ChannelId channel, ConversationId conversation) {
    static Key of(Group group) {
      return new Key(group.channel(), group.conversation());
    }
  }

  private final Database database;
  private final InstantSource clock;
  private final ReentrantLock saving = new ReentrantLock();
  private volatile Map<Key, Group> groups = Map.of();

  public SqlGroups(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
    refresh();
  }

  /** Reads everything again; for nodes that share the database. */
  public void refresh() {
    saving.lock();
    try {
      var all = database.read(handle -> handle.createQuery(ALL).map((row, _) -> group(row)).list());
      groups =
          new ConcurrentHashMap<>(
              all.stream().collect(Collectors.toMap(Key::of, Function.identity())));
    } finally {
      saving.unlock();
    }
  }

  @Override
  public Optional<Group> find(ChannelId channel, ConversationId conversation) {
    return Optional.ofNullable(groups.get(new Key(channel, conversation)));
  }

  @Override
  public void save(Group group) {
    // Two savings of one group must reach memory in the order in which they reached the disk.
    saving.lock();
    try {
      database.writeNow(handle ->
          handle
              .createUpdate(SAVE)
              .bind("channel", group.channel().value())
              .bind("conversation", group.conversation().value())
              .bind("name", group.name())
              .bind("region", group.region().value())
              .bind("mode", group.mode().name())
              .bind("words", String.join("\n", group.words()))
              .bind("standing", group.standing().name())
              .bind("at", clock.millis())
              .execute());
      groups.put(Key.of(group), group);
    } finally {
      saving.unlock();
    }
  }

  @Override
  public List<Group> list(Scope scope) {
    return database.read(handle ->
        handle
            .createQuery(IN_SCOPE)
            .bind("below", scope.prefix() + "%")
            .map((row, _) -> group(row))
            .list());
  }

  private static Group group(ResultSet row) throws SQLException {
    return new Group(
        new ChannelId(row.getString("channel")),
        new ConversationId(row.getString("conversation")),
        row.getString("name"),
        new RegionCode(row.getString("region")),
        Group.TriggerMode.valueOf(row.getString("trigger_mode")),
        row.getString("trigger_words").lines().toList(),
        Group.Standing.valueOf(row.getString("standing")));
  }
}
