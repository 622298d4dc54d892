package org.qingsheng.knowledge.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.qingsheng.knowledge.Samples.anEntry;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.qingsheng.knowledge.Decision;
import org.qingsheng.knowledge.Entry;
import org.qingsheng.knowledge.Query;
import org.qingsheng.knowledge.RegionCode;
import org.qingsheng.knowledge.ranking.RankingModel;

@DisplayName("随机检验适用范围 · scope, at random")
class ScopeRandomTest {
  private static final int CASES = 100_000;
  private static final String[] GROUPS = {"高校毕业生", "退役军人", "农村青年", "在校生"};
  private static final String[][] PATHS = {
    {"440305", "440300", "440000"},
    {"440106", "440100", "440000"},
    {"430102", "430100", "430000"},
    {"430000"},
    {}
  };
  private static final String[] REGIONS = {
    "CN", "440000", "440300", "440305", "440100", "440106", "430000", "430100", "430102"
  };
  private static final String[] TOPICS = {"租房补贴怎么申请", "创业贷款额度多少", "失业金能领几个月"};

  private final Random random = new Random(20261120);

  private Entry entry(int number) {
    var entry =
        anEntry("e" + number).question(TOPICS[number % TOPICS.length]).region(pick(REGIONS));
    if (random.nextInt(3) == 0) {
      entry.audience(pick(GROUPS));
    }
    if (random.nextInt(2) == 0) {
      entry.from("202%d-0%d-15".formatted(4 + random.nextInt(3), 1 + random.nextInt(9)));
    }
    if (random.nextInt(2) == 0) {
      entry.until("202%d-0%d-20".formatted(5 + random.nextInt(3), 1 + random.nextInt(9)));
    }
    return entry.build();
  }

  private String pick(String[] from) {
    return from[random.nextInt(from.length)];
  }

  private Query query() {
    var path = new ArrayList<RegionCode>();
    for (String code : PATHS[random.nextInt(PATHS.length)]) {
      path.add(new RegionCode(code));
    }
    path.add(RegionCode.NATION);
    Set<String> audience = new HashSet<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      audience.add(pick(GROUPS));
    }
    long seconds = 1_700_000_000L + random.nextInt(120_000_000);
    return new Query(pick(TOPICS), path, audience, Instant.ofEpochSecond(seconds));
  }

  /** The rule once more, written differently on purpose. */
  private static boolean mayAnswer(Entry entry, Query query) {
    LocalDate day = query.at().atOffset(ZoneOffset.ofHours(8)).toLocalDate();
    boolean place = false;
    for (RegionCode code : query.regions()) {
      place |= code.value().equals(entry.region().value());
    }
    boolean time =
        entry.validFrom().map(d -> d.compareTo(day) <= 0).orElse(true)
            && entry.validUntil().map(d -> d.compareTo(day) >= 0).orElse(true);
    boolean people =
        entry.audience().isEmpty()
            || query.audience().isEmpty()
            || entry.audience().stream().anyMatch(query.audience()::contains);
    return place && time && people;
  }

  @Test
  @DisplayName("十万个随机的条目与提问,没有一条在范围外被放行,没有一条在范围内被拦")
  void allows_exactly_what_holds() {
    int outside = 0;
    int refused = 0;
    int unexplained = 0;
    for (int i = 0; i < CASES; i++) {
      Entry entry = entry(i);
      Query query = query();
      boolean allowed = Scope.of(query).allows(entry);
      boolean holds = mayAnswer(entry, query);
      outside += allowed && !holds ? 1 : 0;
      refused += holds && !allowed ? 1 : 0;
      unexplained += allowed == Scope.of(query).refusal(entry).isEmpty() ? 0 : 1;
    }
    System.out.printf(
        "scope: %d random cases, %d let through out of scope, %d held back in scope,"
            + " %d refusals without their reason%n",
        CASES, outside, refused, unexplained);

    assertThat(outside).isZero();
    assertThat(refused).isZero();
    assertThat(unexplained).isZero();
  }

  @Test
  @DisplayName("整条路上随机提问,答复和选项都在范围内,有更近的不答更远的")
  void never_answers_out_of_scope() {
    int asked = 0;
    int answers = 0;
    int outside = 0;
    for (int round = 0; round < 40; round++) {
      List<Entry> base = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        base.add(entry(i));
      }
      try (var knowledge = LuceneKnowledge.inMemory(RankingModel.shipped())) {
        knowledge.replaceAll(base, 1);
        for (int i = 0; i < 100; i++) {
          Query query = query();
          asked++;
          switch (knowledge.ask(query)) {
            case Decision.Answer(var match) -> {
              answers++;
              outside += mayAnswer(match.entry(), query) ? 0 : 1;
              outside += nearerExists(base, match.entry(), query) ? 1 : 0;
            }
            case Decision.Clarify(var options) ->
                outside += (int) options.stream().filter(m -> !mayAnswer(m.entry(), query)).count();
            case Decision.NoAnswer(_, var near) ->
                outside += (int) near.stream().filter(m -> !mayAnswer(m.entry(), query)).count();
          }
        }
      }
    }

    System.out.printf(
        "scope: %d random questions asked, %d answered, %d answers or options out of scope%n",
        asked, answers, outside);

    assertThat(outside).isZero();
    assertThat(answers).isGreaterThan(100);
  }

  private static boolean nearerExists(List<Entry> base, Entry answered, Query query) {
    int distance = query.regions().indexOf(answered.region());
    return base.stream()
        .anyMatch(e ->
            e.question().equals(answered.question())
                && mayAnswer(e, query)
                && query.regions().indexOf(e.region()) < distance);
  }
}
