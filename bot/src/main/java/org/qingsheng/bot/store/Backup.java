package org.qingsheng.bot.store;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Copies of the data folder: one zip file with the database, consistent although the server writes
 * meanwhile, and the keys. The index is left out; it is derived.
 */
public final class Backup {
  private static final String DATABASE = "qingsheng.db";
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
      throw new StoreException("back up: there is no database at " + source);
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
      throw new StoreException("copy the database", e);
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
      throw new StoreException("restore: there is a database already at " + target);
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
      Files.move(copy, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(copy);
    }
  }

  private static void extract(ZipFile zip, String name, Path to) throws IOException {
    var entry = zip.getEntry(name);
    if (entry == null) {
      throw new StoreException("restore: the file is not a Qingsheng backup");
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
        throw new StoreException("restore: the database in the backup is damaged");
      }
    } catch (SQLException e) {
      throw new StoreException("check the database in the backup", e);
    }
  }

  private static Path sqliteFile(String url) {
    if (!url.startsWith(SQLITE)) {
      throw new StoreException("back up PostgreSQL with pg_dump and restore it with pg_restore");
    }
    return Path.of(url.substring(SQLITE.length()));
  }
}
