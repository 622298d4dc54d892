package org.qingsheng.bot.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.qingsheng.adapters.onebot.fake.FakeOneBot;
import org.qingsheng.adapters.onebot.fake.Posted;
import org.qingsheng.bot.commands.Commands;
import org.qingsheng.bot.ledger.Reconciliation;
import org.qingsheng.bot.people.Role;
import org.qingsheng.bot.store.Backup;
import org.qingsheng.bot.store.Database;
import org.qingsheng.bot.store.StoreException;

@DisplayName("启动、停止、损坏与恢复 · start, stop, damage and recovery")
@Timeout(120)
class LifecycleTest {
  private static final String LOAN = "创业担保贷款个人最高能贷多少";
  private static final int PAGE = 4_096;
  private static final Duration SOON = Duration.ofSeconds(30);

  @TempDir Path folder;
  private Path data;

  @BeforeEach
  void nameFolder() {
    data = folder.resolve("server").resolve("data");
  }

  private RunningServer start() {
    return start(folder.resolve("server"));
  }

  private static RunningServer start(Path where) {
    return RunningServer.withOneBot(where, WalkingClock.atNine());
  }

  private static Posted replyTo(FakeOneBot qq, Posted asked) {
    qq.await(() -> !qq.repliesTo(asked).isEmpty(), SOON);
    return qq.repliesTo(asked).getFirst();
  }

  /** Some life in the data folder: answers, a ticket with an answer, a ticket that waits. */
  private static void live(RunningServer running) {
    running.hire("jia", Role.CADRE);
    try (var qq = running.account("10001").connect();
        var cadre = running.signsIn("jia", RunningServer.STAFF_PASSWORD)) {
      var group = qq.group("883001");
      replyTo(qq, group.asks("1", LOAN));
      replyTo(qq, group.asks("2", "转人工 村里篮球场晚上几点关灯"));
      replyTo(qq, group.asks("3", "转人工 想问问青年驿站怎么申请"));
      running.rests();
      var number = running.texts("SELECT number FROM item WHERE asker = '2'").getFirst();
      cadre.post("/api/v1/tickets/" + number + "/claim", Map.of()).ok();
      cadre.post("/api/v1/tickets/" + number + "/answer", Map.of("text", "九点半。")).ok();
      qq.awaitSent(said -> said.text().contains("九点半"), SOON);
      running.rests();
    }
  }

  @Test
  @DisplayName("忙的时候停下：五秒内停好，收下的每一句不是答了就是留着，重启后补齐，一句不丢、一句不重")
  void stops_under_load_and_loses_nothing() throws Exception {
    var where = folder.resolve("server");
    int port = freePort();
    var asked = new ArrayList<Posted>();
    var clock = WalkingClock.atNine();
    var first = RunningServer.withOneBotAt(port, where, clock);
    try (var qq = first.account("10001").connect()) {
      var group = qq.group("883002");
      asked.add(group.asks("100", LOAN));
      replyTo(qq, asked.getFirst());
      var halfway = new CountDownLatch(1);
      var asking =
          CompletableFuture.runAsync(() -> {
            for (int i = 0; i < 900; i++) {
              asked.add(group.asks(Integer.toString(1_000 + i), LOAN));
              if (i == 400) {
                halfway.countDown();
              }
            }
          });
      assertThat(halfway.await(30, TimeUnit.SECONDS)).isTrue();

      long began = System.nanoTime();
      first.close();
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
      asking.get(30, TimeUnit.SECONDS);

      assertThat(neitherKeptNorAnswered(qq, where))
          .as("taken and neither answered nor kept")
          .isEmpty();
      try (var second = RunningServer.withOneBotAt(port, where, clock)) {
        qq.connect();
        Soon.holds("all are answered", () -> missing(qq, asked, second).isEmpty());
        second.rests();
        assertThat(asked).allSatisfy(each -> assertThat(qq.repliesTo(each)).hasSizeLessThan(2));
        assertThat(second.house().auditor.reconcile().faults()).isEmpty();
      }
    }
  }

  /** Messages in the closed store whose asker neither saw an answer nor has one waiting. */
  private static List<String> neitherKeptNorAnswered(FakeOneBot qq, Path where)
      throws SQLException {
    var lost = new ArrayList<String>();
    var url = "jdbc:sqlite:" + where.resolve("data").resolve("qingsheng.db");
    var answered =
        qq.sent().stream().map(said -> said.quotes().orElse("")).collect(Collectors.toSet());
    try (var connection = DriverManager.getConnection(url);
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "SELECT message_id, (SELECT count(*) FROM outbound WHERE in_reply_to = message_id) FROM heard")) {
      while (rows.next()) {
        var id = rows.getString(1);
        boolean seen = answered.stream().anyMatch(each -> !each.isEmpty() && id.endsWith(each));
        if (rows.getInt(2) == 0 && !seen) {
          lost.add(id);
        }
      }
    }
    return lost;
  }

  private static List<String> missing(FakeOneBot qq, List<Posted> asked, RunningServer running) {
    var listed =
        running.texts("SELECT in_reply_to FROM outbound WHERE state IN ('UNKNOWN', 'HELD')");
    return asked.stream()
        .filter(each -> qq.repliesTo(each).isEmpty())
        .map(Posted::id)
        .filter(id -> listed.stream().noneMatch(known -> known.endsWith(id)))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @DisplayName("索引文件夹被删或被写坏，启动时从数据库重建，照常答复")
  void rebuilds_a_lost_or_broken_index(boolean deleted) throws IOException {
    try (var running = start()) {
      live(running);
    }
    breakFolder(data.resolve("index"), deleted);

    try (var running = start();
        var qq = running.account("10001").connect()) {
      var reply = replyTo(qq, qq.group("883003").asks("7", LOAN));
      assertThat(reply.text()).contains("30万元");
      assertThat(running.count("SELECT count(*) FROM item")).isEqualTo(4);
    }
  }

  private static void breakFolder(Path index, boolean delete) throws IOException {
    if (!Files.exists(index)) {
      Files.createDirectories(index);
      Files.writeString(index.resolve("segments_1"), "坏");
      return;
    }
    try (var files = Files.walk(index)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        if (delete) {
          Files.delete(file);
        } else if (Files.isRegularFile(file)) {
          Files.writeString(file, "坏");
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"garbage", "truncated", "holed"})
  @DisplayName("数据库文件坏了：说清楚、不启动、一个字节也不改；恢复备份后照常")
  void refuses_a_damaged_database_and_leaves_it_alone(String damage) throws Exception {
    var backup = folder.resolve("backup.zip");
    Reconciliation before;
    try (var running = start()) {
      live(running);
      before = running.house().auditor.reconcile();
      Backup.write(running.house().settings.database().url(), data, backup);
    }
    var database = data.resolve("qingsheng.db");
    var bytes = Files.readAllBytes(database);
    var damaged =
        switch (damage) {
          case "garbage" -> "这不是数据库".repeat(2_000).getBytes(StandardCharsets.UTF_8);
          case "truncated" -> Arrays.copyOf(bytes, bytes.length / 2 + 123);
          default -> holed(bytes);
        };
    Files.write(database, damaged);

    var said = command("serve", "--config", config());

    assertThat(said.code()).isEqualTo(1);
    assertThat(said.text()).contains("数据库文件已损坏", "restore");
    assertThat(Files.readAllBytes(database)).isEqualTo(damaged);
    Files.move(database, folder.resolve("damaged.db"));
    Files.deleteIfExists(data.resolve("qingsheng.db-wal"));
    Files.deleteIfExists(data.resolve("qingsheng.db-shm"));
    Backup.restore(backup, "jdbc:sqlite:" + database, data);
    try (var running = start()) {
      assertThat(running.house().auditor.reconcile().byState()).isEqualTo(before.byState());
      assertThat(running.house().auditor.reconcile().faults()).isEmpty();
    }
  }

  /** One page in the last third is overwritten: nothing that is read at the start. */
  private static byte[] holed(byte[] database) {
    var holed = database.clone();
    int page = database.length / PAGE * 2 / 3 * PAGE;
    var noise = new byte[PAGE];
    new Random(3).nextBytes(noise);
    System.arraycopy(noise, 0, holed, page, PAGE);
    return holed;
  }

  @Test
  @DisplayName("写数据库的连接每次提交都落盘：WAL、synchronous=FULL")
  void writes_with_full_durability() {
    try (var database = Database.open("jdbc:sqlite:" + folder.resolve("sync.db"))) {
      int synchronous =
          database.writeNow(
              handle -> handle.select("PRAGMA synchronous").mapTo(Integer.class).one());
      var journal =
          database.writeNow(
              handle -> handle.select("PRAGMA journal_mode").mapTo(String.class).one());

      assertThat(synchronous).isEqualTo(2);
      assertThat(journal).isEqualTo("wal");
    }
  }

  @Test
  @DisplayName("一边忙一边备份，备份是完整一致的；静下来再备份，恢复到新文件夹对账一样")
  void backs_up_while_running() throws Exception {
    var busy = folder.resolve("busy.zip");
    var quiet = folder.resolve("quiet.zip");
    Reconciliation before;
    try (var running = start();
        var qq = running.account("10002").connect()) {
      live(running);
      var url = running.house().settings.database().url();
      var group = qq.group("883004");
      var asked = new ArrayList<Posted>();
      var backup =
          CompletableFuture.supplyAsync(() -> {
            try {
              return Backup.write(url, data, busy);
            } catch (IOException e) {
              throw new AssertionError("backup", e);
            }
          });
      for (int i = 0; i < 300; i++) {
        asked.add(group.asks(Integer.toString(2_000 + i), LOAN));
      }
      assertThat(backup.get(30, TimeUnit.SECONDS)).isPositive();
      asked.forEach(each -> replyTo(qq, each));
      running.rests();
      Backup.write(url, data, quiet);
      before = running.house().auditor.reconcile();
    }

    assertThat(restored(busy, "busy").faults()).isEmpty();
    var after = restored(quiet, "quiet");
    assertThat(after.faults()).isEmpty();
    assertThat(after.byState()).isEqualTo(before.byState());
    assertThat(after.asked()).isEqualTo(before.asked());
  }

  private Reconciliation restored(Path backup, String name) throws IOException {
    var where = folder.resolve("restored-" + name);
    var database = where.resolve("data").resolve("qingsheng.db");
    Backup.restore(backup, "jdbc:sqlite:" + database, where.resolve("data"));
    try (var running = start(where)) {
      return running.house().auditor.reconcile();
    }
  }

  @Test
  @DisplayName("本版本的数据再打开，一行不变；更新版本写的数据库说清楚、不打开")
  void opens_its_own_data_and_refuses_a_newer_schema() throws Exception {
    List<String> before;
    try (var running = start()) {
      live(running);
      before = rows(running);
    }
    try (var running = start()) {
      assertThat(rows(running)).isEqualTo(before);
    }
    var url = "jdbc:sqlite:" + data.resolve("qingsheng.db");
    try (var connection = DriverManager.getConnection(url);
        var statement = connection.createStatement()) {
      statement.execute(
          "INSERT INTO flyway_schema_history (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success)"
              + " VALUES (999, '999', 'from the future', 'SQL', 'V999__from_the_future.sql', 1, '', 1, 1)");
    }

    assertThatThrownBy(() -> Database.open(url).close()).isInstanceOf(StoreException.class);
    var said = command("serve", "--config", config());
    assertThat(said.code()).isEqualTo(1);
    assertThat(said.text()).contains("更新的版本");
  }

  private static List<String> rows(RunningServer running) {
    var rows = new ArrayList<>(running.texts("SELECT number || state || version FROM item"));
    rows.addAll(running.texts("SELECT item_id || seq || payload FROM item_event"));
    rows.addAll(running.texts("SELECT id || state || text FROM outbound"));
    rows.addAll(running.texts("SELECT entry_id || version || state || content FROM entry_version"));
    return rows;
  }

  @Test
  @DisplayName("check-config 把几处错误一次列全；带错的配置启动，退出码 78")
  void lists_every_mistake_at_once() throws IOException {
    var file =
        Files.writeString(
            folder.resolve("wrong.yaml"),
            """
            server: {port: 80a, hots: x}
            dialogue: {rateLimitPerMinute: 0}
            channels:
              - {id: qq, type: onebott}
              - {id: wx, type: wechat, appId: abc}
            """);

    var checked = command("check-config", "--config", file.toString());
    var served = command("serve", "--config", file.toString());

    assertThat(checked.code()).isEqualTo(78);
    assertThat(checked.text())
        .contains("server.port", "hots", "host", "rateLimitPerMinute", "onebott", "onebot")
        .contains("channels[1]", "secret", "token");
    assertThat(served.code()).isEqualTo(78);
    assertThat(served.text()).contains("server.port", "onebott");
  }

  /** What a command printed, on both streams, and how it ended. */
  private record Said(int code, String text) {}

  private static Said command(String... words) {
    var out = System.out;
    var err = System.err;
    var bytes = new ByteArrayOutputStream();
    try (var both = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
      System.setOut(both);
      System.setErr(both);
      int code = Commands.run(words);
      both.flush();
      return new Said(code, bytes.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }

  private String config() {
    return folder.resolve("server").resolve("qingsheng.yaml").toString();
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
