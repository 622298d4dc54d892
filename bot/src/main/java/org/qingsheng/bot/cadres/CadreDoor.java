package org.qingsheng.bot.cadres;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.qingsheng.adapters.AskerId;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.InboundEvent;
import org.qingsheng.adapters.InboundEvent.MessageReceived;
import org.qingsheng.adapters.InboundSink;
import org.qingsheng.adapters.MessageId;
import org.qingsheng.adapters.ServesStaff;
import org.qingsheng.bot.cadres.CadreBook.NewHand;
import org.qingsheng.bot.cadres.CadreBook.Outcome;
import org.qingsheng.bot.cadres.CadreBook.Tapped;
import org.qingsheng.bot.cadres.CadreMessage.Kind;
import org.qingsheng.bot.cadres.CadreTalk.Reply;
import org.qingsheng.bot.delivery.Lanes;
import org.qingsheng.bot.people.Account;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where members of the organisation come in on a staff channel, instead of intake: what they say
 * makes the desk do something and never becomes an item. What one member says is carried out in
 * order; the returned futures complete when it and what it leads to are durable. Thread-safe.
 */
final class CadreDoor implements InboundSink, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(CadreDoor.class);
  private static final Receipt DROPPED = new Receipt(true, false);

  private final ServesStaff staff;
  private final CadreBook book;
  private final Binding binding;
  private final CadreTalk talk;
  private final Runnable wake;
  private final Supplier<String> ids;
  private final InstantSource clock;
  private final Lanes<Object> lanes = new Lanes<>("cadres");

  /**
   * @param wake called when there is something to tell
   */
  CadreDoor(
      ServesStaff staff,
      CadreBook book,
      Binding binding,
      CadreTalk talk,
      Runnable wake,
      Supplier<String> ids,
      InstantSource clock) {
    this.staff = staff;
    this.book = book;
    this.binding = binding;
    this.talk = talk;
    this.wake = wake;
    this.ids = ids;
    this.clock = clock;
  }

  @Override
  public CompletableFuture<Receipt> accept(InboundEvent event) {
    return switch (event) {
      case MessageReceived message -> inLane(message.asker(), () -> heard(message));
      case InboundEvent.ContactChanged came when came.contact() == InboundEvent.Contact.FOLLOWED ->
          inLane(came.asker(), () -> welcomed(came));
      case InboundEvent.ContactChanged _,
          InboundEvent.MessageRecalled _,
          InboundEvent.GroupChanged _,
          InboundEvent.Unsupported _ ->
          CompletableFuture.completedFuture(DROPPED);
    };
  }

  private CompletableFuture<Receipt> inLane(AskerId member, Supplier<Receipt> work) {
    var done = new CompletableFuture<Receipt>();
    boolean taken =
        lanes.submit(
            member,
            () -> {
              try {
                done.complete(work.get());
              } catch (RuntimeException | Error e) {
                log.atError().setCause(e).log("what a cadre said could not be carried out");
                done.completeExceptionally(e);
              }
            });
    if (!taken) {
      done.completeExceptionally(new IllegalStateException("the server is stopping"));
    }
    return done;
  }

  private Receipt welcomed(InboundEvent.ContactChanged came) {
    var words =
        binding.account(came.channel(), came.asker()).isPresent()
            ? CadreWords.HELP
            : CadreWords.NOT_BOUND;
    return carriedOut(came.channel(), came.asker(), came.id(), Reply.of(words));
  }

  private Receipt heard(MessageReceived message) {
    if (book.heard(message.channel(), message.id())) {
      return new Receipt(false, false);
    }
    return carriedOut(message.channel(), message.asker(), message.id(), reply(message));
  }

  private Receipt carriedOut(ChannelId channel, AskerId member, MessageId id, Reply reply) {
    var now = clock.instant();
    var says = new ArrayList<CadreMessage>();
    if (!reply.text().isEmpty()) {
      says.add(CadreMessage.text(ids.get(), channel, member, reply.text(), now));
    }
    reply
        .draft()
        .ifPresent(hand ->
            says.add(
                new CadreMessage(
                    ids.get(),
                    channel,
                    member,
                    Kind.DRAFT,
                    Optional.of(hand.item()),
                    hand.draft().orElseThrow().id(),
                    false,
                    0,
                    now)));
    var tapped = staff.tap(id).map(tap -> new Tapped(tap.card(), tap.code(), reply.ending()));
    boolean first = book.carriedOut(channel, id, now, new Outcome(says, reply.hand(), tapped));
    wake.run();
    return new Receipt(first, false);
  }

  private Reply reply(MessageReceived message) {
    var said = CadreCommand.of(message.text());
    if (said instanceof CadreCommand.Bind(var code)) {
      return bind(message, code);
    }
    var account = binding.account(message.channel(), message.asker());
    if (account.isEmpty()) {
      return Reply.of(CadreWords.NOT_BOUND);
    }
    if (said instanceof CadreCommand.Unbind) {
      return unbind(message, account.get());
    }
    if (message.text().isBlank()) {
      return Reply.of(CadreWords.WORDS_ONLY);
    }
    return talk.answer(said, account.get());
  }

  private Reply bind(MessageReceived message, String code) {
    return switch (binding.redeem(message.channel(), message.asker(), code)) {
      case Binding.Outcome.Bound(var account) ->
          Reply.of("绑定好了，" + account.name() + "。\n" + CadreWords.HELP);
      case Binding.Outcome.Wrong _ ->
          // Said again after a crash, the code is used up and the binding there.
          binding
              .account(message.channel(), message.asker())
              .map(account -> Reply.of("现在绑定的是" + account.name() + "；这个绑定码不对、用过了或已过期。"))
              .orElseGet(() -> Reply.of("绑定码不对、用过了或已过期，请在工作台重新取一个，10 分钟内有效。"));
      case Binding.Outcome.TooManyTries _ -> Reply.of("试的次数太多，请 10 分钟后再试。");
    };
  }

  private Reply unbind(MessageReceived message, Account account) {
    binding.end(account, account, message.channel());
    return Reply.of("已解除绑定，这里不再通知你。").with(new NewHand(account.id(), Optional.empty()));
  }

  boolean awaitIdle(long seconds) throws InterruptedException {
    return lanes.awaitIdle(seconds);
  }

  @Override
  public void close() {
    lanes.close();
  }
}
