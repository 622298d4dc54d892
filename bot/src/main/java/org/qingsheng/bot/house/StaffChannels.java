package org.qingsheng.bot.house;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.qingsheng.adapters.ChannelAdapter;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.InboundSink;
import org.qingsheng.bot.cadres.Binding;
import org.qingsheng.bot.cadres.CadreChannel;
import org.qingsheng.bot.desk.Desk;
import org.qingsheng.bot.ledger.Ids;
import org.qingsheng.bot.ledger.Items;
import org.qingsheng.bot.people.Accounts;
import org.qingsheng.bot.people.Regions;
import org.qingsheng.bot.settings.ChannelSettings;
import org.qingsheng.bot.settings.Settings;
import org.qingsheng.bot.store.Database;
import org.qingsheng.bot.store.SqlBindings;
import org.qingsheng.bot.store.SqlCadreBook;
import org.qingsheng.bot.store.SqlLoginAttempts;
import org.qingsheng.bot.store.SqlNotices;

/** Wires the channels on which cadres work; what comes in there never reaches intake. */
final class StaffChannels implements AutoCloseable {
  /** A card can be changed for three days; what was said may be pushed again within hours. */
  private static final Duration KEPT = Duration.ofDays(4);

  final Binding binding;
  private final Map<ChannelId, CadreChannel> channels = new LinkedHashMap<>();
  private final InstantSource clock;

  StaffChannels(
      Settings settings,
      Map<ChannelId, ChannelAdapter> adapters,
      Database database,
      Desk desk,
      Items items,
      Accounts accounts,
      Regions regions,
      Ids ids,
      InstantSource clock) {
    this.clock = clock;
    var bindings = new SqlBindings(database);
    this.binding =
        new Binding(
            bindings,
            accounts,
            new SqlLoginAttempts(database),
            new SecureRandom(),
            ids::next,
            clock);
    var tools =
        new CadreChannel.Tools(
            desk,
            items,
            new SqlNotices(database, clock),
            accounts,
            regions,
            bindings,
            binding,
            new SqlCadreBook(database),
            settings.server().publicUrl(),
            ids::next,
            clock);
    for (var channel : settings.enabledChannels()) {
      var adapter = adapters.get(channel.id());
      if (channel instanceof ChannelSettings.WeComApp app && app.cadres() && adapter != null) {
        channels.put(channel.id(), CadreChannel.of(adapter, tools));
      }
    }
  }

  List<ChannelId> ids() {
    return List.copyOf(channels.keySet());
  }

  /** Where what the channel hears goes: to the desk, or to intake as everything else. */
  InboundSink sink(ChannelId channel, InboundSink intake) {
    var staff = channels.get(channel);
    return staff == null ? intake : staff.door();
  }

  void round() {
    channels.values().forEach(CadreChannel::round);
  }

  void tidy() {
    channels.values().forEach(channel -> channel.tidy(clock.instant().minus(KEPT)));
  }

  boolean awaitIdle(long seconds) throws InterruptedException {
    for (var channel : channels.values()) {
      if (!channel.awaitIdle(seconds)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() {
    Closing.all(new ArrayList<>(channels.values()));
  }
}
