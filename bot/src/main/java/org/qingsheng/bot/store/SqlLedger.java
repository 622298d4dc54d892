package org.qingsheng.bot.store;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jdbi.v3.core.Handle;
import org.qingsheng.adapters.Capabilities.Opener;
import org.qingsheng.bot.ledger.Committed;
import org.qingsheng.bot.ledger.DialogueKey;
import org.qingsheng.bot.ledger.Effect;
import org.qingsheng.bot.ledger.Item;
import org.qingsheng.bot.ledger.ItemEvent;
import org.qingsheng.bot.ledger.ItemId;
import org.qingsheng.bot.ledger.ItemNumber;
import org.qingsheng.bot.ledger.LedgerStore;
import org.qingsheng.bot.ledger.Outbound;
import org.qingsheng.bot.ledger.Projection;
import org.qingsheng.bot.ledger.Refused;
import org.qingsheng.bot.ledger.Turn;
import org.qingsheng.bot.ledger.TurnId;

/** Writes turns: all that a turn does, in one transaction. Thread-safe. */
public final class SqlLedger implements LedgerStore {
  /** Stands where a recalled text stood. */
  static final String RECALLED = "（提问人已撤回）";

  private static final ZoneId DAY_ZONE = ZoneId.of("Asia/Shanghai");
  private static final String BASE32 = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

  private static final String TURN =
      "INSERT INTO turn (id, cause, at) VALUES (?, ?, ?) ON CONFLICT (cause) DO NOTHING";
  private static final String TURN_OF_CAUSE = "SELECT id FROM turn WHERE cause = ?";
  private static final String NEXT_NUMBER =
      """
      INSERT INTO day_sequence (day, last) VALUES (?, 1)
      ON CONFLICT (day) DO UPDATE SET last = day_sequence.last + 1 RETURNING last
      """;
  private static final String HEARD =
      """
      INSERT INTO heard (channel, message_id, turn_id, conversation, group_chat, asker, item_id, text, sealed,
                         attachments, at, received_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;
  private static final String EVENT =
      """
      INSERT INTO item_event (item_id, seq, turn_id, at, type, payload, position) VALUES (?, ?, ?, ?, ?, ?, ?)
      """;

  /** Locks the row until the commit, so that positions grow in the order of commits. */
  private static final String NEXT_POSITIONS =
      "UPDATE event_position SET last = last + ? WHERE id = 1 RETURNING last";

  private static final String NEW_ITEM =
      """
      INSERT INTO item (id, number, kind, state, channel, conversation, group_chat, asker, region, question,
                        priority, assignee, entry_id, entry_version, answered_by, answer, opened_at, due_at,
                        closed_at, waiting_since, feedback, version)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;
  private static final String CHANGED_ITEM =
      """
      UPDATE item SET state = ?, region = ?, question = ?, priority = ?, assignee = ?, entry_id = ?,
        entry_version = ?, answered_by = ?, answer = ?, due_at = ?, closed_at = ?, waiting_since = ?, feedback = ?, version = ?
      WHERE id = ? AND version = ?
      """;
  private static final String MENTION =
      """
      INSERT INTO mention (account_id, item_id, by_account, at, read_at) VALUES (?, ?, ?, ?, NULL)
      ON CONFLICT (account_id, item_id) DO UPDATE SET by_account = excluded.by_account, at = excluded.at, read_at = NULL
      """;
  private static final String REMEMBER =
      """
      INSERT INTO dialogue (channel, conversation, asker, state, updated_at) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (channel, conversation, asker) DO UPDATE SET state = excluded.state, updated_at = excluded.updated_at
      """;
  private static final String KNOW =
      """
      INSERT INTO asker (channel, account, code, region, notice_version, reachable, created_at)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (channel, account) DO UPDATE SET region = coalesce(excluded.region, asker.region),
        notice_version = CASE WHEN excluded.notice_version > asker.notice_version
          THEN excluded.notice_version ELSE asker.notice_version END,
        reachable = excluded.reachable
      """;
  private static final String WINDOW =
      """
      INSERT INTO answer_window (channel, conversation, asker, opener, message_id, opened_at, expires_at, remaining)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (channel, conversation, asker) DO UPDATE SET opener = excluded.opener,
        message_id = excluded.message_id, opened_at = excluded.opened_at, expires_at = excluded.expires_at,
        remaining = excluded.remaining
      """;

  /**
   * A tap never takes away what a message gave: the longer budget stays while any of it is left.
   */
  private static final String TAP_WINDOW =
      """
      INSERT INTO answer_window AS old (channel, conversation, asker, opener, message_id, opened_at, expires_at, remaining)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (channel, conversation, asker) DO UPDATE SET opener = excluded.opener,
        message_id = excluded.message_id, opened_at = excluded.opened_at,
        expires_at = CASE WHEN old.remaining > 0 AND old.expires_at > excluded.expires_at
                     THEN old.expires_at ELSE excluded.expires_at END,
        remaining = CASE WHEN old.remaining > 0 AND old.expires_at > excluded.expires_at
                    THEN old.remaining ELSE excluded.remaining END
      """;

  private static final String HOLD_WORDS =
      "INSERT INTO held_words (channel, message_id, conversation, asker, due_at) VALUES (?, ?, ?, ?, ?)";
  private static final String GIVE_WORDS =
      """
      UPDATE heard SET item_id = ? WHERE channel = ? AND message_id IN
        (SELECT message_id FROM held_words WHERE channel = ? AND conversation = ? AND asker = ?)
      """;
  private static final String TAKE_WORDS =
      "DELETE FROM held_words WHERE channel = ? AND conversation = ? AND asker = ?";
  private static final String FORGET_WORDS =
      "DELETE FROM held_words WHERE channel = ? AND message_id = ?";
  private static final String RECALL =
      "UPDATE heard SET text = ?, sealed = NULL, recalled_at = ? WHERE channel = ? AND message_id = ?";

  private final Database database;
  private final String node;
  private final Proposals proposals;
  private final SecureRandom random = new SecureRandom();

  /**
   * @param node name of this process; what it leases is its own
   * @param proposals writes a proposed entry in the same transaction
   */
  public SqlLedger(Database database, String node, Proposals proposals) {
    this.database = database;
    this.node = node;
    this.proposals = proposals;
  }

  /** Keeps a cadre's answer as a draft entry. */
  @FunctionalInterface
  public interface Proposals {
    void propose(Handle handle, Effect.EntryProposed proposal, ItemNumber number, Instant at);
  }

  @Override
  public CompletableFuture<Committed> commit(Turn turn) {
    return database.write(handle -> new Writing(handle, turn).write());
  }

  /** One turn being written. */
  private final class Writing {
    private final Handle handle;
    private final Turn turn;
    private final long now;
    private final Map<ItemId, Item> items = new LinkedHashMap<>();
    private final Map<ItemId, Integer> storedVersion = new LinkedHashMap<>();
    private final OutboundWriting outbound;
    private long position;

    Writing(Handle handle, Turn turn) {
      this.handle = handle;
      this.turn = turn;
      this.now = turn.at().toEpochMilli();
      this.outbound = new OutboundWriting(handle, turn.id(), node, now);
    }

    Committed write() {
      if (handle.execute(TURN, turn.id().value(), turn.cause(), now) == 0) {
        var first = handle.select(TURN_OF_CAUSE, turn.cause()).mapTo(String.class).one();
        return new Committed(new TurnId(first), false, List.of(), List.of());
      }
      takePositions();
      turn.effects().forEach(this::apply);
      items.values().forEach(this::save);
      return new Committed(turn.id(), true, List.copyOf(items.values()), outbound.messages());
    }

    private void takePositions() {
      int events =
          Math.toIntExact(
              turn.effects().stream().filter(each -> each instanceof Effect.Happened).count());
      if (events > 0) {
        position = handle.select(NEXT_POSITIONS, events).mapTo(Long.class).one() - events;
      }
    }

    private void apply(Effect effect) {
      switch (effect) {
        case Effect.Heard heard -> hear(heard);
        case Effect.FileKept kept -> SqlFiles.keep(handle, kept, now);
        case Effect.WordsHeld held ->
            handle.execute(
                HOLD_WORDS,
                channel(held.talk()),
                held.message().value(),
                conversation(held.talk()),
                asker(held.talk()),
                held.due().toEpochMilli());
        case Effect.WordsTaken taken -> takeWords(taken);
        case Effect.Happened happened -> happen(happened);
        case Effect.Say say -> say(say.message());
        case Effect.Remember remember -> {
          var talk = remember.talk();
          handle.execute(
              REMEMBER, channel(talk), conversation(talk), asker(talk), remember.state(), now);
        }
        case Effect.Know know ->
            handle.execute(
                KNOW,
                channel(know.talk()),
                asker(know.talk()),
                newCode(),
                know.region().map(region -> region.value()).orElse(null),
                know.noticeVersion(),
                know.reachable() ? 1 : 0,
                now);
        case Effect.QuietChosen chosen -> SqlQuietChoices.take(handle, chosen, now);
        case Effect.WindowOpened window -> openWindow(window);
        case Effect.HeldReleased held -> outbound.release(held);
        case Effect.CancelUnsent cancel -> outbound.cancel(cancel);
        case Effect.Recalled recalled -> recall(recalled);
        case Effect.SendEnded ended -> outbound.end(ended);
        case Effect.Unchanged seen -> {
          var item = current(seen.item());
          if (item.version() != seen.version()) {
            throw new Refused(item);
          }
        }
        case Effect.Logged logged -> SqlAudit.insert(handle, logged.event());
        case Effect.EntryProposed proposed ->
            proposals.propose(handle, proposed, current(proposed.item()).number(), turn.at());
      }
    }

    private void hear(Effect.Heard heard) {
      var talk = heard.talk();
      handle.execute(
          HEARD,
          channel(talk),
          heard.message().value(),
          turn.id().value(),
          conversation(talk),
          talk.conversation().isGroup() ? 1 : 0,
          asker(talk),
          heard.item().map(ItemId::value).orElse(null),
          heard.text(),
          heard.sealed().orElse(null),
          LedgerJson.attachments(heard.attachments()),
          heard.at().toEpochMilli(),
          now);
    }

    private void happen(Effect.Happened happened) {
      var id = happened.item();
      Item item;
      if (happened.event() instanceof ItemEvent.Asked asked) {
        item = Item.begin(id, nextNumber(), asked, turn.at());
      } else {
        item = Projection.after(current(id), happened.event(), turn.at());
      }
      items.put(id, item);
      handle.execute(
          EVENT,
          id.value(),
          item.version(),
          turn.id().value(),
          now,
          LedgerJson.typeOf(happened.event()),
          LedgerJson.event(happened.event()),
          ++position);
      if (happened.event() instanceof ItemEvent.Noted noted) {
        noted
            .mentions()
            .forEach(account -> handle.execute(MENTION, account, id.value(), noted.staff(), now));
      }
    }

    private Item current(ItemId id) {
      var touched = items.get(id);
      if (touched != null) {
        return touched;
      }
      var stored =
          SqlItems.one(handle, id).orElseThrow(() -> new StoreException("find item " + id));
      storedVersion.put(id, stored.version());
      items.put(id, stored);
      return stored;
    }

    private ItemNumber nextNumber() {
      var day = LocalDate.ofInstant(turn.at(), DAY_ZONE);
      int sequence = handle.select(NEXT_NUMBER, day.toString()).mapTo(Integer.class).one();
      return ItemNumber.of(day, sequence);
    }

    private void say(Outbound message) {
      outbound.say(
          message.text().contains(ItemNumber.TO_COME)
              ? message.withNumber(current(message.item().orElseThrow()).number())
              : message);
    }

    private void openWindow(Effect.WindowOpened window) {
      var talk = window.talk();
      handle.execute(
          window.opener() == Opener.MENU_TAP ? TAP_WINDOW : WINDOW,
          channel(talk),
          conversation(talk),
          asker(talk),
          window.opener().name(),
          window.message().value(),
          now,
          window.expiresAt().toEpochMilli(),
          window.count());
      outbound.release(talk, window.message());
    }

    private void takeWords(Effect.WordsTaken taken) {
      var talk = taken.talk();
      taken
          .item()
          .ifPresent(item ->
              handle.execute(
                  GIVE_WORDS,
                  item.value(),
                  channel(talk),
                  channel(talk),
                  conversation(talk),
                  asker(talk)));
      handle.execute(TAKE_WORDS, channel(talk), conversation(talk), asker(talk));
    }

    private void recall(Effect.Recalled recalled) {
      handle.execute(
          RECALL,
          RECALLED,
          recalled.at().toEpochMilli(),
          channel(recalled.talk()),
          recalled.message().value());
      handle.execute(FORGET_WORDS, channel(recalled.talk()), recalled.message().value());
      SqlFiles.recall(handle, recalled);
    }

    /** Writes the row of an item this turn touched, its words taken from the messages heard. */
    private void save(Item item) {
      var known = storedVersion.get(item.id());
      var words = known == null || touchesWords(item.id()) ? words(item.id()) : item.question();
      var complete = item.withQuestion(words);
      items.put(item.id(), complete);
      if (known == null) {
        SqlItems.insert(handle, NEW_ITEM, complete);
      } else if (SqlItems.update(handle, CHANGED_ITEM, complete, known) == 0) {
        throw new StoreException("change item " + item.number() + ": it changed meanwhile");
      }
    }

    private boolean touchesWords(ItemId id) {
      return turn.effects().stream()
          .anyMatch(effect ->
              effect instanceof Effect.Recalled
                  || (effect instanceof Effect.Heard heard && heard.item().equals(Optional.of(id)))
                  || (effect instanceof Effect.WordsTaken taken
                      && taken.item().equals(Optional.of(id))));
    }

    private String words(ItemId id) {
      if (!turn.effects().isEmpty()
          && turn.effects().getFirst() instanceof Effect.Heard heard
          && heard.item().equals(Optional.of(id))
          && !storedVersion.containsKey(id)) {
        return heard.text();
      }
      return String.join("\n", SqlItems.words(handle, id));
    }
  }

  private String newCode() {
    var code = new StringBuilder("Q-");
    for (int i = 0; i < 8; i++) {
      code.append(BASE32.charAt(random.nextInt(BASE32.length())));
    }
    return code.toString();
  }

  static String channel(DialogueKey talk) {
    return talk.channel().value();
  }

  static String conversation(DialogueKey talk) {
    return talk.conversation().id().value();
  }

  static String asker(DialogueKey talk) {
    return talk.asker().value();
  }
}
