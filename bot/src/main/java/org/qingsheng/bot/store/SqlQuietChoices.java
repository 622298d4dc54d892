package org.qingsheng.bot.store;

import java.time.InstantSource;
import java.util.Optional;
import org.qingsheng.adapters.AskerId;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.ConversationId;
import org.qingsheng.bot.delivery.QuietChoices;
import org.qingsheng.bot.delivery.QuietProfile;

/** Chosen quiet hours in the database. Thread-safe. */
public final class SqlQuietChoices implements QuietChoices {
  /** Stands where a choice is a whole group's or a person's in all their chats. */
  private static final String ALL = "";

  private static final String FIND =
      "SELECT profile FROM quiet_choice WHERE channel = ? AND conversation = ? AND asker = ?";
  private static final String CHOOSE =
      """
      INSERT INTO quiet_choice (channel, conversation, asker, profile, chosen_at) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (channel, conversation, asker) DO UPDATE SET profile = excluded.profile, chosen_at = excluded.chosen_at
      """;

  private final Database database;
  private final InstantSource clock;

  public SqlQuietChoices(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  @Override
  public Optional<QuietProfile> of(ChannelId channel, ConversationId group) {
    return find(channel, group.value(), ALL);
  }

  @Override
  public Optional<QuietProfile> of(ChannelId channel, AskerId asker) {
    return find(channel, ALL, asker.value());
  }

  private Optional<QuietProfile> find(ChannelId channel, String conversation, String asker) {
    return database.read(handle ->
        handle
            .select(FIND, channel.value(), conversation, asker)
            .mapTo(String.class)
            .findOne()
            .map(QuietProfile::valueOf));
  }

  @Override
  public void choose(ChannelId channel, ConversationId group, QuietProfile profile) {
    choose(channel, group.value(), ALL, profile);
  }

  @Override
  public void choose(ChannelId channel, AskerId asker, QuietProfile profile) {
    choose(channel, ALL, asker.value(), profile);
  }

  private void choose(ChannelId channel, String conversation, String asker, QuietProfile profile) {
    database.writeNow(handle ->
        handle.execute(
            CHOOSE, channel.value(), conversation, asker, profile.name(), clock.millis()));
  }
}
