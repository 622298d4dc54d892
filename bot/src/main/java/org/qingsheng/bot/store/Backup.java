package org.qingsheng.bot.store;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Copies of the data folder: one zip file with the database, consistent although the server writes
 * meanwhile, and the keys. The index is left out; it is derived.
 */
public final class Backup {
  private static final String DATABASE = "qingsheng.db";
  private static final String FILES = "files";

  /** No other names are ever taken out of a backup. */
  private static final Pattern FILE_NAME = Pattern.compile("[0-9a-fA-F-]{36}");

  private static final String KEY = "keys/seal.json";
  private static final String SQLITE = "jdbc:sqlite:";

  private Backup() {}

  /**
   * Writes a backup.
   *
   * @return its size in bytes
   * @throws StoreException if the database is not SQLite, or its copy fails
   * @throws FileAlreadyExistsException if the file is there already; it is not touched
   */
  public static long write(String url, Path data, Path file) throws IOException {
    var source = sqliteFile(url);
    if (Files.notExists(source)) {
      throw StoreException.unusable(
          "没有可以备份的数据库：" + source + "。请检查 data 和 database.url 指的是不是服务用的那一个");
    }
    if (Files.exists(file)) {
      throw new FileAlreadyExistsException(file.toString(), null, "备份文件已存在");
    }
    var folder = file.toAbsolutePath().getParent();
    var copy = Files.createTempFile(folder, "backup", ".db");
    var zip = Files.createTempFile(folder, "backup", ".zip");
    try {
      Files.delete(copy);
      copyDatabase(url, copy);
      try (var out = new ZipOutputStream(Files.newOutputStream(zip))) {
        add(out, DATABASE, copy);
        var key = data.resolve(KEY);
        if (Files.exists(key)) {
          add(out, KEY, key);
        }
        addFiles(out, data.resolve(FILES));
      }
      Files.move(zip, file, StandardCopyOption.ATOMIC_MOVE);
      return Files.size(file);
    } finally {
      Files.deleteIfExists(copy);
      Files.deleteIfExists(zip);
    }
  }

  private static void copyDatabase(String url, Path copy) {
    try (var connection = DriverManager.getConnection(url);
        var statement = connection.prepareStatement("VACUUM INTO ?")) {
      statement.setString(1, copy.toString());
      statement.execute();
    } catch (SQLException e) {
      throw StoreException.unusable("数据库没有复制成功，请检查磁盘空间", e);
    }
  }

  /** Files people sent; each is sealed, and whole once it has its name. */
  private static void addFiles(ZipOutputStream out, Path folder) throws IOException {
    if (Files.notExists(folder)) {
      return;
    }
    try (var all = Files.list(folder)) {
      for (var each : all.filter(one -> FILE_NAME.matcher(name(one)).matches()).toList()) {
        add(out, FILES + "/" + name(each), each);
      }
    }
  }

  private static String name(Path file) {
    return file.getFileName().toString();
  }

  private static void restoreFiles(ZipFile zip, Path folder) throws IOException {
    for (var entry : zip.stream().filter(one -> one.getName().startsWith(FILES + "/")).toList()) {
      var name = entry.getName().substring(FILES.length() + 1);
      if (FILE_NAME.matcher(name).matches()) {
        Files.createDirectories(folder);
        try (var in = zip.getInputStream(entry)) {
          Files.copy(in, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
  }

  private static void add(ZipOutputStream out, String name, Path file) throws IOException {
    out.putNextEntry(new ZipEntry(name));
    Files.copy(file, out);
    out.closeEntry();
  }

  /**
   * Restores a backup and checks the database.
   *
   * @throws StoreException if there is a database already, or the backup is not whole; nothing is
   *     changed then
   */
  public static void restore(Path file, String url, Path data) throws IOException {
    var target = sqliteFile(url);
    if (Files.exists(target)) {
      throw StoreException.unusable("这里已经有数据库，不会覆盖：" + target + "。请恢复到空的数据文件夹");
    }
    Files.createDirectories(data.resolve(KEY).getParent());
    Files.createDirectories(target.toAbsolutePath().getParent());
    var copy = target.resolveSibling(target.getFileName() + ".restoring");
    try (var zip = new ZipFile(file.toFile())) {
      extract(zip, DATABASE, copy);
      check(copy);
      if (zip.getEntry(KEY) != null) {
        restoreKey(zip, data.resolve(KEY));
      }
      restoreFiles(zip, data.resolve(FILES));
      Files.move(copy, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(copy);
    }
  }

  private static void extract(ZipFile zip, String name, Path to) throws IOException {
    var entry = zip.getEntry(name);
    if (entry == null) {
      throw StoreException.unusable("这个文件不是青声的备份");
    }
    try (var in = zip.getInputStream(entry)) {
      Files.copy(in, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** The key is its owner's alone, as it was when it was made. */
  private static void restoreKey(ZipFile zip, Path key) throws IOException {
    Files.deleteIfExists(key);
    if (key.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.createFile(
          key, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    try (var out = Files.newOutputStream(key)) {
      var entry = zip.getEntry(KEY);
      try (var in = zip.getInputStream(entry)) {
        in.transferTo(out);
      }
    }
  }

  private static void check(Path database) {
    try (var connection = DriverManager.getConnection(SQLITE + database);
        var statement = connection.createStatement();
        var rows = statement.executeQuery("PRAGMA integrity_check")) {
      if (!rows.next() || !"ok".equals(rows.getString(1))) {
        throw StoreException.unusable("备份里的数据库已损坏，没有恢复。请换一份备份");
      }
    } catch (SQLException e) {
      throw StoreException.unusable("备份里的数据库打不开，没有恢复。请换一份备份", e);
    }
  }

  private static Path sqliteFile(String url) {
    if (!url.startsWith(SQLITE)) {
      throw StoreException.unusable("数据在 PostgreSQL 里：请用 pg_dump 备份、pg_restore 恢复，另外拷走 data/keys");
    }
    return Path.of(url.substring(SQLITE.length()));
  }
}
