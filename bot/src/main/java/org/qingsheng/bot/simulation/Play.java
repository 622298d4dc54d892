package org.qingsheng.bot.simulation;

import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.qingsheng.adapters.Addressing;
import org.qingsheng.adapters.AskerId;
import org.qingsheng.adapters.Attachment;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.Conversation;
import org.qingsheng.adapters.ConversationId;
import org.qingsheng.adapters.InboundEvent;
import org.qingsheng.adapters.InboundEvent.MessageReceived;
import org.qingsheng.adapters.MessageId;
import org.qingsheng.adapters.OutboundMessage;
import org.qingsheng.bot.ledger.Item;
import org.qingsheng.bot.ledger.ItemState;
import org.qingsheng.bot.ledger.Items.ItemQuery;
import org.qingsheng.bot.ledger.Refused;
import org.qingsheng.bot.people.Account;
import org.qingsheng.bot.people.BadInput;
import org.qingsheng.bot.people.Group;
import org.qingsheng.bot.people.NotAllowed;
import org.qingsheng.bot.people.Scope;
import org.qingsheng.knowledge.Entry;
import org.qingsheng.knowledge.EntryId;
import org.qingsheng.knowledge.RegionCode;

/** Plays one scenario. For one thread. */
public final class Play {
  private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

  private final House house;
  private final Map<String, Account> staff = new HashMap<>();
  private final Map<String, MessageReceived> lastSaid = new HashMap<>();
  private final ArrayDeque<OutboundMessage> unread = new ArrayDeque<>();
  private Optional<ConversationId> group = Optional.empty();
  private Optional<MessageReceived> last = Optional.empty();
  private int messages;

  public Play(House house) {
    this.house = house;
  }

  /** What went wrong, if anything. */
  public record Failure(String scenario, int line, String text, String what) {
    @Override
    public String toString() {
      return "%s 第 %d 行「%s」：%s".formatted(scenario, line, text, what);
    }
  }

  /** Plays all lines; stops at the first that fails. */
  public Optional<Failure> play(Scenario scenario) {
    for (var line : scenario.lines()) {
      var wrong = step(line.step());
      if (wrong.isPresent()) {
        return Optional.of(new Failure(scenario.name(), line.number(), line.text(), wrong.get()));
      }
    }
    house.settle();
    readMail();
    if (!unread.isEmpty()) {
      return Optional.of(failure(scenario, "还有没写到的消息：" + unread.peek().text()));
    }
    var books = house.reconcile();
    return books.balances()
        ? Optional.empty()
        : Optional.of(failure(scenario, "对账不平：" + books.faults()));
  }

  private static Failure failure(Scenario scenario, String what) {
    return new Failure(scenario.name(), scenario.lines().size(), "结尾", what);
  }

  private Optional<String> step(Step step) {
    switch (step) {
      case Step.Rules(var rules) -> house.channel().rules(rules);
      case Step.At(var time) -> house.clock().set(time.atZone(ZONE).toInstant());
      case Step.Pass(var time) -> house.pass(time);
      case Step.InGroup in -> enter(in);
      case Step.NewEntry entry -> house.publish(List.of(entry(entry)));
      case Step.Staff(var name, var role, var region) ->
          staff.put(name, house.staff(name, role, region));
      case Step.Says says -> say(says);
      case Step.Recalls(var person) -> recall(person);
      case Step.Redelivers _ -> tell(last.orElseThrow());
      case Step.Breaks(var fault) -> house.channel().fault(fault);
      case Step.ExchangeCloses _ -> house.channel().closeExchange();
      case Step.Expects expects -> {
        return expect(expects);
      }
      case Step.Silence _ -> {
        house.settle();
        readMail();
        return unread.isEmpty()
            ? Optional.empty()
            : Optional.of("应该没有消息，却发了：" + unread.peek().text());
      }
      case Step.Does does -> {
        return deed(does);
      }
      case Step.Books(var figures) -> {
        return compare(figures, books());
      }
      case Step.Stuck(var figures) -> {
        return compare(figures, stuck());
      }
    }
    return Optional.empty();
  }

  private void enter(Step.InGroup in) {
    var id = new ConversationId("g-" + in.name());
    group = Optional.of(id);
    if (in.region().isPresent() || in.mode().isPresent()) {
      house
          .groups()
          .save(
              new Group(
                  channel(),
                  id,
                  in.name(),
                  in.region().orElse(RegionCode.NATION),
                  in.mode().orElse(Group.TriggerMode.MENTION),
                  in.words(),
                  Group.Standing.JOINED));
    }
  }

  private static Entry entry(Step.NewEntry entry) {
    return new Entry(
        new EntryId(entry.id()),
        1,
        entry.question(),
        List.of(),
        entry.answer(),
        Optional.empty(),
        "",
        Entry.Kind.GUIDE,
        "生活与其他",
        entry.region(),
        entry.audience(),
        entry.from(),
        entry.until(),
        Optional.empty(),
        List.of(),
        "团县委",
        List.of(),
        entry.supersededBy().map(EntryId::new));
  }

  private void say(Step.Says says) {
    var asker = asker(says.person());
    boolean inPrivate = says.manner() == Step.Manner.PRIVATE || group.isEmpty();
    Conversation conversation =
        inPrivate
            ? new Conversation.PrivateChat(new ConversationId("p-" + says.person()))
            : new Conversation.GroupChat(group.get());
    var voice =
        says.manner() == Step.Manner.VOICE
            ? List.of(new Attachment(Attachment.Kind.VOICE, Optional.empty(), Optional.empty()))
            : List.<Attachment>of();
    tell(
        new MessageReceived(
            channel(),
            new MessageId("sim-" + ++messages),
            conversation,
            asker,
            voice.isEmpty() ? says.text() : "",
            voice,
            inPrivate
                ? Addressing.PRIVATE
                : says.manner() == Step.Manner.TALK ? Addressing.NONE : Addressing.MENTION,
            Optional.empty(),
            house.clock().instant(),
            false));
  }

  private void tell(MessageReceived message) {
    last = Optional.of(message);
    lastSaid.put(message.asker().value(), message);
    house.channel().tell(message).join();
    house.settle();
  }

  private void recall(String person) {
    var message = lastSaid.get(asker(person).value());
    if (message == null) {
      throw new IllegalStateException(person + " 还没有说过话");
    }
    house
        .channel()
        .tell(
            new InboundEvent.MessageRecalled(
                channel(), message.conversation(), message.id(), house.clock().instant()))
        .join();
    house.settle();
  }

  private Optional<String> expect(Step.Expects expects) {
    house.settle();
    readMail();
    var asker = asker(expects.person());
    var message = unread.stream().filter(candidate -> candidate.asker().equals(asker)).findFirst();
    if (message.isEmpty()) {
      return Optional.of("没有收到消息" + (unread.isEmpty() ? "" : "；别人收到了：" + unread.peek().text()));
    }
    unread.remove(message.get());
    var text = message.get().text();
    var flat = text.replaceAll("\\s", "");
    for (var part : expects.contains()) {
      if (!flat.contains(part)) {
        return Optional.of("消息里没有“" + part + "”：" + text);
      }
    }
    for (var part : expects.lacks()) {
      if (flat.contains(part)) {
        return Optional.of("消息里不该有“" + part + "”：" + text);
      }
    }
    return Optional.empty();
  }

  private void readMail() {
    unread.addAll(house.channel().takeSent());
  }

  private Optional<String> deed(Step.Does does) {
    var by = staff.get(does.name());
    if (by == null) {
      return Optional.of("没有叫 " + does.name() + " 的工作人员");
    }
    try {
      act(by, does);
    } catch (Refused | NotAllowed | BadInput | IllegalStateException e) {
      return does.refused() ? Optional.empty() : Optional.of("被拒绝：" + e.getMessage());
    }
    house.settle();
    return does.refused() ? Optional.of("应该被拒绝，却成功了") : Optional.empty();
  }

  private void act(Account by, Step.Does does) {
    switch (does.deed()) {
      case CLAIM -> house.desk().claim(newest(ItemState.WAITING, ItemState.ASSIGNED).id(), by);
      case ANSWER ->
          house
              .desk()
              .answer(
                  newest(ItemState.ASSIGNED, ItemState.DELIVERING, ItemState.ANSWERED).id(),
                  by,
                  does.text(),
                  true);
      case RELEASE -> house.desk().release(newest(ItemState.ASSIGNED).id(), by, does.text());
      case TRANSFER -> {
        var words = does.text().split("\\s+", 2);
        house
            .desk()
            .transfer(
                newest(ItemState.ASSIGNED, ItemState.WAITING).id(),
                by,
                Optional.empty(),
                Optional.of(new RegionCode(words[0])),
                words.length > 1 ? words[1] : "");
      }
      case NOTE -> house.desk().note(newest(ItemState.values()).id(), by, does.text());
      case SUBMIT -> house.submit(by);
      case PUBLISH -> house.approve(by);
      case RETIRE -> house.retire(by);
    }
  }

  private Item newest(ItemState... states) {
    return house.items().find(ItemQuery.ANY.states(states), Scope.ALL).stream()
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("没有这种状态的条目"));
  }

  private Map<String, Long> books() {
    house.settle();
    var books = house.reconcile();
    var group = books.byGroup();
    return Map.of(
        "提问", books.asked(),
        "答复", group.getOrDefault(ItemState.Group.ANSWERED, 0L),
        "在办", group.getOrDefault(ItemState.Group.OPEN, 0L),
        "撤回", group.getOrDefault(ItemState.Group.WITHDRAWN, 0L),
        "合并", group.getOrDefault(ItemState.Group.MERGED, 0L),
        "谢绝", group.getOrDefault(ItemState.Group.DECLINED, 0L));
  }

  private Map<String, Long> stuck() {
    house.settle();
    var counts = new HashMap<String, Long>();
    for (var stuck : house.outbox().stuck(Scope.ALL, 1000)) {
      counts.merge(stuck.standing().state().label(), 1L, Long::sum);
    }
    return counts;
  }

  private static Optional<String> compare(Map<String, Long> wanted, Map<String, Long> found) {
    var wrong = new ArrayList<String>();
    wanted.forEach((word, n) -> {
      long is = found.getOrDefault(word, 0L);
      if (is != n) {
        wrong.add("%s 应为 %d，实为 %d".formatted(word, n, is));
      }
    });
    return wrong.isEmpty() ? Optional.empty() : Optional.of(String.join("；", wrong));
  }

  private ChannelId channel() {
    return house.channel().channel();
  }

  private static AskerId asker(String person) {
    return new AskerId("u-" + person);
  }
}
