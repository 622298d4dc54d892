package org.qingsheng.bot.dialogue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.ahocorasick.trie.Emit;
import org.ahocorasick.trie.Trie;

/**
 * Finds words that must bring a hotline and a person at once (危机词). A hit that lies wholly inside a
 * harmless phrase (笑死我了) does not count. Immutable, thread-safe.
 */
public final class CrisisWords {
  private final Trie words;
  private final Trie harmless;

  private CrisisWords(List<String> words, List<String> harmless) {
    this.words = trie(words);
    this.harmless = trie(harmless);
  }

  private static Trie trie(List<String> words) {
    return Trie.builder().addKeywords(words.stream().map(CrisisWords::bare).toList()).build();
  }

  /** Blanks and punctuation do not hide a word: 不 想 活 了, 自.杀. */
  private static String bare(String text) {
    var bare = new StringBuilder(text.length());
    text.codePoints().filter(Character::isLetterOrDigit).forEach(bare::appendCodePoint);
    return bare.toString();
  }

  /**
   * Reads {@code crisis.yaml}: lists by kind, and {@code notCrisis}.
   *
   * @throws IllegalArgumentException if there is no word in it
   */
  public static CrisisWords load(Path file) {
    JsonNode root;
    try (var in = Files.newInputStream(file)) {
      root = new YAMLMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException("危机词文件读不出来：" + file.getFileName(), e);
    }
    var words = new ArrayList<String>();
    var harmless = new ArrayList<String>();
    for (var list : root.properties()) {
      var target = list.getKey().equals("notCrisis") ? harmless : words;
      list.getValue().forEach(word -> target.add(word.asText()));
    }
    if (words.isEmpty()) {
      throw new IllegalArgumentException(file.getFileName() + "：一个危机词也没有，求助的话就认不出来了");
    }
    return new CrisisWords(words, harmless);
  }

  /**
   * @param said normalised or raw
   */
  public boolean in(String said) {
    var text = bare(said);
    var hits = words.parseText(text);
    if (hits.isEmpty()) {
      return false;
    }
    var excused = harmless.parseText(text);
    return hits.stream().anyMatch(hit -> excused.stream().noneMatch(wide -> inside(hit, wide)));
  }

  private static boolean inside(Emit hit, Emit wide) {
    return wide.getStart() <= hit.getStart() && hit.getEnd() <= wide.getEnd();
  }
}
