package org.qingsheng.bot.desk;

import static org.qingsheng.bot.ledger.Turns.LIANNAN;
import static org.qingsheng.bot.ledger.Turns.inPrivate;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.qingsheng.adapters.MessageId;
import org.qingsheng.bot.house.TestClock;
import org.qingsheng.bot.intake.Seal;
import org.qingsheng.bot.ledger.DialogueKey;
import org.qingsheng.bot.ledger.Effect;
import org.qingsheng.bot.ledger.Item;
import org.qingsheng.bot.ledger.ItemEvent;
import org.qingsheng.bot.ledger.ItemId;
import org.qingsheng.bot.ledger.ItemKind;
import org.qingsheng.bot.ledger.Ledger;
import org.qingsheng.bot.ledger.Turns;
import org.qingsheng.bot.people.Account;
import org.qingsheng.bot.people.AccountId;
import org.qingsheng.bot.people.AuditEvent;
import org.qingsheng.bot.people.Role;
import org.qingsheng.bot.people.Scope;
import org.qingsheng.bot.store.Database;
import org.qingsheng.bot.store.FreshDatabase;
import org.qingsheng.bot.store.SqlAccounts;
import org.qingsheng.bot.store.SqlAudit;
import org.qingsheng.bot.store.SqlItems;
import org.qingsheng.bot.store.SqlLedger;
import org.qingsheng.bot.store.SqlMentions;
import org.qingsheng.bot.store.SqlOriginals;
import org.qingsheng.bot.store.SqlShelf;
import org.qingsheng.bot.store.TinkSeal;
import org.qingsheng.knowledge.RegionCode;
import org.qingsheng.knowledge.text.Masking;

/** A desk over a real database, with staff in several regions. */
final class DeskHouse implements AutoCloseable {
  final TestClock clock = new TestClock();
  final Turns turns = new Turns(clock);
  final Database database;
  final Ledger ledger;
  final SqlItems items;
  final SqlAccounts accounts;
  final SqlAudit audit;
  final SqlMentions mentions;
  final Colleagues colleagues;
  final Desk desk;
  final Reveal reveal;
  private final Seal seal;

  DeskHouse(Path folder) {
    database = FreshDatabase.in(folder);
    ledger = new Ledger(new SqlLedger(database, "node-1", SqlShelf::propose), Runnable::run);
    items = new SqlItems(database);
    accounts = new SqlAccounts(database, clock);
    audit = new SqlAudit(database);
    mentions = new SqlMentions(database);
    colleagues = new Colleagues(accounts, clock);
    seal = TinkSeal.open(folder.resolve("keys").resolve("seal.json"));
    desk = new Desk(ledger, items, new AsTyped(), colleagues, turns.ids, clock);
    reveal = new Reveal(ledger, items, new SqlOriginals(database, seal), turns.ids, clock);
  }

  Account hire(String login, String name, String region, Role... roles) {
    var account =
        new Account(
            new AccountId(login),
            login,
            name,
            Set.of(roles),
            new RegionCode(region),
            true,
            Optional.empty());
    accounts.add(
        account,
        "hash",
        new AuditEvent(
            turns.ids.next(), clock.instant(), Optional.empty(), "test.hire", login, ""));
    return account;
  }

  /** Somebody in a private chat in 连南 asks, and it is handed to people. */
  Item asks(String words) {
    var id = turns.ids.item();
    var talk = inPrivate("person-" + id);
    commit(
        heard(talk, id, words),
        Turns.asked(id, talk, ItemKind.QUESTION, LIANNAN),
        turns.handedOff(id));
    return now(id);
  }

  /** What was heard, masked and sealed as intake does it. */
  Effect.Heard heard(DialogueKey talk, ItemId item, String words) {
    var message = "m-" + item;
    var masked = Masking.mask(words).text();
    return new Effect.Heard(
        talk,
        new MessageId(message),
        Optional.of(item),
        masked,
        masked.equals(words)
            ? Optional.empty()
            : Optional.of(seal.seal(words, Seal.context(talk.channel().value(), message))),
        List.of(),
        clock.instant());
  }

  void commit(Effect... effects) {
    ledger.commit(turns.turn(effects)).join();
  }

  Item now(ItemId id) {
    return items.find(id, Scope.ALL).orElseThrow();
  }

  List<ItemEvent> events(ItemId id) {
    return items.history(id).stream().map(each -> each.event()).toList();
  }

  void pass(Duration time) {
    clock.pass(time);
  }

  @Override
  public void close() {
    database.close();
  }

  /** Answers go out as they were typed. */
  private static final class AsTyped implements Desk.AnswerWriter {
    @Override
    public List<String> write(Item item, String answer) {
      return List.of(answer);
    }

    @Override
    public String asQuestion(String said) {
      return said;
    }

    @Override
    public String unit() {
      return "团县委";
    }
  }
}
