package org.qingsheng.bot.desk;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.qingsheng.adapters.CleanText;
import org.qingsheng.bot.ledger.Effect;
import org.qingsheng.bot.ledger.Ids;
import org.qingsheng.bot.ledger.Item;
import org.qingsheng.bot.ledger.ItemEvent;
import org.qingsheng.bot.ledger.Items;
import org.qingsheng.bot.ledger.Ledger;
import org.qingsheng.bot.ledger.Turn;
import org.qingsheng.bot.people.Account;
import org.qingsheng.bot.people.AccountId;
import org.qingsheng.bot.people.AuditEvent;
import org.qingsheng.bot.people.BadInput;
import org.qingsheng.bot.people.NotAllowed;
import org.qingsheng.bot.people.Role;
import org.qingsheng.knowledge.text.Masking;

/**
 * Shows a cadre the asker's words as they were said (查看原话), phone numbers and the like included: to
 * whom handles the item, for a reason, for a while. Each time is an event of the item and an entry
 * in the log of what staff did, written together. Thread-safe.
 */
public final class Reveal {
  /** How long the words stay open (row P04). */
  public static final Duration LASTS = Duration.ofMinutes(15);

  /** Shortest reason, in characters (row P04). */
  public static final int SHORTEST_REASON = 5;

  private static final int LONGEST_REASON = 200;

  private final Ledger ledger;
  private final Items items;
  private final Originals originals;
  private final Ids ids;
  private final InstantSource clock;

  public Reveal(Ledger ledger, Items items, Originals originals, Ids ids, InstantSource clock) {
    this.ledger = ledger;
    this.items = items;
    this.originals = originals;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * How it stands for one reader of an item.
   *
   * @param possible whether the reader may open the words
   * @param until when they are covered again, if they are open to the reader
   * @param words the original messages, if they are open to the reader
   */
  public record View(boolean possible, Optional<Instant> until, List<Originals.Original> words) {
    public View {
      words = List.copyOf(words);
    }
  }

  /** What the reader sees of the item's original words now. */
  public View view(Item item, Account by) {
    if (!may(item, by) || !originals.exist(item.id())) {
      return new View(false, Optional.empty(), List.of());
    }
    var until = openUntil(item, by.id());
    return new View(true, until, until.isPresent() ? originals.of(item.id()) : List.of());
  }

  /**
   * Opens the words to the account for {@link #LASTS}.
   *
   * @throws NotAllowed if the account does not handle the item
   * @throws BadInput if the reason is too short or too long, or nothing was masked
   */
  public void open(Item seen, Account by, String reason) {
    var item =
        items.find(seen.id(), by.scope()).orElseThrow(() -> new NotAllowed("没有这个条目，或不在你的地区"));
    if (!may(item, by)) {
      throw new NotAllowed("只有认领了这条的团干部或管理员可以查看原话");
    }
    var why = Masking.mask(CleanText.of(reason).strip()).text();
    int length = why.codePointCount(0, why.length());
    if (length < SHORTEST_REASON || length > LONGEST_REASON) {
      throw new BadInput(
          "reason", "请写明查看原话的原因，%d 到 %d 个字".formatted(SHORTEST_REASON, LONGEST_REASON));
    }
    if (!originals.exist(item.id())) {
      throw new BadInput("reason", "这条没有打码的内容，原话就是你看到的");
    }
    var turn = ids.turn();
    var now = clock.instant();
    var until = now.plus(LASTS);
    var logged =
        new AuditEvent(
            ids.next(),
            now,
            Optional.of(by.id()),
            "item.reveal",
            item.number().value(),
            "查看原话，原因：" + why);
    Desk.waitFor(
        ledger.commit(
            new Turn(
                turn,
                "reveal:" + item.id() + ":" + by.id() + ":" + turn,
                now,
                List.of(
                    new Effect.Happened(
                        item.id(), new ItemEvent.OriginalShown(by.id().value(), why, until)),
                    new Effect.Logged(logged)))));
  }

  /** Who has taken the item, while it is in work or just answered; and administrators. */
  private static boolean may(Item item, Account by) {
    return by.scope().covers(item.region())
        && (by.has(Role.ADMIN)
            || (by.has(Role.CADRE) && item.assignee().equals(Optional.of(by.id().value()))));
  }

  private Optional<Instant> openUntil(Item item, AccountId account) {
    var now = clock.instant();
    return items.history(item.id()).stream()
        .map(happening -> happening.event())
        .flatMap(event ->
            event instanceof ItemEvent.OriginalShown shown
                ? java.util.stream.Stream.of(shown)
                : java.util.stream.Stream.empty())
        .filter(shown -> shown.staff().equals(account.value()))
        .map(ItemEvent.OriginalShown::until)
        .filter(until -> until.isAfter(now))
        .max(java.util.Comparator.naturalOrder());
  }
}
