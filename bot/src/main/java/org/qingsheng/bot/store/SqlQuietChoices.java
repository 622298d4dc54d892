package org.qingsheng.bot.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.LocalTime;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.qingsheng.adapters.AskerId;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.ConversationId;
import org.qingsheng.bot.ledger.Effect;
import org.qingsheng.bot.people.QuietChoice;
import org.qingsheng.bot.people.QuietChoices;
import org.qingsheng.bot.people.QuietHours;
import org.qingsheng.bot.people.QuietProfile;

/** Chosen quiet hours in the database. Thread-safe. */
public final class SqlQuietChoices implements QuietChoices {
  /** Stands where a choice is a whole group's or a person's in all their chats. */
  private static final String ALL = "";

  /** Stands in the table for hours of one's own; the other names are those of the profiles. */
  private static final String OWN = "OWN";

  private static final String FIND =
      """
      SELECT profile, quiet_from, quiet_until FROM quiet_choice
      WHERE channel = ? AND conversation = ? AND asker = ?
      """;
  private static final String CHOOSE =
      """
      INSERT INTO quiet_choice (channel, conversation, asker, profile, quiet_from, quiet_until, chosen_at)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (channel, conversation, asker) DO UPDATE SET profile = excluded.profile,
        quiet_from = excluded.quiet_from, quiet_until = excluded.quiet_until, chosen_at = excluded.chosen_at
      """;
  private static final String FORGET =
      "DELETE FROM quiet_choice WHERE channel = ? AND conversation = ? AND asker = ?";

  private final Database database;
  private final InstantSource clock;

  public SqlQuietChoices(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  @Override
  public Optional<QuietProfile> of(ChannelId channel, ConversationId group) {
    return find(channel, group.value(), ALL)
        .map(choice ->
            choice instanceof QuietChoice.Usual(var profile) ? profile : QuietProfile.STANDARD);
  }

  @Override
  public Optional<QuietChoice> of(ChannelId channel, AskerId asker) {
    return find(channel, ALL, asker.value());
  }

  private Optional<QuietChoice> find(ChannelId channel, String conversation, String asker) {
    return database.read(handle ->
        handle
            .select(FIND, channel.value(), conversation, asker)
            .map((row, _) -> choice(row))
            .findOne());
  }

  private static QuietChoice choice(ResultSet row) throws SQLException {
    var profile = row.getString("profile");
    return profile.equals(OWN)
        ? new QuietChoice.Own(
            new QuietHours(
                LocalTime.parse(row.getString("quiet_from")),
                LocalTime.parse(row.getString("quiet_until"))))
        : new QuietChoice.Usual(QuietProfile.valueOf(profile));
  }

  @Override
  public void choose(ChannelId channel, ConversationId group, QuietProfile profile) {
    var choice = new QuietChoice.Usual(profile);
    database.writeNow(handle -> put(handle, channel, group.value(), ALL, choice, clock.millis()));
  }

  @Override
  public void choose(ChannelId channel, AskerId asker, QuietChoice choice) {
    database.writeNow(handle -> put(handle, channel, ALL, asker.value(), choice, clock.millis()));
  }

  /** What a person said about it, in the transaction of the turn in which they did. */
  static void take(Handle handle, Effect.QuietChosen chosen, long now) {
    var channel = chosen.talk().channel();
    var asker = chosen.talk().asker().value();
    chosen
        .choice()
        .ifPresentOrElse(
            choice -> put(handle, channel, ALL, asker, choice, now),
            () -> handle.execute(FORGET, channel.value(), ALL, asker));
  }

  private static int put(
      Handle handle,
      ChannelId channel,
      String conversation,
      String asker,
      QuietChoice choice,
      long now) {
    return switch (choice) {
      case QuietChoice.Usual(var profile) ->
          handle.execute(
              CHOOSE, channel.value(), conversation, asker, profile.name(), null, null, now);
      case QuietChoice.Own(var hours) ->
          handle.execute(
              CHOOSE,
              channel.value(),
              conversation,
              asker,
              OWN,
              hours.from().toString(),
              hours.until().toString(),
              now);
    };
  }
}
