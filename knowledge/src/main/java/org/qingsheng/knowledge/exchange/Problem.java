package org.qingsheng.knowledge.exchange;

import java.util.Optional;

/**
 * Something that is wrong with an entry, and what to do about it, in Chinese.
 *
 * @param file name of the file it stands in, when it came from one
 * @param entry id of the entry, or {@code #3} for the third of its file when the id itself is
 *     missing
 * @param field key of the field, as in the file
 */
public record Problem(
    Optional<String> file, String entry, String field, String problem, String remedy) {
  static Problem of(String entry, String field, String problem, String remedy) {
    return new Problem(Optional.empty(), entry, field, problem, remedy);
  }

  Problem in(String fileName) {
    return new Problem(Optional.of(fileName), entry, field, problem, remedy);
  }

  @Override
  public String toString() {
    return "%s条目 %s 的 %s:%s。%s"
        .formatted(file.map(f -> "文件 " + f + " ").orElse(""), entry, field, problem, remedy);
  }
}
