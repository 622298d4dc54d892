package org.qingsheng.bot.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The bytes of files people sent, each sealed in a file of its own beside the database. A file is
 * on disk before the ledger names it; what the ledger does not name is swept away later, so a
 * killed process leaves nothing behind. Thread-safe.
 */
public final class FileShelf {
  private static final Pattern ID = Pattern.compile("[0-9a-zA-Z-]{8,64}");

  /** The database must never be the one that finds the disk full. */
  private static final long LEFT_FREE = 1024L * 1024 * 1024;

  private final Path folder;
  private final Sealing sealing;

  /** Encrypts and opens; what was changed does not open. */
  public interface Sealing {
    byte[] seal(byte[] plain, String context);

    /**
     * @throws IllegalStateException if it was changed, or sealed with another key or context
     */
    byte[] open(byte[] sealed, String context);
  }

  public FileShelf(Path folder, Sealing sealing) {
    this.folder = folder;
    this.sealing = sealing;
  }

  /** On disk when this returns. */
  public void put(String id, byte[] bytes) {
    try {
      Files.createDirectories(folder);
      var temporary = at(id + "-new");
      try (var out =
          FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        var sealed = ByteBuffer.wrap(sealing.seal(bytes, context(id)));
        while (sealed.hasRemaining()) {
          out.write(sealed);
        }
        out.force(true);
      }
      Files.move(temporary, at(id), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep a file", e);
    }
  }

  /** Whether the disk has room for more, besides what the database needs. */
  public boolean hasRoom() {
    var at = Files.exists(folder) ? folder : folder.toAbsolutePath().getParent();
    try {
      return Files.getFileStore(at).getUsableSpace() > LEFT_FREE;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot ask for the room on disk", e);
    }
  }

  /** Empty when it is gone. */
  public Optional<byte[]> get(String id) {
    try {
      return Optional.of(sealing.open(Files.readAllBytes(at(id)), context(id)));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read file " + id, e);
    }
  }

  /**
   * Removes what nobody names, unless it was put there only lately and may yet be named.
   *
   * @return how many
   */
  public int sweep(Set<String> named, Instant before) {
    if (Files.notExists(folder)) {
      return 0;
    }
    int removed = 0;
    try (var all = Files.list(folder)) {
      for (var file : all.toList()) {
        boolean old = Files.getLastModifiedTime(file).toInstant().isBefore(before);
        if (old && !named.contains(file.getFileName().toString())) {
          Files.deleteIfExists(file);
          removed++;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot sweep files", e);
    }
    return removed;
  }

  private Path at(String id) {
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException("no id of a file: " + id);
    }
    return folder.resolve(id);
  }

  private static String context(String id) {
    return "file/" + id;
  }
}
