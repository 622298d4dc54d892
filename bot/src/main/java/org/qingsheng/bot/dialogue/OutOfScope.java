package org.qingsheng.bot.dialogue;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Locale;
import org.ahocorasick.trie.Trie;

/**
 * Finds words that show a message is none of the service's business (范围之外), so that it is kindly
 * declined instead of taking a cadre's time. Asked only when no entry may answer. Immutable.
 */
public final class OutOfScope {
  private final Trie words;

  private OutOfScope(Trie words) {
    this.words = words;
  }

  /**
   * Reads {@code out-of-scope.yaml}: a list under {@code words}.
   *
   * @throws IllegalArgumentException if there is no such list
   */
  public static OutOfScope load(Path file) {
    try (var in = Files.newInputStream(file)) {
      var words = new ArrayList<String>();
      var list = new YAMLMapper().readTree(in).path("words");
      if (!list.isArray()) {
        throw new IllegalArgumentException(file.getFileName() + "：缺少 words（一个列表，可以为空）");
      }
      list.forEach(word -> words.add(word.asText().toLowerCase(Locale.ROOT)));
      return new OutOfScope(Trie.builder().addKeywords(words).build());
    } catch (IOException e) {
      throw new UncheckedIOException("文件读不出来：" + file.getFileName(), e);
    }
  }

  boolean in(String text) {
    return words.containsMatch(text.toLowerCase(Locale.ROOT));
  }
}
