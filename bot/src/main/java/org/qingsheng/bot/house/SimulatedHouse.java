package org.qingsheng.bot.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.simulator.SimulatorAdapter;
import org.qingsheng.adapters.simulator.SimulatorRules;
import org.qingsheng.bot.curation.Revision;
import org.qingsheng.bot.curation.Revision.State;
import org.qingsheng.bot.curation.Shelf.ShelfQuery;
import org.qingsheng.bot.delivery.Outbox;
import org.qingsheng.bot.desk.Desk;
import org.qingsheng.bot.ledger.Items;
import org.qingsheng.bot.ledger.Reconciliation;
import org.qingsheng.bot.people.Account;
import org.qingsheng.bot.people.AccountId;
import org.qingsheng.bot.people.Groups;
import org.qingsheng.bot.people.Role;
import org.qingsheng.bot.settings.Settings;
import org.qingsheng.bot.simulation.House;
import org.qingsheng.bot.simulation.TurnedClock;
import org.qingsheng.knowledge.Entry;
import org.qingsheng.knowledge.RegionCode;

/** The real house in a folder of its own, with a clock turned by hand and one simulated channel. */
public final class SimulatedHouse implements House, AutoCloseable {
  /** When a scenario begins unless it says otherwise: a working Friday morning. */
  public static final Instant START = Instant.parse("2026-11-20T01:00:00Z");

  private static final ChannelId CHANNEL = new ChannelId("simulator");

  /** What happens by itself is looked at this often while time passes. */
  private static final int LOOKS = 20;

  private final Path folder;
  private final TurnedClock clock;
  private final SimulatorAdapter channel = new SimulatorAdapter(CHANNEL, SimulatorRules.ONEBOT);
  private final Qingsheng house;

  /**
   * @param settings wording, regions, entries and rules are taken from these; the data folder is
   *     not
   */
  public SimulatedHouse(Settings settings, Instant start) {
    try {
      this.folder = Files.createTempDirectory("qingsheng-simulation");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make a folder for the simulation", e);
    }
    this.clock = new TurnedClock(start);
    this.house = new Qingsheng(settings.in(folder), clock, _ -> List.of(channel));
    house.start();
  }

  @Override
  public SimulatorAdapter channel() {
    return channel;
  }

  @Override
  public TurnedClock clock() {
    return clock;
  }

  @Override
  public Groups groups() {
    return house.groups;
  }

  @Override
  public Items items() {
    return house.items;
  }

  @Override
  public Desk desk() {
    return house.desk;
  }

  @Override
  public Outbox outbox() {
    return house.outbox;
  }

  @Override
  public Reconciliation reconcile() {
    return house.auditor.reconcile();
  }

  @Override
  public Account staff(String name, Role role, RegionCode region) {
    return new Account(
        new AccountId("staff-" + name), name, name, Set.of(role), region, true, Optional.empty());
  }

  @Override
  public void publish(List<Entry> entries) {
    house.library.plant(entries);
  }

  @Override
  public void submit(Account by) {
    house.library.curation.submit(by, newest(by, State.DRAFT).id());
  }

  @Override
  public void approve(Account by) {
    var revision = newest(by, State.IN_REVIEW);
    house.library.curation.approve(by, revision.id(), revision.updatedAt());
  }

  @Override
  public void retire(Account by) {
    house.library.curation.retire(by, newest(by, State.PUBLISHED).id(), "模拟场景下架");
  }

  private Revision newest(Account by, State state) {
    return house.library.curation.find(by, ShelfQuery.in(state)).stream()
        .max(Comparator.comparing(Revision::updatedAt))
        .orElseThrow(() -> new IllegalStateException("没有这种状态的条目"));
  }

  @Override
  public void settle() {
    try {
      if (!house.awaitIdle(20)) {
        throw new IllegalStateException("the server did not come to rest");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public void pass(Duration time) {
    settle();
    var part = time.dividedBy(LOOKS);
    for (int i = 0; i < LOOKS; i++) {
      clock.turn(part);
      house.tick();
      settle();
    }
    clock.turn(time.minus(part.multipliedBy(LOOKS)));
  }

  @Override
  public void close() {
    house.close();
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot clear the simulation's folder", e);
    }
  }
}
