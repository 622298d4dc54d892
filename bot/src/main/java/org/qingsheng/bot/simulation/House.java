package org.qingsheng.bot.simulation;

import java.time.Duration;
import java.util.List;
import org.qingsheng.adapters.simulator.SimulatorAdapter;
import org.qingsheng.bot.delivery.Outbox;
import org.qingsheng.bot.desk.Desk;
import org.qingsheng.bot.ledger.Items;
import org.qingsheng.bot.ledger.Reconciliation;
import org.qingsheng.bot.people.Account;
import org.qingsheng.bot.people.Groups;
import org.qingsheng.bot.people.Role;
import org.qingsheng.knowledge.Entry;
import org.qingsheng.knowledge.RegionCode;

/** The running server, as a scenario needs it. */
public interface House {
  SimulatorAdapter channel();

  TurnedClock clock();

  Groups groups();

  Items items();

  Desk desk();

  Outbox outbox();

  Reconciliation reconcile();

  /** An account with that role, made on first use. */
  Account staff(String name, Role role, RegionCode region);

  /** Publishes entries beside those there are. */
  void publish(List<Entry> entries);

  /**
   * Hands the newest draft in for review, publishes it, or retires what was published, as that
   * account.
   */
  void submit(Account by);

  void approve(Account by);

  void retire(Account by);

  /** Waits until nothing is being handled or sent. */
  void settle();

  /** Lets time pass, with everything that happens by itself meanwhile. */
  void pass(Duration time);
}
