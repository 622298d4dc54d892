package org.qingsheng.bot.dialogue;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.ahocorasick.trie.Emit;
import org.ahocorasick.trie.Trie;

/**
 * What a question is about (话题), by the names people use for it: 创业贷 and 创业担保贷款 are one. Immutable,
 * thread-safe.
 */
public final class Subjects {
  private final Trie names;
  private final Map<String, String> subjects;

  private Subjects(Map<String, String> subjects) {
    this.subjects = Map.copyOf(subjects);
    this.names = Trie.builder().addKeywords(subjects.keySet()).ignoreOverlaps().build();
  }

  /**
   * Reads {@code subjects.yaml}.
   *
   * @throws IllegalArgumentException when a name belongs to two subjects
   */
  public static Subjects load(Path file) {
    var subjects = new HashMap<String, String>();
    try (var in = Files.newInputStream(file)) {
      for (var subject : new YAMLMapper().readTree(in).path("subjects")) {
        var name = subject.path("name").asText();
        put(subjects, name, name);
        subject.path("says").forEach(word -> put(subjects, word.asText(), name));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file.getFileName(), e);
    }
    return new Subjects(subjects);
  }

  private static void put(Map<String, String> subjects, String said, String name) {
    var before = subjects.putIfAbsent(SpokenPattern.bare(said), name);
    if (before != null) {
      throw new IllegalArgumentException("话题的叫法“%s”写了两遍：%s、%s".formatted(said, before, name));
    }
  }

  /** The subject that is named, the longest name if there are several. */
  Optional<String> in(String said) {
    return names.parseText(SpokenPattern.bare(said)).stream()
        .max(
            Comparator.comparingInt((Emit hit) -> hit.getKeyword().length())
                .thenComparing(Emit::getStart, Comparator.reverseOrder()))
        .map(hit -> subjects.get(hit.getKeyword()));
  }
}
