package org.qingsheng.bot.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens empty SQLite databases quickly: the schema is made once and copied. */
public final class FreshDatabase {
  private static final byte[] EMPTY = migrated();

  private FreshDatabase() {}

  /** A database of its own in the folder. */
  public static Database in(Path folder) {
    try {
      var file = Files.createTempFile(folder, "test", ".db");
      Files.write(file, EMPTY);
      return Database.open("jdbc:sqlite:" + file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] migrated() {
    try {
      var file = Files.createTempFile("migrated", ".db");
      Database.open("jdbc:sqlite:" + file).close();
      var content = Files.readAllBytes(file);
      Files.delete(file);
      return content;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
