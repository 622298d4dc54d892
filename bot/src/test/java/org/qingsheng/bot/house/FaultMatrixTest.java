package org.qingsheng.bot.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.qingsheng.bot.delivery.ChannelWatch;
import org.qingsheng.bot.ledger.OutboundState;
import org.qingsheng.bot.people.Role;
import org.qingsheng.bot.people.Scope;
import org.qingsheng.bot.store.SqlOutbox;

/**
 * Every channel × every fault, through the whole house over real sockets. All channels of one house
 * meet with the same fault at the same time, each on its way to tell a cadre's answer; afterwards
 * all is well again, and each has to have told it once, or to list it as unknown where nobody can
 * know.
 */
@DisplayName("渠道 × 故障 · every channel, every fault")
class FaultMatrixTest {
  private static final String HELP = "转人工 村里篮球场晚上几点关灯";
  private static final String ANSWER = "晚上九点半关灯";
  private static final String LOAN = "创业担保贷款个人最高能贷多少";
  private static final String LOAN_ANSWER = "30万元";
  private static final Duration STEP = Duration.ofSeconds(2);
  private static final Duration LATER = Duration.ofSeconds(30);
  private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

  /** Adapters wait 20 s for an answer, and may have to ask what became of the message. */
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  /** Issue: a channel that is lost is noticed within two minutes. */
  private static final Duration NOTICED = Duration.ofMinutes(2);

  @TempDir Path folder;

  @TestFactory
  @Timeout(900)
  Stream<DynamicContainer> channel_by_fault() {
    return Arrays.stream(Fault.values())
        .map(fault -> DynamicContainer.dynamicContainer(fault.toString(), cells(fault)));
  }

  private Stream<DynamicTest> cells(Fault fault) {
    Map<String, List<Executable>> found;
    try {
      found = new Trial(fault, folder.resolve(fault.name())).run();
    } catch (AssertionError | RuntimeException e) {
      return Stream.of(dynamicTest(fault + " × 所有渠道", () -> fail(e)));
    }
    return found.entrySet().stream()
        .map(cell ->
            dynamicTest(fault + " × " + cell.getKey(), () -> assertAll(cell.getValue().stream())));
  }

  /** One fault met by all channels of one house. */
  private static final class Trial {
    private final Fault fault;
    private final WalkingClock clock = WalkingClock.atNine();
    private final Path folder;

    Trial(Fault fault, Path folder) {
      this.fault = fault;
      this.folder = folder;
    }

    Map<String, List<Executable>> run() {
      var fronts =
          Stream.concat(TencentFronts.all(clock).stream(), OtherFronts.all(clock).stream())
              .toList();
      var able = fronts.stream().filter(front -> front.faults().contains(fault)).toList();
      var entries =
          fronts.stream()
              .map(Front::settings)
              .filter(entry -> !entry.isEmpty())
              .map(entry -> "  - " + entry + "\n")
              .collect(Collectors.joining());
      try (var house = RunningServer.withChannels(folder, clock, entries)) {
        house.hire("jia", Role.CADRE);
        fronts.forEach(front -> front.meets(house));
        able.forEach(front -> front.says("700000000001", HELP));
        able.forEach(
            front -> Soon.holds(front.id() + " heard", () -> !number(house, front).isEmpty()));
        house.rests();
        clock.leap(LATER); // a history reaches back beyond the send, so that it can be looked up

        able.forEach(front -> front.suffers(fault, ANSWER));
        answered(house, able);
        var noticed = fault == Fault.OUTAGE ? outage(house) : List.<ChannelWatch.Loss>of();
        if (fault != Fault.OUTAGE) {
          able.forEach(front -> Soon.holds(front.id() + " met with it", front::wasHit));
        }
        if (fault != Fault.SILENCE) {
          able.forEach(Front::recovers); // silence lasts until the house gives up
        }
        settles(house, able);
        able.forEach(Front::recovers);
        able.forEach(front -> front.says("700000000002", LOAN));
        able.forEach(
            front -> Soon.holds(front.id() + " answers again", () -> told(front, LOAN_ANSWER) > 0));
        house.rests();
        return able.stream()
            .collect(Collectors.toMap(Front::id, front -> checks(house, front, noticed)));
      } finally {
        fronts.forEach(Front::close);
      }
    }

    /** Ten minutes, and what was noticed after two of them. */
    private List<ChannelWatch.Loss> outage(RunningServer house) {
      var begun = clock.instant();
      while (clock.instant().isBefore(begun.plus(NOTICED.minus(STEP)))) {
        clock.leap(STEP);
        house.rests();
        house.house().tick();
      }
      var noticed = house.house().watch.losses();
      while (clock.instant().isBefore(begun.plus(TEN_MINUTES))) {
        clock.leap(STEP.multipliedBy(5));
        house.house().tick();
      }
      return noticed;
    }

    private static String number(RunningServer house, Front front) {
      return house
          .texts("SELECT number FROM item WHERE channel = '%s'".formatted(front.id()))
          .stream()
          .findFirst()
          .orElse("");
    }

    private static void answered(RunningServer house, List<Front> able) {
      try (var cadre = house.signsIn("jia", RunningServer.STAFF_PASSWORD)) {
        for (var front : able) {
          var ticket = "/api/v1/tickets/" + number(house, front);
          cadre.post(ticket + "/claim", Map.of()).ok();
          cadre.post(ticket + "/answer", Map.of("text", ANSWER + "。")).ok();
        }
      }
    }

    private static String state(RunningServer house, Front front) {
      return house
          .texts(
              "SELECT state FROM outbound WHERE channel = '%s' AND text LIKE '%%%s%%'"
                  .formatted(front.id(), ANSWER))
          .getFirst();
    }

    /** Lets time pass, but not while anything is being sent, until no answer is under way. */
    private void settles(RunningServer house, List<Front> able) {
      Soon.holds(
          "answers settled",
          PATIENCE,
          () -> {
            var states = able.stream().map(front -> state(house, front)).toList();
            if (!states.contains("LEASED") && states.contains("PLANNED")) {
              clock.leap(STEP);
            }
            return !states.contains("LEASED") && !states.contains("PLANNED");
          });
    }

    private static long told(Front front, String words) {
      return front.seen().stream().filter(text -> text.contains(words)).count();
    }

    private List<Executable> checks(
        RunningServer house, Front front, List<ChannelWatch.Loss> noticed) {
      boolean unknown = fault.leavesDoubt() && !front.repeats();
      var state = state(house, front);
      long told = told(front, ANSWER);
      long again = told(front, LOAN_ANSWER);
      var listed = listed(house, front);
      long items =
          house.count("SELECT count(*) FROM item WHERE channel = '%s'".formatted(front.id()));
      var faults = house.house().auditor.reconcile().faults();
      var checks = new ArrayList<Executable>();
      checks.add(() -> assertThat(state).as("state").isEqualTo(unknown ? "UNKNOWN" : "ACCEPTED"));
      checks.add(() -> assertThat(listed).as("listed as unknown").hasSize(unknown ? 1 : 0));
      checks.add(() ->
          assertThat(told)
              .as("times shown")
              .isEqualTo(unknown && fault != Fault.ANSWER_LOST ? 0 : 1));
      checks.add(() -> assertThat(again).as("times the next question was answered").isEqualTo(1));
      checks.add(() -> assertThat(items).as("items").isEqualTo(2));
      checks.add(() -> assertThat(faults).as("ledger").isEmpty());
      if (fault == Fault.OUTAGE && !front.id().equals("web")) {
        checks.add(() ->
            assertThat(noticed)
                .as("noticed within two minutes")
                .anyMatch(loss -> loss.channel().value().equals(front.id())));
      }
      return checks;
    }

    private static List<String> listed(RunningServer house, Front front) {
      return new SqlOutbox(house.house().database, "check")
          .stuck(Scope.ALL, 100).stream()
              .filter(stuck -> stuck.standing().state() == OutboundState.UNKNOWN)
              .map(stuck -> stuck.standing().message())
              .filter(message -> message.to().channel().value().equals(front.id()))
              .map(message -> message.id().value())
              .toList();
    }
  }
}
