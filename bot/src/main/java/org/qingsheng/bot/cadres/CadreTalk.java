package org.qingsheng.bot.cadres;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.qingsheng.bot.cadres.CadreBook.Draft;
import org.qingsheng.bot.cadres.CadreBook.Hand;
import org.qingsheng.bot.cadres.CadreBook.NewHand;
import org.qingsheng.bot.desk.Desk;
import org.qingsheng.bot.ledger.Item;
import org.qingsheng.bot.ledger.ItemEvent;
import org.qingsheng.bot.ledger.ItemNumber;
import org.qingsheng.bot.ledger.ItemState;
import org.qingsheng.bot.ledger.Items;
import org.qingsheng.bot.ledger.Items.ItemQuery;
import org.qingsheng.bot.ledger.Items.Order;
import org.qingsheng.bot.ledger.Refused;
import org.qingsheng.bot.people.Account;
import org.qingsheng.bot.people.AccountId;
import org.qingsheng.bot.people.Accounts;
import org.qingsheng.bot.people.BadInput;
import org.qingsheng.bot.people.NotAllowed;
import org.qingsheng.bot.people.Regions;
import org.qingsheng.bot.people.Role;

/**
 * Carries out what a cadre says: by the same calls of the desk as the console's, so that checks,
 * attribution and audit are the same. Saying the same again after a crash does no harm: what was
 * done already is told as done. Thread-safe.
 */
final class CadreTalk {
  private static final int LISTED = 8;
  private static final int LONGEST = 2000;

  private final Desk desk;
  private final Items items;
  private final Accounts accounts;
  private final Regions regions;
  private final CadreBook book;
  private final CadreWords words;
  private final Supplier<String> ids;
  private final java.time.InstantSource clock;

  CadreTalk(
      Desk desk,
      Items items,
      Accounts accounts,
      Regions regions,
      CadreBook book,
      CadreWords words,
      Supplier<String> ids,
      java.time.InstantSource clock) {
    this.desk = desk;
    this.items = items;
    this.accounts = accounts;
    this.regions = regions;
    this.book = book;
    this.words = words;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * What is said back.
   *
   * @param text empty if a card asks instead
   * @param draft whose card is to be shown
   * @param hand from now on; empty leaves it as it is
   * @param ending what the card that was tapped shows from now on
   */
  record Reply(String text, Optional<Hand> draft, Optional<NewHand> hand, Optional<String> ending) {
    static Reply of(String text) {
      return new Reply(text, Optional.empty(), Optional.empty(), Optional.empty());
    }

    Reply with(NewHand now) {
      return new Reply(text, draft, Optional.of(now), ending);
    }

    Reply ending(String words) {
      return new Reply(text, draft, hand, Optional.of(words));
    }
  }

  /** Carries it out; what cannot be is explained. */
  Reply answer(CadreCommand said, Account by) {
    if (!by.has(Role.CADRE)) {
      return Reply.of(CadreWords.NO_LONGER);
    }
    try {
      return carryOut(said, by);
    } catch (Refused e) {
      return Reply.of(CadreWords.refused(e, holder(e.item())));
    } catch (BadInput | NotAllowed e) {
      return Reply.of(Optional.ofNullable(e.getMessage()).orElse("没有完成"));
    }
  }

  private Reply carryOut(CadreCommand said, Account by) {
    return switch (said) {
      case CadreCommand.Overview _ -> Reply.of(overview(by));
      case CadreCommand.Mine _ -> Reply.of(words.overview(List.of(), 0, mine(by)));
      case CadreCommand.Help _ -> Reply.of(CadreWords.HELP);
      case CadreCommand.Show(var number) -> {
        var item = required(number, by);
        yield Reply.of(words.shown(item, holder(item)));
      }
      case CadreCommand.Claim(var number) -> claim(number, by);
      case CadreCommand.TakeUp(var number) -> takeUp(required(number, by), by);
      case CadreCommand.Release(var number, var reason) -> {
        var item = desk.release(about(number, by).id(), by, reason);
        yield letGo(item, by, item.number() + " 已退回待办。");
      }
      case CadreCommand.Transfer(var number, var to, var reason) ->
          transfer(about(number, by), by, to, reason);
      case CadreCommand.Note(var number, var text) -> {
        var item = desk.note(about(number, by).id(), by, text);
        yield Reply.of("已写进 " + item.number() + " 的内部备注，只有同事看得到。");
      }
      case CadreCommand.Answer(var number, var text) -> draft(required(number, by), by, text);
      case CadreCommand.Words(var text) -> typed(by, text);
      case CadreCommand.Send(var draft, var keep) -> send(draft, keep, by);
      case CadreCommand.Change(var draft) -> change(draft, by);
      case CadreCommand.Bind _, CadreCommand.Unbind _ ->
          throw new IllegalStateException("bindings are not the desk's");
    };
  }

  private Item required(ItemNumber number, Account by) {
    return items
        .find(number, by.scope())
        .orElseThrow(() -> new NotAllowed("没有 " + number + " 这条，或不在你的地区。"));
  }

  /** The item of that number, or the one in hand. */
  private Item about(Optional<ItemNumber> number, Account by) {
    return number
        .map(given -> required(given, by))
        .or(() -> inHand(by))
        .orElseThrow(() -> new BadInput("number", "请写上编号，如：退回 QS-261120-0042 原因"));
  }

  /** What is typed is about: the item taken up last, or the only one the cadre has. */
  private Optional<Item> inHand(Account by) {
    return book.hand(by.id())
        .flatMap(hand -> items.find(hand.item(), by.scope()))
        .filter(item -> isWith(item, by))
        .or(() -> {
          var mine = mine(by);
          return mine.size() == 1 ? Optional.of(mine.getFirst()) : Optional.empty();
        });
  }

  private static boolean isWith(Item item, Account by) {
    return item.state() == ItemState.ASSIGNED
        && item.assignee().equals(Optional.of(by.id().value()));
  }

  private List<Item> mine(Account by) {
    return items.find(
        ItemQuery.ANY
            .states(ItemState.ASSIGNED)
            .and(new Items.Condition.AssignedTo(by.id().value()))
            .by(Order.MOST_URGENT),
        by.scope());
  }

  private String overview(Account by) {
    var waiting = ItemQuery.ANY.states(ItemState.WAITING).by(Order.MOST_URGENT).page(0, LISTED);
    return words.overview(
        items.find(waiting, by.scope()), items.count(waiting, by.scope()), mine(by));
  }

  private Reply claim(Optional<ItemNumber> number, Account by) {
    var item =
        number
            .map(given -> required(given, by))
            .or(() ->
                items
                    .find(
                        ItemQuery.ANY.states(ItemState.WAITING).by(Order.MOST_URGENT).page(0, 1),
                        by.scope())
                    .stream()
                    .findFirst())
            .orElseThrow(() -> new BadInput("number", "没有待认领的。"));
    if (isWith(item, by)) {
      return takeUp(item, by);
    }
    var claimed = desk.claim(item.id(), by);
    return Reply.of(words.takenUp(claimed, true))
        .with(new NewHand(by.id(), Optional.of(new Hand(claimed.id(), Optional.empty()))));
  }

  private Reply takeUp(Item item, Account by) {
    if (!isWith(item, by)) {
      return Reply.of(words.shown(item, holder(item)));
    }
    return Reply.of(words.takenUp(item, false))
        .with(new NewHand(by.id(), Optional.of(new Hand(item.id(), Optional.empty()))))
        .ending("在办理");
  }

  private Reply letGo(Item item, Account by, String text) {
    boolean inHand = book.hand(by.id()).filter(hand -> hand.item().equals(item.id())).isPresent();
    return inHand ? Reply.of(text).with(new NewHand(by.id(), Optional.empty())) : Reply.of(text);
  }

  private Reply transfer(Item item, Account by, String to, String reason) {
    if (to.isBlank()) {
      throw new BadInput("to", "请写上转给谁，如：转交 QS-261120-0042 王小明 熟悉情况");
    }
    var colleagues =
        accounts.list(by.scope()).stream()
            .filter(other -> other.name().equals(to) || other.login().equals(to))
            .filter(other -> other.worksAt(clock.instant()) && other.has(Role.CADRE))
            .filter(other -> !other.id().equals(by.id()))
            .toList();
    if (colleagues.size() > 1) {
      throw new BadInput("to", "有几位同事叫“" + to + "”，请写登录名。");
    }
    if (colleagues.size() == 1) {
      var moved =
          desk.transfer(
              item.id(), by, Optional.of(colleagues.getFirst()), Optional.empty(), reason);
      return letGo(moved, by, moved.number() + " 已转给" + colleagues.getFirst().name() + "。");
    }
    var region =
        regions.named(to, by.region()).stream()
            .findFirst()
            .orElseThrow(() -> new BadInput("to", "没有叫“" + to + "”的同事或地区。"));
    var moved = desk.transfer(item.id(), by, Optional.empty(), Optional.of(region), reason);
    return letGo(moved, by, moved.number() + " 已转到" + regions.name(region) + "的待办。");
  }

  private Reply typed(Account by, String text) {
    var item = inHand(by);
    if (item.isPresent()) {
      return draft(item.get(), by, text);
    }
    int all = mine(by).size();
    return Reply.of(
        all == 0
            ? "你手上没有在办的。" + "\n" + CadreWords.HELP
            : "你在办 " + all + " 条，不知道这是答复哪条。请发“办理 编号”选一条，或发：答复 编号 内容");
  }

  private Reply draft(Item item, Account by, String text) {
    if (!isWith(item, by)) {
      return Reply.of(words.shown(item, holder(item)) + "\n\n请先认领，再写答复。");
    }
    var said = text.strip();
    if (said.isEmpty()) {
      throw new BadInput("text", "请填写答复内容");
    }
    if (said.length() > LONGEST) {
      throw new BadInput("text", "答复内容最多 2000 字，现有 " + said.length() + " 字");
    }
    var hand = new Hand(item.id(), Optional.of(new Draft(ids.get(), said)));
    return new Reply(
        "",
        Optional.of(hand),
        Optional.of(new NewHand(by.id(), Optional.of(hand))),
        Optional.empty());
  }

  private Reply send(Optional<String> id, boolean keep, Account by) {
    var hand = book.hand(by.id()).filter(found -> named(found, id));
    if (hand.isEmpty()) {
      return Reply.of(id.isPresent() ? "这条草稿已经发出或换掉了，没有再发。" : "没有等着发出的草稿，请先打字写答复。").ending("已失效");
    }
    var draft = hand.get().draft().orElseThrow();
    var before = items.find(hand.get().item(), by.scope());
    boolean done =
        before
                .filter(
                    item -> item.state() != ItemState.ASSIGNED && item.state() != ItemState.WAITING)
                .flatMap(Item::answer)
                .isPresent()
            && lastAnswerIs(hand.get(), by, draft.text());
    var item = done ? before.orElseThrow() : desk.answer(hand.get().item(), by, draft.text(), keep);
    return Reply.of(item.number() + " 的答复已交付发送。" + (keep ? "同时存成了知识库草稿。" : ""))
        .with(new NewHand(by.id(), Optional.empty()))
        .ending("已发送");
  }

  /** Whether this very answer was given before, by a process that was cut off after it. */
  private boolean lastAnswerIs(Hand hand, Account by, String text) {
    return items.history(hand.item()).reversed().stream()
        .map(each -> each.event())
        .filter(event -> event instanceof ItemEvent.StaffAnswered)
        .map(event -> (ItemEvent.StaffAnswered) event)
        .findFirst()
        .filter(answered -> answered.staff().equals(by.id().value()))
        .filter(answered -> answered.text().equals(text))
        .isPresent();
  }

  private static boolean named(Hand hand, Optional<String> id) {
    return hand.draft().filter(draft -> id.isEmpty() || id.get().equals(draft.id())).isPresent();
  }

  private Reply change(Optional<String> id, Account by) {
    var hand = book.hand(by.id()).filter(found -> named(found, id));
    if (hand.isEmpty()) {
      return Reply.of("这条草稿已经发出或换掉了。").ending("已失效");
    }
    var text = hand.get().draft().orElseThrow().text();
    return Reply.of("请直接发改好的全文，会换掉原来这条：\n" + text)
        .with(new NewHand(by.id(), Optional.of(new Hand(hand.get().item(), Optional.empty()))))
        .ending("修改中");
  }

  private String holder(Item item) {
    return item.assignee()
        .flatMap(id -> accounts.find(new AccountId(id)))
        .map(Account::name)
        .orElse("");
  }
}
