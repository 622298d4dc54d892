package org.qingsheng.knowledge.exchange;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.qingsheng.knowledge.RegionCode;
import org.qingsheng.knowledge.Synonym;

/**
 * Synonyms as a text file: {@code 小贷 = 小额贷款} a line, {@code @441826} at its end where they hold in
 * one area only, {@code #} begins a comment.
 */
public final class SynonymFile {
  private static final Pattern LINE =
      Pattern.compile("([^=@#]{1,30})=([^=@#]{1,30})(?:@\\s*(CN|\\d{6}|\\d{9}|\\d{12})\\s*)?");

  /** Other ways of writing rules put an arrow where this file has an equals sign. */
  private static final Pattern ARROW = Pattern.compile("[=\\-]>|<[=\\-]|[→⇒←⇐]");

  private SynonymFile() {}

  /**
   * @throws IOException when the file cannot be read
   * @throws IllegalArgumentException with every line that is not understood, in Chinese
   */
  public static List<Synonym> read(Path file) throws IOException {
    return parse(Files.readAllLines(file, StandardCharsets.UTF_8));
  }

  static List<Synonym> parse(List<String> lines) {
    var synonyms = new ArrayList<Synonym>();
    var problems = new ArrayList<String>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      if (ARROW.matcher(line).find()) {
        problems.add("同义词第 %d 行“%s”写了箭头，请只用一个等号，写作：别名 = 知识库里的说法".formatted(i + 1, line));
        continue;
      }
      Matcher matcher = LINE.matcher(line);
      if (!matcher.matches() || matcher.group(1).isBlank() || matcher.group(2).isBlank()) {
        problems.add("同义词第 %d 行“%s”看不懂，写作：别名 = 知识库里的说法 @区划代码".formatted(i + 1, line));
        continue;
      }
      String region = matcher.group(3);
      synonyms.add(
          new Synonym(
              matcher.group(1).strip(),
              matcher.group(2).strip(),
              region == null ? RegionCode.NATION : new RegionCode(region)));
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", problems));
    }
    return synonyms;
  }
}
