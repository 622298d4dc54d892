package org.qingsheng.bot.desk;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.qingsheng.adapters.IdempotencyKey;
import org.qingsheng.bot.ledger.Committed;
import org.qingsheng.bot.ledger.Effect;
import org.qingsheng.bot.ledger.Ids;
import org.qingsheng.bot.ledger.Item;
import org.qingsheng.bot.ledger.ItemEvent;
import org.qingsheng.bot.ledger.ItemId;
import org.qingsheng.bot.ledger.Items;
import org.qingsheng.bot.ledger.Ledger;
import org.qingsheng.bot.ledger.Outbound;
import org.qingsheng.bot.ledger.Purpose;
import org.qingsheng.bot.ledger.Turn;
import org.qingsheng.bot.people.Account;
import org.qingsheng.bot.people.BadInput;
import org.qingsheng.bot.people.NotAllowed;
import org.qingsheng.bot.people.Role;
import org.qingsheng.knowledge.RegionCode;

/**
 * What a cadre does with items (人工台). Thread-safe. Every method checks that the account may, and
 * that the item lies in its region; the ledger decides atomically who wins when two do the same.
 */
public final class Desk {
  private final Ledger ledger;
  private final Items items;
  private final AnswerWriter answers;
  private final Colleagues colleagues;
  private final Ids ids;
  private final InstantSource clock;

  public Desk(
      Ledger ledger,
      Items items,
      AnswerWriter answers,
      Colleagues colleagues,
      Ids ids,
      InstantSource clock) {
    this.ledger = ledger;
    this.items = items;
    this.answers = answers;
    this.colleagues = colleagues;
    this.ids = ids;
    this.clock = clock;
  }

  /** Puts a cadre's answer into words. */
  public interface AnswerWriter {
    /** What the asker receives: with signature and number. */
    String write(Item item, String answer);

    /** The question alone, without the call for a person around it. */
    String asQuestion(String said);

    /** Who answers, as askers know it. */
    String unit();
  }

  /**
   * Takes an item (认领). Of two at once exactly one succeeds.
   *
   * @throws org.qingsheng.bot.ledger.Refused if somebody else has it, or it is not waiting
   * @throws NotAllowed if the account may not
   */
  public Item claim(ItemId id, Account by) {
    require(by, id);
    return happened(id, by, "claim", new ItemEvent.Claimed(by.id().value()));
  }

  /** Gives an item back to the queue (退回). */
  public Item release(ItemId id, Account by, String reason) {
    require(by, id);
    return happened(
        id,
        by,
        "release",
        new ItemEvent.Released(by.id().value(), given(reason, "reason", "退回原因")));
  }

  /**
   * Passes an item on to a colleague, or to the queue of another region (转办). A reason is a must.
   */
  public Item transfer(
      ItemId id, Account by, Optional<Account> to, Optional<RegionCode> region, String reason) {
    require(by, id);
    if (to.isEmpty() && region.isEmpty()) {
      throw new BadInput("to", "请选择转给谁，或转到哪个地区");
    }
    return happened(
        id,
        by,
        "transfer",
        new ItemEvent.Transferred(
            by.id().value(),
            to.map(account -> account.id().value()),
            region,
            given(reason, "reason", "转办原因")));
  }

  /**
   * Writes a note for colleagues (内部备注). It is never sent. Whom it names with @ finds it under 提到我,
   * if they may read the item.
   */
  public Item note(ItemId id, Account by, String text) {
    var item = require(by, id);
    var words = given(text, "text", "备注");
    var named = new ArrayList<>(colleagues.namedIn(words, item));
    named.remove(by.id().value());
    return happened(id, by, "note", new ItemEvent.Noted(by.id().value(), words, named));
  }

  /** Records that the account has passed the item's answer on where no channel may push it. */
  public Item relayed(ItemId id, Account by) {
    require(by, id);
    return happened(id, by, "relay", new ItemEvent.Relayed(by.id().value()));
  }

  /**
   * Answers an item the account has taken; the answer goes to the asker where they asked.
   *
   * @param keep whether the answer becomes a draft entry with the asker's wording attached
   * @throws org.qingsheng.bot.ledger.Refused if it was answered already or is not the account's
   */
  public Item answer(ItemId id, Account by, String text, boolean keep) {
    var item = require(by, id);
    var words = given(text, "text", "答复内容");
    var turn = ids.turn();
    var effects = new ArrayList<Effect>();
    effects.add(new Effect.Happened(id, new ItemEvent.StaffAnswered(by.id().value(), words)));
    var now = clock.instant();
    effects.add(
        new Effect.Say(
            new Outbound(
                ids.outbound(),
                new IdempotencyKey("staff:" + id + ":" + item.version()),
                Optional.of(id),
                item.talk(),
                Optional.empty(),
                item.talk().conversation().isGroup(),
                Purpose.STAFF_ANSWER,
                answers.write(item, words),
                List.of(),
                now)));
    if (keep) {
      effects.add(
          new Effect.EntryProposed(
              id,
              answers.asQuestion(item.question()),
              words,
              item.region(),
              answers.unit(),
              by.id().value()));
    }
    // Each press of the button is a cause of its own: the ledger accepts one answer and refuses the
    // others aloud, instead of dropping a second text as if it had been sent.
    return commit(new Turn(turn, "answer:" + id + ":" + turn, now, effects), id);
  }

  private Item happened(ItemId id, Account by, String action, ItemEvent event) {
    var turn = ids.turn();
    return commit(
        new Turn(
            turn,
            action + ":" + id + ":" + by.id() + ":" + turn,
            clock.instant(),
            List.of(new Effect.Happened(id, event))),
        id);
  }

  private Item commit(Turn turn, ItemId id) {
    return waitFor(ledger.commit(turn)).items().stream()
        .filter(item -> item.id().equals(id))
        .findFirst()
        .or(() -> items.find(id, org.qingsheng.bot.people.Scope.ALL))
        .orElseThrow();
  }

  /** Waits for a turn and throws what its commit threw, not a wrapping. */
  static Committed waitFor(CompletableFuture<Committed> commit) {
    try {
      return commit.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  private Item require(Account by, ItemId id) {
    if (!by.has(Role.CADRE)) {
      throw new NotAllowed("只有团干部可以办理条目");
    }
    return items.find(id, by.scope()).orElseThrow(() -> new NotAllowed("没有这个条目，或不在你的地区"));
  }

  private static String given(String text, String field, String name) {
    var words = org.qingsheng.adapters.CleanText.of(text).strip();
    if (words.isEmpty()) {
      throw new BadInput(field, "请填写" + name);
    }
    if (words.length() > 2000) {
      throw new BadInput(field, name + "最多 2000 字，现有 " + words.length() + " 字");
    }
    return words;
  }
}
