package org.qingsheng.adapters.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("说明文件与代码一致 · adapters/README.md")
class ReadmeTest {
  private static final Path SOURCES = Path.of("src");
  private static final Path HTTP = SOURCES.resolve("main/java/org/qingsheng/adapters/http");

  /** A Java listing, preceded by a comment that names its source and the part of it. */
  private static final Pattern LISTING =
      Pattern.compile("<!-- (\\S+\\.java)#(\\w+) -->\\s*```java\\n(.*?)```", Pattern.DOTALL);

  private static final Pattern LINK = Pattern.compile("\\]\\(((?:src|\\.\\.)/[^)#]+)\\)");

  private static String readme() throws IOException {
    return Files.readString(Path.of("README.md"));
  }

  @Test
  @DisplayName("每段代码都逐字出自会编译、会测试的源文件")
  void every_listing_is_taken_from_a_source() throws IOException {
    var listings = LISTING.matcher(readme());
    int count = 0;
    while (listings.find()) {
      count++;
      assertThat(plain(listings.group(3)))
          .as(listings.group(1) + "#" + listings.group(2))
          .isEqualTo(plain(part(Path.of(listings.group(1)), listings.group(2))));
    }

    assertThat(count).isEqualTo(6);
    assertThat(readme().split("```java", -1)).hasSize(count + 1);
  }

  /** What stands between {@code // README: name} and {@code // README: end}. */
  private static String part(Path source, String name) throws IOException {
    var text = Files.readString(source);
    int from = text.indexOf("// README: " + name + "\n");
    assertThat(from).as("mark %s in %s", name, source).isNotNegative();
    return text.substring(text.indexOf('\n', from), text.indexOf("// README: end", from));
  }

  private static List<String> plain(String code) {
    return code.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
  }

  @Test
  @DisplayName("提到的文件都在")
  void every_link_leads_somewhere() throws IOException {
    var links = LINK.matcher(readme());
    var targets = new ArrayList<Path>();
    while (links.find()) {
      targets.add(Path.of(links.group(1)));
    }

    assertThat(targets).isNotEmpty().allSatisfy(path -> assertThat(path).exists());
  }

  @Test
  @DisplayName("示范的渠道不到三百行代码")
  void the_worked_example_has_less_than_300_lines() throws IOException {
    try (var files = Files.list(HTTP)) {
      long lines =
          files
              .flatMap(file -> plain(read(file)).stream())
              .filter(line -> !line.matches("(import |package |/\\*\\*|\\*|//).*"))
              .count();

      assertThat(lines).isBetween(100L, 299L);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
