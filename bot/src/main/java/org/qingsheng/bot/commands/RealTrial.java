package org.qingsheng.bot.commands;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import org.qingsheng.adapters.Addressing;
import org.qingsheng.adapters.AskerId;
import org.qingsheng.adapters.CleanText;
import org.qingsheng.adapters.Conversation;
import org.qingsheng.adapters.ConversationId;
import org.qingsheng.adapters.InboundEvent.MessageReceived;
import org.qingsheng.adapters.MessageId;
import org.qingsheng.bot.commands.RealQuestions.Expected;
import org.qingsheng.bot.commands.RealQuestions.Question;
import org.qingsheng.bot.house.SimulatedHouse;
import org.qingsheng.bot.ledger.DialogueKey;
import org.qingsheng.bot.ledger.Item;
import org.qingsheng.bot.ledger.ItemEvent;
import org.qingsheng.bot.ledger.ItemKind;
import org.qingsheng.bot.ledger.Items.ItemQuery;
import org.qingsheng.bot.ledger.Items.Line;
import org.qingsheng.bot.ledger.Purpose;
import org.qingsheng.bot.people.Scope;

/**
 * Puts real questions to the whole house, each by a person of its own, and compares what came of
 * them with what should have. For one thread.
 */
final class RealTrial {
  private static final Scope ALL = Scope.ALL;

  private final SimulatedHouse house;
  private final Map<String, Set<String>> facts;
  private int messages;

  RealTrial(SimulatedHouse house, Map<String, Set<String>> facts) {
    this.house = house;
    this.facts = facts;
  }

  /** How a question ended, seen from what was expected. */
  enum Verdict {
    RIGHT("如期"),
    OFFERED("选项里有"),
    OFFERED_OTHERS("选项里没有"),
    WRONG_ENTRY("答错条目"),
    ANSWERED("不该直接答"),
    CLARIFIED("追问"),
    ESCALATED("转人工"),
    RECORDED("登记"),
    REFUSED("谢绝"),
    OTHERWISE("服务消息");

    final String label;

    Verdict(String label) {
      this.label = label;
    }
  }

  /**
   * What came of a question.
   *
   * @param entries answered with, or offered
   * @param said what the person received last
   */
  record Outcome(Question question, Verdict verdict, List<String> entries, String said) {}

  List<Outcome> run(List<Question> questions) {
    return questions.stream().map(this::ask).toList();
  }

  private Outcome ask(Question question) {
    var asker = new AskerId(question.id());
    var chat = new Conversation.PrivateChat(new ConversationId(question.id()));
    var said = "";
    for (var turn : question.turns()) {
      house.clock().turn(Duration.ofSeconds(20));
      house.channel().takeSent();
      house
          .channel()
          .tell(
              new MessageReceived(
                  house.channel().channel(),
                  new MessageId("real-" + ++messages),
                  chat,
                  asker,
                  CleanText.of(turn),
                  List.of(),
                  Addressing.PRIVATE,
                  Optional.empty(),
                  house.clock().instant(),
                  false))
          .join();
      house.settle();
      var sent = new StringBuilder();
      house.channel().takeSent().forEach(message -> sent.append(message.text()).append('\n'));
      said = sent.toString();
    }
    return judge(question, new DialogueKey(house.channel().channel(), chat, asker), said);
  }

  private Outcome judge(Question question, DialogueKey talk, String said) {
    var newest =
        house.items().find(ItemQuery.ANY.talk(talk), ALL).stream()
            .max(Comparator.comparing(Item::openedAt));
    if (newest.isEmpty()) {
      return new Outcome(question, Verdict.OTHERWISE, List.of(), said);
    }
    var item = newest.get();
    var purpose =
        house.items().thread(item.id()).stream()
            .map(Line::purpose)
            .flatMap(Optional::stream)
            .reduce((_, last) -> last)
            .orElse(Purpose.SERVICE);
    var answered = new ArrayList<String>();
    var offered = new ArrayList<String>();
    for (var happening : house.items().history(item.id())) {
      switch (happening.event()) {
        case ItemEvent.Answered(var entry, _, _) -> answered.add(entry);
        case ItemEvent.Noted(_, var text, _) -> answered.addAll(ids(text));
        case ItemEvent.OptionsOffered(var entries) -> offered.addAll(entries);
        default -> {}
      }
    }
    boolean record =
        switch (item.kind()) {
          case WISH, SUGGESTION, COMPLAINT -> true;
          case QUESTION, CRISIS, CHAT -> false;
        };
    var verdict = verdict(question, item.kind(), purpose, record, answered, offered);
    return new Outcome(question, verdict, answered.isEmpty() ? offered : answered, said);
  }

  private List<String> ids(String text) {
    return Arrays.stream(text.split("[^a-z0-9-]+")).filter(facts::containsKey).toList();
  }

  private Verdict verdict(
      Question question,
      ItemKind kind,
      Purpose purpose,
      boolean record,
      List<String> answered,
      List<String> offered) {
    boolean handedOff = purpose == Purpose.RECEIPT || purpose == Purpose.CRISIS_CARD;
    if (record) {
      return question.expected() == Expected.RECORD ? Verdict.RIGHT : Verdict.RECORDED;
    }
    if (!answered.isEmpty()
        && (purpose == Purpose.ANSWER || question.expected() == Expected.ANSWER)) {
      if (question.expected() != Expected.ANSWER) {
        return Verdict.ANSWERED;
      }
      return answered.stream().anyMatch(entry -> fits(question, entry))
          ? Verdict.RIGHT
          : Verdict.WRONG_ENTRY;
    }
    if (handedOff) {
      return question.expected() == Expected.ESCALATE ? Verdict.RIGHT : Verdict.ESCALATED;
    }
    if (purpose == Purpose.DECLINE) {
      return question.expected() == Expected.REFUSE ? Verdict.RIGHT : Verdict.REFUSED;
    }
    if (purpose == Purpose.OPTIONS) {
      if (question.expected() == Expected.CLARIFY) {
        return Verdict.RIGHT;
      }
      if (question.expected() != Expected.ANSWER) {
        return Verdict.CLARIFIED;
      }
      return offered.stream().anyMatch(entry -> fits(question, entry))
          ? Verdict.OFFERED
          : Verdict.OFFERED_OTHERS;
    }
    return kind == ItemKind.CRISIS ? Verdict.ESCALATED : Verdict.OTHERWISE;
  }

  private boolean fits(Question question, String entry) {
    return RealQuestions.answers(question, facts.getOrDefault(entry, Set.of()));
  }

  /** Prints outcome by expected class and by topic, and what did not end as expected. */
  static void print(PrintWriter out, String title, List<Outcome> outcomes) {
    out.printf("%n== %s：%d 条%n", title, outcomes.size());
    var classes = new EnumMap<Expected, List<Outcome>>(Expected.class);
    outcomes.forEach(outcome ->
        classes
            .computeIfAbsent(outcome.question().expected(), _ -> new ArrayList<>())
            .add(outcome));
    classes.forEach((expected, list) -> out.println(row(expected.name(), list)));
    out.println(row("合计", outcomes));
    var topics = new TreeMap<String, List<Outcome>>();
    outcomes.forEach(outcome ->
        topics.computeIfAbsent(outcome.question().topic(), _ -> new ArrayList<>()).add(outcome));
    topics.forEach((topic, list) -> out.println(row("  " + topic, list)));
  }

  private static String row(String name, List<Outcome> outcomes) {
    long right = count(outcomes, verdict -> verdict == Verdict.RIGHT);
    var rest = new LinkedHashMap<Verdict, Long>();
    for (var verdict : Verdict.values()) {
      long count = count(outcomes, verdict::equals);
      if (verdict != Verdict.RIGHT && count > 0) {
        rest.put(verdict, count);
      }
    }
    var words = new ArrayList<String>();
    rest.forEach((verdict, count) -> words.add(verdict.label + " " + count));
    return "%-10s 如期 %3d / %3d（%.1f %%）  %s"
        .formatted(
            name, right, outcomes.size(), 100.0 * right / outcomes.size(), String.join("，", words));
  }

  private static long count(List<Outcome> outcomes, Predicate<Verdict> wanted) {
    return outcomes.stream().filter(outcome -> wanted.test(outcome.verdict())).count();
  }

  /** Every question and what came of it, a row each, for people to read. */
  static List<List<String>> sheet(List<Outcome> outcomes) {
    var rows = new ArrayList<List<String>>();
    rows.add(List.of("编号", "原话", "期望", "结果", "条目"));
    for (var outcome : outcomes) {
      rows.add(
          List.of(
              outcome.question().id(),
              String.join(" ／ ", outcome.question().turns()),
              outcome.question().expected().name(),
              outcome.verdict().label,
              String.join(" ", outcome.entries())));
    }
    return rows;
  }

  static void printFailures(
      PrintWriter out, List<Outcome> outcomes, Function<Outcome, Boolean> shown) {
    for (var outcome : outcomes) {
      if (shown.apply(outcome)) {
        out.printf(
            "%s [%s %s] %s%n    %s：%s%n",
            outcome.question().id(),
            outcome.question().expected(),
            String.join(" ", new TreeSet<>(outcome.question().facts())),
            String.join(" ／ ", outcome.question().turns()),
            outcome.verdict().label,
            outcome.entries().isEmpty()
                ? outcome.said().lines().findFirst().orElse("")
                : String.join(" ", outcome.entries()));
      }
    }
  }
}
