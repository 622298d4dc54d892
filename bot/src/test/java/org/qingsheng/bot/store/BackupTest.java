package org.qingsheng.bot.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.qingsheng.bot.ledger.Turns.LIANNAN;
import static org.qingsheng.bot.ledger.Turns.inGroup;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qingsheng.bot.files.FileShelf;
import org.qingsheng.bot.house.TestClock;
import org.qingsheng.bot.ledger.Items.ItemQuery;
import org.qingsheng.bot.ledger.Turns;
import org.qingsheng.bot.people.Scope;

@DisplayName("备份与恢复 · backup")
class BackupTest {
  private final TestClock clock = new TestClock();

  @TempDir Path folder;

  @SuppressWarnings("NullAway.Init") // before each test
  private Path data;

  @SuppressWarnings("NullAway.Init") // before each test
  private Path file;

  private String url(Path of) {
    return "jdbc:sqlite:" + of.resolve("qingsheng.db");
  }

  @BeforeEach
  void prepare() throws IOException {
    data = Files.createDirectories(folder.resolve("data"));
    file = folder.resolve("backup.zip");
  }

  private void fill(Database database, int questions) {
    var turns = new Turns(clock);
    var ledger = new SqlLedger(database, "node-1", (_, _, _, _) -> {});
    for (int i = 0; i < questions; i++) {
      Waiting.on(ledger.commit(turns.waiting(turns.ids.item(), inGroup("u" + i), LIANNAN, "问")));
    }
  }

  @Test
  @DisplayName("服务开着也能备份；恢复到新文件夹，条目、钥匙、账都在")
  void restores_what_was_backed_up_while_running() throws IOException {
    var seal = TinkSeal.open(data.resolve("keys/seal.json"));
    var sealed = seal.seal("原文", "web/m1");
    try (var database = Database.open(url(data))) {
      fill(database, 7);
      assertThat(Backup.write(url(data), data, file)).isEqualTo(Files.size(file)).isPositive();
      fill(database, 3);
    }

    var other = folder.resolve("other");
    Backup.restore(file, url(other), other);

    try (var database = Database.open(url(other))) {
      assertThat(new SqlItems(database).count(ItemQuery.ANY, Scope.ALL)).isEqualTo(7);
      assertThat(new SqlAuditor(database, clock).reconcile().balances()).isTrue();
    }
    var key = other.resolve("keys/seal.json");
    assertThat(TinkSeal.open(key).open(sealed, "web/m1")).isEqualTo("原文");
    assumeTrue(Files.getFileStore(folder).supportsFileAttributeView("posix"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
        .as("the restored key is its owner's alone")
        .isEqualTo("rw-------");
  }

  @Test
  @DisplayName("青年发来的文件一起备份、一起恢复，照样打得开；备份里乱写的名字不理")
  void restores_files_that_people_sent() throws IOException {
    var id = "0195f678-1fb0-75be-aa95-7e538ee15fef";
    var seal = TinkSeal.open(data.resolve("keys/seal.json"));
    new FileShelf(data.resolve("files"), seal).put(id, new byte[] {1, 2, 3});
    Files.writeString(data.resolve("files/unfinished-new"), "半个");
    Database.open(url(data)).close();
    Backup.write(url(data), data, file);
    try (var zip = FileSystems.newFileSystem(file)) {
      assertThat(zip.getPath("files/unfinished-new")).doesNotExist();
      Files.writeString(zip.getPath("files/..-evil"), "x");
    }

    var other = folder.resolve("other");
    Backup.restore(file, url(other), other);

    var again = TinkSeal.open(other.resolve("keys/seal.json"));
    assertThat(new FileShelf(other.resolve("files"), again).get(id))
        .hasValueSatisfying(bytes -> assertThat(bytes).containsExactly(1, 2, 3));
    assertThat(other.resolve("files").toFile().list()).containsExactly(id);
  }

  @Test
  @DisplayName("已有的备份文件不覆盖，已有的数据库不覆盖")
  void overwrites_nothing() throws IOException {
    Database.open(url(data)).close();
    Files.writeString(file, "别的东西");

    assertThatThrownBy(() -> Backup.write(url(data), data, file))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(file).hasContent("别的东西");
    Files.delete(file);
    Backup.write(url(data), data, file);
    assertThatThrownBy(() -> Backup.restore(file, url(data), data))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("已经有数据库");
  }

  @Test
  @DisplayName("不是备份的文件、坏掉的备份都拒绝，不留下半个数据库")
  void refuses_what_is_not_a_backup() throws IOException {
    var other = folder.resolve("other");
    Files.writeString(file, "这不是 zip");
    assertThatThrownBy(() -> Backup.restore(file, url(other), other))
        .isInstanceOf(IOException.class);

    try (var zip = new java.util.zip.ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new java.util.zip.ZipEntry("qingsheng.db"));
      zip.write("坏掉的数据库，足够长，不像 SQLite 的文件头".getBytes(java.nio.charset.StandardCharsets.UTF_8));
      zip.closeEntry();
    }
    assertThatThrownBy(() -> Backup.restore(file, url(other), other))
        .isInstanceOf(StoreException.class);

    try (var left = Files.walk(other)) {
      assertThat(left.filter(Files::isRegularFile)).isEmpty();
    }
  }

  @Test
  @DisplayName("PostgreSQL 用它自己的工具备份，这里说清楚")
  void says_how_to_back_up_postgres() {
    assertThatThrownBy(() -> Backup.write("jdbc:postgresql://db/qs", data, file))
        .hasMessageContaining("pg_dump");
  }
}
