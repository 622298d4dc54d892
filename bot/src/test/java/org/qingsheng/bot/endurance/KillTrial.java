package org.qingsheng.bot.endurance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.qingsheng.adapters.onebot.fake.Dialect;
import org.qingsheng.adapters.onebot.fake.FakeOneBot;
import org.qingsheng.bot.ledger.OutboundState;
import org.qingsheng.bot.people.Scope;
import org.qingsheng.bot.store.Database;
import org.qingsheng.bot.store.SqlOutbox;

/**
 * Kills the server again and again while a crowd asks, and afterwards compares its books with what
 * the platforms know.
 *
 * @param rounds how often it is killed
 * @param seed of the questions and of the moments
 * @param rate messages a second over all platforms, while the server is up and a second longer
 * @param history whether the OneBot client serves message history; without it nobody can fetch what
 *     was said in QQ while the server was down, nor look up whether a send arrived
 */
record KillTrial(int rounds, long seed, int rate, boolean history) {
  private static final Duration SETTLE = Duration.ofMinutes(4);
  private static final Duration TALKS_ON = Duration.ofSeconds(1);
  private static final Duration RECONNECT = Duration.ofMillis(300);

  /**
   * Three calls of WeChat, 5 s apart, with a choice by number after the last; a minute for those
   * that go on calling.
   */
  private static final Duration PLATFORMS_GIVE_UP = Duration.ofSeconds(60);

  /** One kill in so many comes while the server is still starting. */
  private static final int STARTS_LEFT_ALONE = 8;

  /** Earliest and latest moment of a kill after the server became ready, in milliseconds. */
  private static final int EARLIEST = 200;

  private static final int LATEST = 3_000;

  /** What came out, line by line, and whether all of it is as it must be. */
  record Result(Map<String, Object> figures, Map<String, List<String>> faults) {
    boolean passed() {
      return faults.values().stream().allMatch(List::isEmpty);
    }
  }

  /**
   * Runs it; takes some seconds a round.
   *
   * @param folder empty, for everything the run leaves behind
   * @param progress gets a line now and then
   */
  Result run(Path folder, Consumer<String> progress) {
    var random = new Random(seed);
    try (var platforms = new Platforms()) {
      var premises = Premises.in(folder, platforms.settings(), 5);
      platforms.postmen.forEach(postman ->
          postman.callback().at(premises.http("/channels/" + postman.callback().channel())));
      var qq =
          new FakeOneBot(
              premises.oneBot(),
              Dialect.NAPCAT,
              Premises.SELF,
              Premises.ONEBOT_TOKEN,
              InstantSource.system());
      qq.servesHistory(history);
      qq.reconnects(RECONNECT);
      try (qq;
          var crowd = new Crowd(premises, qq, platforms, new Random(random.nextLong()))) {
        long held = kills(premises, qq, crowd, random, progress);
        return settle(premises, crowd, held, progress);
      }
    }
  }

  /** Returns how many messages waited for more words when the server was killed. */
  private long kills(
      Premises premises, FakeOneBot qq, Crowd crowd, Random random, Consumer<String> progress) {
    var books = new Books(premises.database());
    long held = 0;
    for (int round = 1; round <= rounds; round++) {
      boolean whileStarting = round > 1 && random.nextInt(STARTS_LEFT_ALONE) == 0;
      try (var server = launch(premises)) {
        if (!whileStarting) {
          server.awaitReady();
        }
        if (round == 1) {
          qq.connect();
          crowd.talks(rate);
        }
        crowd.pauses(false);
        int moment = random.nextInt(EARLIEST, LATEST);
        Pause.of(Duration.ofMillis(moment));
        server.kill();
        Pause.of(TALKS_ON);
        crowd.pauses(true); // how long a start takes must not decide how much is asked
        held += books.held();
        ServerProcess.note(premises, "---- killed, round " + round);
        progress.accept(
            "round %d: killed %d ms after it was %s; %d said, %d seen"
                .formatted(
                    round,
                    moment,
                    whileStarting ? "launched" : "ready",
                    crowd.said().size(),
                    crowd.seen().size()));
      }
    }
    return held;
  }

  private static ServerProcess launch(Premises premises) {
    return ServerProcess.start(premises, List.of(), List.of());
  }

  private Result settle(Premises premises, Crowd crowd, long held, Consumer<String> progress) {
    var books = new Books(premises.database());
    var faults = new LinkedHashMap<String, List<String>>();
    boolean settled;
    ObjectNode report;
    try (var server = launch(premises).awaitReady()) {
      boolean silent = crowd.fallsSilent(PLATFORMS_GIVE_UP);
      progress.accept("crowd silent: " + silent);
      settled = silent && Pause.until(() -> isAtRest(books, crowd), SETTLE);
      progress.accept("server at rest: " + settled);
      report = reconciliation(server);
      server.stop();
    }
    var found = books.compare(crowd.said(), crowd.seen(), history);
    faults.put("not at rest in time", settled ? List.of() : List.of(SETTLE.toString()));
    faults.putAll(found.faults());
    boolean nothing = Integer.valueOf(0).equals(found.figures().get(Books.HEARD));
    faults.put("nothing was heard, so nothing is shown", nothing ? List.of("0") : List.of());
    faults.put("ledger does not reconcile", strings(report.path("faults")));
    faults.put(
        "terms do not add up", report.path("balanced").asBoolean() ? List.of() : List.of("asked"));
    var integrity = books.integrity();
    faults.put("database damaged", integrity.equals("ok") ? List.of() : List.of(integrity));
    faults.put("unknown send not listed", missing(found.unknown(), listed(premises)));
    faults.put("errors in the server's log", errors(premises));
    var figures = new LinkedHashMap<String, Object>();
    figures.put("kills", rounds);
    figures.putAll(found.figures());
    figures.put("repeats by platforms", crowd.repeats());
    figures.put("messages that waited for more words when killed", held);
    figures.put("unknown sends, each listed for a person", found.unknown().size());
    figures.put("reconciliation", report.without("faults").toString());
    figures.put("integrity_check", integrity);
    return new Result(figures, faults);
  }

  private boolean isAtRest(Books books, Crowd crowd) {
    return books.underWay() == 0
        && books.held() == 0
        && (!history
            || books.unheard(crowd.said()).stream()
                .noneMatch(each -> each.channel().equals(Premises.ONEBOT)));
  }

  private static ObjectNode reconciliation(ServerProcess server) {
    var json = new ObjectMapper();
    try {
      var login =
          json.writeValueAsString(Map.of("login", "admin", "password", Premises.ADMIN_PASSWORD));
      var token = json.readTree(server.post("/api/v1/login", login)).path("token").asText();
      return json.readValue(server.get("/api/v1/ledger/reconciliation", token), ObjectNode.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the API answers no JSON", e);
    }
  }

  private static List<String> strings(JsonNode array) {
    var all = new ArrayList<String>();
    array.forEach(each -> all.add(each.asText()));
    return all;
  }

  /** What the console shows as messages a person should look at. */
  private static Set<String> listed(Premises premises) {
    try (var database = Database.open("jdbc:sqlite:" + premises.database())) {
      var listed = new HashSet<String>();
      new SqlOutbox(database, "check")
          .stuck(Scope.ALL, Integer.MAX_VALUE).stream()
              .filter(stuck -> stuck.standing().state() == OutboundState.UNKNOWN)
              .forEach(stuck -> listed.add(stuck.standing().message().id().value()));
      return listed;
    }
  }

  private static List<String> missing(Set<String> wanted, Set<String> there) {
    return wanted.stream().filter(each -> !there.contains(each)).toList();
  }

  private static List<String> errors(Premises premises) {
    try {
      return Files.readAllLines(premises.folder().resolve("server.log")).stream()
          .filter(line -> line.contains(" ERROR "))
          .map(line -> line.substring(line.indexOf(" ERROR ") + 7))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
