package org.qingsheng.bot.house;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.qingsheng.adapters.AskerId;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.Conversation;
import org.qingsheng.adapters.ConversationId;
import org.qingsheng.adapters.MessageId;
import org.qingsheng.bot.curation.GoldenCase;
import org.qingsheng.bot.curation.GoldenCase.Origin;
import org.qingsheng.bot.curation.RegressionGate;
import org.qingsheng.bot.ledger.Committed;
import org.qingsheng.bot.ledger.DialogueKey;
import org.qingsheng.bot.ledger.Effect;
import org.qingsheng.bot.ledger.ItemEvent;
import org.qingsheng.bot.ledger.ItemKind;
import org.qingsheng.bot.ledger.Turn;
import org.qingsheng.bot.people.Scope;
import org.qingsheng.bot.rehearsal.Replay;
import org.qingsheng.bot.settings.Settings;
import org.qingsheng.bot.simulation.TurnedClock;
import org.qingsheng.bot.store.SqlPast;
import org.qingsheng.knowledge.Entry;
import org.qingsheng.knowledge.RegionCode;

/**
 * How long two things take on this machine over the shipped base, printed: 1,000 golden questions
 * before a publication (row A11: 30 s) and 10,000 messages said again (row O16: 2 min).
 *
 * <p>Run from the root of the repository with the class path of the tests: {@code java
 * -Dqingsheng.root=. -cp … org.qingsheng.bot.house.KnowledgeFigures}.
 */
final class KnowledgeFigures {
  private static final Instant NINE = Instant.parse("2026-11-19T01:00:00Z");
  private static final LocalDate DAY = LocalDate.of(2026, 11, 19);
  private static final int QUESTIONS = 1_000;
  private static final int MESSAGES = 10_000;
  private static final int ASKERS = 1_500;
  private static final RegionCode COUNTY = new RegionCode("441826");

  private KnowledgeFigures() {}

  public static void main(String[] args) throws IOException {
    var folder = Files.createTempDirectory("qingsheng-figures");
    var clock = new TurnedClock(NINE);
    var file = RunningServer.root().resolve("config").resolve("qingsheng.yaml");
    var settings = ((Settings.Loaded) Settings.load(file, Map.of())).settings();
    try (var house = new Qingsheng(settings.in(folder), clock, _ -> List.of())) {
      house.start();
      gate(house);
      replay(house, clock);
    } finally {
      remove(folder);
    }
  }

  private static void gate(Qingsheng house) {
    var entries = house.library.shelf.published().entries();
    var more = new ArrayList<GoldenCase>();
    for (int i = house.library.golden.inUse().size(); i < QUESTIONS; i++) {
      var entry = entries.get(i % entries.size());
      more.add(
          new GoldenCase(
              "more-" + i,
              "请问一下" + entry.question() + "啊",
              Optional.empty(),
              List.of(entry.id().value()),
              true,
              Origin.HAND,
              Optional.empty(),
              false,
              false,
              "",
              "",
              Instant.EPOCH));
    }
    house.library.golden.plant(more);
    var gate = new RegressionGate(house.library.golden, house.knowledge, house.clock);
    for (int round = 1; round <= 3; round++) {
      long begin = System.nanoTime();
      var compared = gate.check(List.of(changed(entries.get(round))));
      System.out.printf(
          "gate, round %d: %d questions before and after in %.2f s, %d changed, precision %.4f to %.4f%n",
          round,
          compared.before().asked(),
          (System.nanoTime() - begin) / 1e9,
          compared.changes().size(),
          compared.before().precision(),
          compared.after().precision());
    }
  }

  /** The next version of an entry with one wording less. */
  private static Entry changed(Entry entry) {
    return new Entry(
        entry.id(),
        entry.version() + 1,
        entry.question(),
        entry.similar().subList(0, Math.max(0, entry.similar().size() - 1)),
        entry.answer(),
        entry.answerWithoutLocal(),
        entry.official(),
        entry.kind(),
        entry.topic(),
        entry.region(),
        entry.audience(),
        entry.validFrom(),
        entry.validUntil(),
        entry.checkedOn(),
        entry.sources(),
        entry.office(),
        entry.related(),
        entry.supersededBy());
  }

  private static void replay(Qingsheng house, TurnedClock clock) {
    var pool = house.library.golden.inUse().cases();
    var commits = new ArrayList<CompletableFuture<Committed>>();
    for (int i = 0; i < MESSAGES; i++) {
      commits.add(house.ledger.commit(turn(house, i, pool.get(i * 7 % pool.size()).question())));
      clock.turn(Duration.ofSeconds(3));
    }
    commits.forEach(CompletableFuture::join);
    clock.turn(Duration.ofDays(1));
    var replay = new Replay(new SqlPast(house.database), house.rehearsal(), clock);
    for (int round = 1; round <= 2; round++) {
      long begin = System.nanoTime();
      var result = replay.of(DAY, Scope.ALL);
      System.out.printf(
          "replay, round %d: %d messages of %d people, %d questions, in %.2f s, %d decided otherwise%n",
          round,
          result.messages(),
          ASKERS,
          result.questions().size(),
          (System.nanoTime() - begin) / 1e9,
          result.changed().size());
    }
  }

  private static Turn turn(Qingsheng house, int number, String words) {
    var id = house.ids.item();
    var group = new ConversationId("group-" + number % 30);
    var asker = new AskerId("asker-" + number % ASKERS);
    var talk =
        new DialogueKey(new ChannelId("qq-groups"), new Conversation.GroupChat(group), asker);
    var at = house.clock.instant();
    return new Turn(
        house.ids.turn(),
        "figures:" + number,
        at,
        List.of(
            new Effect.Heard(
                talk,
                new MessageId("m" + number),
                Optional.of(id),
                words,
                Optional.empty(),
                List.of(),
                at),
            new Effect.Happened(
                id,
                new ItemEvent.Asked(
                    ItemKind.QUESTION,
                    talk.channel().value(),
                    group.value(),
                    true,
                    asker.value(),
                    COUNTY)),
            new Effect.Happened(
                id, new ItemEvent.HandedOff("知识库没有把握", 2, at.plus(Duration.ofHours(8))))));
  }

  private static void remove(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
