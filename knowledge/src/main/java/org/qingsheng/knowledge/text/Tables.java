package org.qingsheng.knowledge.text;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The word tables beside this package: one row a line, {@code #} begins a comment. */
final class Tables {
  private Tables() {}

  /** Rows of a table of ours, without comments and empty lines. */
  static List<String> rows(String name) {
    return rows(Tables.class, name);
  }

  /**
   * @param beside whose class loader knows the resource; an absolute name starts with a slash
   */
  static List<String> rows(Class<?> beside, String name) {
    try (InputStream in = beside.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("table %s is not on the class path".formatted(name));
      }
      try (var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
        return lines
            .lines()
            .filter(line -> !line.isBlank() && line.charAt(0) != '#')
            .map(String::strip)
            .toList();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("read table " + name, e);
    }
  }
}
