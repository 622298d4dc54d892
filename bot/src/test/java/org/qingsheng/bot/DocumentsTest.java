package org.qingsheng.bot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qingsheng.bot.commands.Commands;
import org.qingsheng.bot.house.SimulatedHouse;
import org.qingsheng.bot.settings.Settings;
import org.qingsheng.bot.simulation.Play;
import org.qingsheng.bot.simulation.Scenario;
import org.qingsheng.knowledge.exchange.EntryFiles;
import picocli.CommandLine;

@DisplayName("文档 · the words around the code")
class DocumentsTest {
  private static final Path ROOT =
      Path.of(System.getProperty("qingsheng.root", "..")).toAbsolutePath().normalize();
  private static final Path MANUAL = ROOT.resolve("bot/docs/手册.md");
  private static final Set<String> NOT_OURS =
      Set.of("target", ".git", "data", "node_modules", ".idea", ".vscode");
  private static final Pattern LINK =
      Pattern.compile("\\]\\(([^)\\s]+)\\)|(?:src|href)=\"([^\"]+)\"");
  private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} +(.+)$");
  private static final Pattern TEXT =
      Pattern.compile(
          ".*\\.(md|java|xml|ya?ml|json|csv|txt|sql|jte|css|js|svg|html|properties|sh|toml)|run|NOTICE|\\.gitignore");

  @Test
  @DisplayName("所有 Markdown 文件里的链接都指向存在的文件和标题")
  void links_lead_somewhere() throws IOException {
    var broken = new ArrayList<String>();
    for (var file : files(".*\\.md")) {
      var links = LINK.matcher(withoutCode(Files.readString(file)));
      while (links.find()) {
        var link = links.group(1) == null ? links.group(2) : links.group(1);
        if (!link.matches("(https?|mailto):.*") && !leadsSomewhere(file, link)) {
          broken.add(ROOT.relativize(file) + " → " + link);
        }
      }
    }

    assertThat(broken).isEmpty();
  }

  private static boolean leadsSomewhere(Path file, String link) throws IOException {
    var parts = URLDecoder.decode(link, StandardCharsets.UTF_8).split("#", 2);
    var target = parts[0].isEmpty() ? file : file.resolveSibling(parts[0]).normalize();
    if (!Files.exists(target)) {
      return false;
    }
    return parts.length == 1 || anchors(Files.readString(target)).contains(parts[1]);
  }

  /** Names of the headings as code hosts make them. */
  private static Set<String> anchors(String markdown) {
    return HEADING
        .matcher(withoutCode(markdown))
        .results()
        .map(heading ->
            heading
                .group(1)
                .strip()
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-'))
        .collect(Collectors.toSet());
  }

  private static String withoutCode(String markdown) {
    return markdown.replaceAll("(?ms)^ *```.*?^ *```", "").replaceAll("`[^`\n]*`", "");
  }

  @Test
  @DisplayName("命令行的每个命令都写在手册里")
  void the_manual_names_every_command() throws IOException {
    var section = section("命令行");

    assertThat(commands(Commands.line(), ""))
        .isNotEmpty()
        .allSatisfy(command -> assertThat(section).contains("`" + command + "`"));
  }

  /** Commands that do something themselves, with those above them in front. */
  private static List<String> commands(CommandLine line, String above) {
    return line.getSubcommands().entrySet().stream()
        .flatMap(entry -> {
          var name = above + entry.getKey();
          var below = commands(entry.getValue(), name + " ");
          return (below.isEmpty() ? List.of(name) : below).stream();
        })
        .toList();
  }

  @Test
  @DisplayName("每个配置项都写在手册里，或在配置文件里有说明")
  void every_setting_is_explained() throws IOException {
    var section = section("配置项");
    var unexplained = new ArrayList<String>();
    var lines = Files.readAllLines(ROOT.resolve("config/qingsheng.yaml"));
    var key = Pattern.compile("^[ -]*([A-Za-z]+):.*");
    int keys = 0;
    for (int i = 0; i < lines.size(); i++) {
      var found = key.matcher(lines.get(i));
      if (!found.matches()) {
        continue;
      }
      keys++;
      boolean commented =
          lines.get(i).contains(" # ") || (i > 0 && lines.get(i - 1).strip().startsWith("#"));
      if (!commented && !section.matches("(?s).*\\b" + found.group(1) + "\\b.*")) {
        unexplained.add(found.group(1));
      }
    }

    assertThat(keys).isGreaterThan(30);
    assertThat(unexplained).isEmpty();
  }

  @Test
  @DisplayName("程序认得的每个场景词都写在手册里")
  void the_manual_explains_every_word_of_scenarios() throws IOException {
    var code = ROOT.resolve("bot/src/main/java/org/qingsheng/bot/simulation");
    var words = new LinkedHashSet<String>();
    var reader = Files.readString(code.resolve("Scenario.java"));
    var player = Files.readString(code.resolve("Play.java"));
    collect(reader, "case ((?:\"[^\"]+\"(?:, )?)+) ->", words); // the words of each switch
    collect(reader, "(\"[^\"]+\"), Step\\.(?:Deed|Manner)", words); // what people do
    collect(reader, "fields\\(rest((?:,\\s*\"[^\"]+\")+)\\)", words);
    collect(player, "(\"\\p{IsHan}+\"), (?:books|group)\\.", words); // figures of the ledger
    var section = section("模拟场景的写法");

    assertThat(words).hasSizeGreaterThan(50).contains("渠道", "认领", "@", "替代", "断线", "提问");
    assertThat(words).allSatisfy(word -> assertThat(section).contains(word));
  }

  private static void collect(String code, String pattern, Set<String> words) {
    Pattern.compile(pattern)
        .matcher(code)
        .results()
        .flatMap(found -> Pattern.compile("\"([^\"]+)\"").matcher(found.group(1)).results())
        .forEach(word -> words.add(word.group(1)));
  }

  @Test
  @DisplayName("手册里写的场景词程序都认得")
  void the_reader_knows_every_line_of_the_manual(@TempDir Path folder) throws IOException {
    var lines =
        Pattern.compile("(?m)^\\| `([^`]+)` \\|")
            .matcher(section("模拟场景的写法"))
            .results()
            .map(row -> row.group(1))
            .toList();
    var file = Files.write(folder.resolve("manual.txt"), lines);

    assertThat(lines).hasSizeGreaterThan(20);
    assertThat(Scenario.read(file).lines()).hasSameSizeAs(lines);
  }

  @Test
  @DisplayName("手册里的场景例子演得通")
  void the_example_of_the_manual_plays(@TempDir Path folder) throws IOException {
    var example =
        Pattern.compile("(?s)```\n(# .*?)```").matcher(section("模拟场景的写法")).results().findFirst();
    var file = Files.writeString(folder.resolve("example.txt"), example.orElseThrow().group(1));
    var read = Settings.load(ROOT.resolve("config/qingsheng.yaml"), Map.of());

    assertThat(read).isInstanceOf(Settings.Loaded.class);
    try (var house =
        new SimulatedHouse(((Settings.Loaded) read).settings(), SimulatedHouse.START)) {
      assertThat(new Play(house).play(Scenario.read(file))).isEmpty();
    }
  }

  @Test
  @DisplayName("README、手册和变更记录说的种子条目数，就是文件里的条目数")
  void counts_the_seed_entries_rightly() throws IOException {
    int entries = EntryFiles.readFolder(ROOT.resolve("config/knowledge")).orThrow().size();

    assertThat(Files.readString(ROOT.resolve("README.md"))).contains(entries + "\nseed entries");
    assertThat(Files.readString(ROOT.resolve("CHANGELOG.md"))).contains(entries + " seed entries");
    assertThat(Files.readString(MANUAL)).contains("随程序带了 " + entries + " 条种子条目");
  }

  @Test
  @DisplayName("每张图片不超过 150 kB，手机上打得开")
  void keeps_pictures_small() throws IOException {
    for (var picture : files(".*\\.png")) {
      assertThat(Files.size(picture)).as(picture.toString()).isLessThanOrEqualTo(150_000);
    }
  }

  @Test
  @DisplayName("仓库里没有某台机器的路径，也没有软件源的网址")
  void names_no_machine_and_no_registry() throws IOException {
    // Written in pieces, so that this file does not find itself.
    var forbidden =
        Pattern.compile(
            String.join(
                "|",
                "(?<![\\w.-])/wor" + "k/",
                "(?<![\\w.}-])/tm" + "p/",
                "(?<![\\w.-])/roo" + "t/",
                "(?<![\\w.-])/hom" + "e/[a-z]",
                "repo1?\\.mav" + "en\\.",
                "registry\\.npm" + "js\\.",
                "deb\\.deb" + "ian\\.",
                "maven\\.ali" + "yun\\."));
    var found = new ArrayList<String>();
    for (var file : files(".*")) {
      if (TEXT.matcher(file.getFileName().toString()).matches()) {
        forbidden
            .matcher(Files.readString(file))
            .results()
            .forEach(hit -> found.add(ROOT.relativize(file) + ": " + hit.group()));
      }
    }

    assertThat(found).isEmpty();
  }

  /** The part of the manual under a heading of the second level. */
  private static String section(String heading) throws IOException {
    var manual = Files.readString(MANUAL);
    int start = manual.indexOf("\n## " + heading + "\n");
    assertThat(start).as("section " + heading).isPositive();
    int end = manual.indexOf("\n## ", start + 4);
    return manual.substring(start, end < 0 ? manual.length() : end);
  }

  private static List<Path> files(String name) throws IOException {
    var files = new ArrayList<Path>();
    Files.walkFileTree(
        ROOT,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return NOT_OURS.contains(folder.getFileName().toString())
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile() && file.getFileName().toString().matches(name)) {
              files.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    assertThat(files).as(name).isNotEmpty();
    return files;
  }
}
