package org.qingsheng.bot.files;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.ZipInputStream;
import org.apache.tika.Tika;

/**
 * What kinds of files are taken (Y20), told by their content: what a name says is never believed
 * alone. Whatever could run is refused.
 */
public enum FileKind {
  PDF("application/pdf", "pdf"),
  JPEG("image/jpeg", "jpg"),
  PNG("image/png", "png"),
  GIF("image/gif", "gif"),
  WEBP("image/webp", "webp"),
  TEXT("text/plain", "txt"),
  WORD("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"),
  EXCEL("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
  SLIDES("application/vnd.openxmlformats-officedocument.presentationml.presentation", "pptx");

  private static final Tika TIKA = new Tika();

  /** A document unpacks to less; more is made to fill disks. */
  private static final long MOST_UNPACKED = 100L * 1024 * 1024;

  private static final int MOST_PARTS = 5_000;

  private final String type;
  private final String extension;

  FileKind(String type, String extension) {
    this.type = type;
    this.extension = extension;
  }

  public String type() {
    return type;
  }

  /** The end of a name for such a file, whatever its sender called it. */
  public String extension() {
    return extension;
  }

  public static Optional<FileKind> ofType(String type) {
    return Arrays.stream(values()).filter(kind -> kind.type.equals(type)).findFirst();
  }

  /** The kind, if it is one that is taken. */
  public static Optional<FileKind> of(byte[] bytes, String name) {
    var type = TIKA.detect(bytes, name.toLowerCase(Locale.ROOT));
    return ofType(type)
        .filter(kind ->
            switch (kind) {
              case WORD, EXCEL, SLIDES -> isPlainDocument(bytes);
              case TEXT -> !looksBinary(bytes);
              case PDF, JPEG, PNG, GIF, WEBP -> true;
            });
  }

  private static boolean looksBinary(byte[] bytes) {
    for (byte each : bytes) {
      if (each == 0) {
        return true;
      }
    }
    return false;
  }

  /** An Office package without macros, controls or programs in it. */
  private static boolean isPlainDocument(byte[] bytes) {
    boolean described = false;
    long unpacked = 0;
    int parts = 0;
    var piece = new byte[8_192];
    try (var zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
      for (var part = zip.getNextEntry(); part != null; part = zip.getNextEntry()) {
        var name = part.getName().toLowerCase(Locale.ROOT);
        described |= name.equals("[content_types].xml");
        if (++parts > MOST_PARTS
            || name.contains("vbaproject")
            || name.contains("/activex/")
            || name.contains("/embeddings/")
            || name.endsWith(".exe")
            || name.endsWith(".dll")) {
          return false;
        }
        for (int n = zip.read(piece); n >= 0; n = zip.read(piece)) {
          unpacked += n;
          if (unpacked > MOST_UNPACKED) {
            return false;
          }
        }
      }
    } catch (IOException | IllegalArgumentException _) {
      return false; // broken, or made to look like one
    }
    return described;
  }
}
