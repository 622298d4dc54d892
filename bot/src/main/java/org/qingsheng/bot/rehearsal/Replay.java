package org.qingsheng.bot.rehearsal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.qingsheng.bot.ledger.DialogueKey;
import org.qingsheng.bot.ledger.ItemEvent;
import org.qingsheng.bot.ledger.ItemKind;
import org.qingsheng.bot.people.Scope;

/**
 * A day of the ledger said again to the bot of today (重放): everybody says what they said, as it is
 * kept, in the same order and with the same pauses, moved to today; what becomes of it is compared
 * with what became of it then. Touches no channel and writes nothing. Thread-safe.
 */
public final class Replay {
  private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

  private final Past past;
  private final Rehearsal rehearsal;
  private final InstantSource clock;

  public Replay(Past past, Rehearsal rehearsal, InstantSource clock) {
    this.past = past;
    this.rehearsal = rehearsal;
    this.clock = clock;
  }

  /**
   * What was asked then and what would become of it now.
   *
   * @param number of the item
   */
  public record Compared(String number, String text, Instant at, Outcome then, Outcome now) {
    public boolean changed() {
      return !then.sameAs(now);
    }
  }

  /**
   * A day played again.
   *
   * @param messages that were said again
   * @param questions those of them that opened an item, in order
   */
  public record Result(LocalDate day, int messages, List<Compared> questions) {
    public Result {
      questions = List.copyOf(questions);
    }

    public List<Compared> changed() {
      return questions.stream().filter(Compared::changed).toList();
    }

    /** How many went from one end to another. */
    public long count(Outcome.Kind then, Outcome.Kind now) {
      return questions.stream()
          .filter(each -> each.then().kind() == then && each.now().kind() == now)
          .count();
    }
  }

  /**
   * Plays a day again.
   *
   * @param day in Asia/Shanghai
   * @param scope only what belongs to items there
   */
  public Result of(LocalDate day, Scope scope) {
    var begin = day.atStartOfDay(ZONE).toInstant();
    var heard = past.heard(begin, day.plusDays(1).atStartOfDay(ZONE).toInstant(), scope);
    var today = LocalDate.ofInstant(clock.instant(), ZONE).atStartOfDay(ZONE).toInstant();
    var moved = Duration.between(begin, today);
    Map<DialogueKey, Rehearsal.Person> people = new HashMap<>();
    var compared = new ArrayList<Compared>();
    for (var each : heard) {
      var person =
          people.computeIfAbsent(
              each.talk(), talk -> rehearsal.new Person(talk, asked(each).orElse(each.region())));
      var now = person.says(each.text(), each.at().plus(moved)).outcome();
      if (each.opens() && !smallTalk(each)) {
        compared.add(
            new Compared(each.number(), each.text(), each.at(), Outcome.of(each.events()), now));
      }
    }
    return new Result(day, heard.size(), compared);
  }

  /** Where the person was taken to be when the item began; it may have moved up since. */
  private static java.util.Optional<org.qingsheng.knowledge.RegionCode> asked(Past.Heard each) {
    return each.events().stream()
        .filter(ItemEvent.Asked.class::isInstance)
        .map(event -> ((ItemEvent.Asked) event).region())
        .findFirst();
  }

  private static boolean smallTalk(Past.Heard each) {
    return each.events().stream()
        .anyMatch(event -> event instanceof ItemEvent.Asked asked && asked.kind() == ItemKind.CHAT);
  }
}
