package org.qingsheng.bot.cadres;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.qingsheng.adapters.Card;
import org.qingsheng.adapters.ChannelAdapter;
import org.qingsheng.adapters.Delivery;
import org.qingsheng.adapters.IdempotencyKey;
import org.qingsheng.adapters.ServesStaff;
import org.qingsheng.bot.cadres.CadreBook.Due;
import org.qingsheng.bot.cadres.CadreBook.Ending;
import org.qingsheng.bot.cadres.CadreMessage.Kind;
import org.qingsheng.bot.delivery.Lanes;
import org.qingsheng.bot.ledger.Item;
import org.qingsheng.bot.ledger.ItemState;
import org.qingsheng.bot.ledger.Items;
import org.qingsheng.bot.people.Account;
import org.qingsheng.bot.people.AccountId;
import org.qingsheng.bot.people.Accounts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings messages to cadres and changes cards whose item moved on. What is to be done stands in the
 * book, so that a process that is killed leaves nothing undone; the platform drops what arrives
 * twice. Thread-safe; {@link #round} is called every second and after everything said.
 */
final class CadrePost implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(CadrePost.class);

  /** Longer than one attempt can take; then it was a process that is gone. */
  private static final Duration TAKEN = Duration.ofMinutes(2);

  private static final int ROUND = 200;

  /** Pauses after each failed attempt: a bit more than two hours, then it is of no use any more. */
  private static final List<Duration> PAUSES =
      List.of(
          Duration.ofSeconds(2),
          Duration.ofSeconds(5),
          Duration.ofSeconds(30),
          Duration.ofMinutes(2),
          Duration.ofMinutes(10),
          Duration.ofMinutes(30),
          Duration.ofMinutes(90));

  private final ChannelAdapter adapter;
  private final ServesStaff staff;
  private final CadreBook book;
  private final Binding binding;
  private final Accounts accounts;
  private final Items items;
  private final CadreWords words;
  private final Supplier<String> ids;
  private final InstantSource clock;
  private final Lanes<Object> lanes = new Lanes<>("cadres-post");

  /**
   * @param staff the same as the adapter
   */
  CadrePost(
      ChannelAdapter adapter,
      ServesStaff staff,
      CadreBook book,
      Binding binding,
      Accounts accounts,
      Items items,
      CadreWords words,
      Supplier<String> ids,
      InstantSource clock) {
    this.adapter = adapter;
    this.staff = staff;
    this.book = book;
    this.binding = binding;
    this.accounts = accounts;
    this.items = items;
    this.words = words;
    this.ids = ids;
    this.clock = clock;
  }

  /** Tells what is due and changes the cards that are overtaken. */
  void round() {
    for (var card : book.overtaken(ROUND)) {
      book.end(card.id(), CadreWords.ending(card.item(), holder(card.item())));
    }
    var now = clock.instant();
    for (var due : book.due(adapter.channel(), now, ROUND)) {
      lanes.submit(due, () -> deliver(due));
    }
    for (var ending : book.endings(adapter.channel(), now, now.plus(TAKEN), ROUND)) {
      lanes.submit(ending.card(), () -> change(ending));
    }
  }

  private String holder(Item item) {
    return item.assignee()
        .flatMap(id -> accounts.find(new AccountId(id)))
        .map(Account::name)
        .orElse("");
  }

  private void deliver(Due due) {
    var now = clock.instant();
    var taken = book.take(due, now, now.plus(TAKEN));
    var fresh = taken.stream().filter(message -> stillNews(message, now)).toList();
    if (fresh.isEmpty()) {
      return;
    }
    var plan = Pacing.of(fresh, book.told(due, now.minus(Pacing.MINUTE)), now);
    plan.when().ifPresent(when -> plan.later().forEach(message -> book.later(message, when)));
    plan.now().forEach(this::tell);
    if (plan.together().size() == 1) {
      tell(plan.together().getFirst());
    } else if (!plan.together().isEmpty()) {
      tell(grouped(due, plan.together(), now));
    }
  }

  /**
   * What became of nothing since it was planned: taken by somebody, or no longer for this member.
   */
  private boolean stillNews(CadreMessage message, Instant now) {
    boolean news =
        switch (message.kind()) {
          case NEW -> item(message).filter(item -> item.state() == ItemState.WAITING).isPresent();
          case ASSIGNED ->
              item(message).filter(item -> item.state() == ItemState.ASSIGNED).isPresent()
                  && item(message)
                      .flatMap(Item::assignee)
                      .equals(account(message).map(Account::id).map(AccountId::value));
          case DRAFT -> draft(message).isPresent();
          case DIGEST, TEXT -> true;
        };
    if (!news) {
      book.stale(message, now);
    }
    return news;
  }

  private Optional<Account> account(CadreMessage message) {
    return binding.account(message.channel(), message.member());
  }

  /** The item, as far as the member may see it. */
  private Optional<Item> item(CadreMessage message) {
    return account(message)
        .flatMap(account -> message.item().flatMap(id -> items.find(id, account.scope())));
  }

  private Optional<CadreBook.Draft> draft(CadreMessage message) {
    return account(message)
        .flatMap(account -> book.hand(account.id()))
        .filter(hand -> Optional.of(hand.item()).equals(message.item()))
        .flatMap(CadreBook.Hand::draft)
        .filter(draft -> draft.id().equals(message.text()));
  }

  private CadreMessage grouped(Due due, List<CadreMessage> several, Instant now) {
    var found = several.stream().flatMap(message -> item(message).stream()).toList();
    var one =
        new CadreMessage(
            ids.get(),
            due.channel(),
            due.member(),
            Kind.DIGEST,
            Optional.empty(),
            words.digest(found),
            false,
            1,
            now);
    book.group(several, one, now, now.plus(TAKEN));
    return one;
  }

  private void tell(CadreMessage message) {
    var card = card(message);
    Delivery ended;
    Optional<String> code = Optional.empty();
    if (card.isPresent()) {
      var shown = staff.show(message.member(), card.get());
      ended = shown.delivery();
      code = shown.code();
    } else {
      var text = CadreWords.fitted(message.text(), adapter.capabilities().maxTextBytes());
      ended = staff.tell(message.member(), new IdempotencyKey("cadre:" + message.id()), text);
    }
    var now = clock.instant();
    switch (ended) {
      case Delivery.Accepted _ -> book.sent(message, now, code);
      case Delivery.Refused(var platformCode, _, _) -> {
        book.dead(message, "被拒收（" + platformCode + "）", now);
        log.atWarn()
            .addKeyValue("channel", message.channel())
            .addKeyValue("message", message.id())
            .addKeyValue("code", platformCode)
            .log("cadre could not be told");
      }
      case Delivery.NotSent(var reason, var wait) -> again(message, reason, wait, now);
      // The platform drops the second of two that are alike.
      case Delivery.Unknown(var reason) -> again(message, reason, Optional.empty(), now);
    }
  }

  private void again(CadreMessage message, String reason, Optional<Duration> wait, Instant now) {
    if (message.attempts() > PAUSES.size()) {
      book.dead(message, reason, now);
      return;
    }
    var pause = PAUSES.get(Math.max(0, message.attempts() - 1));
    book.again(
        message, reason, now.plus(wait.filter(said -> said.compareTo(pause) > 0).orElse(pause)));
  }

  private Optional<Card> card(CadreMessage message) {
    return switch (message.kind()) {
      case NEW -> item(message).map(item -> words.waiting(message.id(), item));
      case ASSIGNED -> item(message).map(item -> words.assigned(message.id(), item));
      case DRAFT ->
          item(message)
              .flatMap(item -> draft(message).map(draft -> words.draft(message.id(), item, draft)));
      case DIGEST, TEXT -> Optional.empty();
    };
  }

  private void change(Ending ending) {
    switch (staff.change(ending.code(), CadreWords.cut(ending.ending(), 20))) {
      case Delivery.Accepted _, Delivery.Refused _ -> book.ended(ending);
      case Delivery.NotSent _, Delivery.Unknown _ -> {
        if (ending.attempts() > PAUSES.size()) {
          book.ended(ending);
        } else {
          var pause = PAUSES.get(Math.max(0, ending.attempts() - 1));
          book.endAgain(ending, clock.instant().plus(pause));
        }
      }
    }
  }

  boolean awaitIdle(long seconds) throws InterruptedException {
    return lanes.awaitIdle(seconds);
  }

  @Override
  public void close() {
    lanes.close();
  }
}
