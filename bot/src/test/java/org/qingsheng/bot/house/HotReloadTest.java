package org.qingsheng.bot.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.qingsheng.bot.settings.Settings;

@DisplayName("不停机改配置 · hot reload")
@Timeout(60)
class HotReloadTest {
  private static final Path SHIPPED =
      Path.of(System.getProperty("qingsheng.root", "..")).resolve("config");

  private final TestClock clock = new TestClock();

  @TempDir Path folder;

  @SuppressWarnings("NullAway.Init") // before each test
  private Path file;

  @SuppressWarnings("NullAway.Init") // before each test
  private Qingsheng house;

  @SuppressWarnings("NullAway.Init") // before each test
  private HotReload reload;

  @BeforeEach
  void open() throws IOException {
    Files.createDirectory(folder.resolve("dialogue"));
    for (var name :
        Stream.of(
                "wording.yaml",
                "regions.csv",
                "calendar.yaml",
                "crisis.yaml",
                "out-of-scope.yaml",
                "dialogue/intents.yaml",
                "dialogue/subjects.yaml",
                "dialogue/wizards.yaml")
            .toList()) {
      Files.copy(SHIPPED.resolve(name), folder.resolve(name));
    }
    file = folder.resolve("qingsheng.yaml");
    settings("dialogue: {rateLimitPerMinute: 7}");
    var settings = ((Settings.Loaded) read()).settings();
    house = new Qingsheng(settings, clock, _ -> java.util.List.of());
    reload =
        new HotReload(
            Optional.of(file), this::read, house.rules::get, house::rules, house::take, clock);
  }

  @AfterEach
  void close() {
    house.close();
  }

  private Settings.Result read() {
    return Settings.load(file, Map.of());
  }

  private void settings(String more) throws IOException {
    Files.writeString(
        file,
        """
        data: "%s"
        files: {knowledge: "%s"}
        %s
        """
            .formatted(folder.resolve("data"), SHIPPED.resolve("knowledge"), more));
  }

  private void change(String name, String from, String to) throws IOException {
    var path = folder.resolve(name);
    var text = Files.readString(path);
    assertThat(text).contains(from);
    Files.writeString(path, text.replaceFirst(java.util.regex.Pattern.quote(from), to));
  }

  private Rules rules() {
    return house.rules.get();
  }

  /** A change counts once two looks saw the same. */
  private void looks() {
    reload.look();
    reload.look();
  }

  @Test
  @DisplayName("什么都没改：规则原样不动")
  void nothing_changed_nothing_happens() {
    var before = rules();

    looks();
    looks();

    assertThat(rules()).isSameAs(before);
    assertThat(reload.status().notices()).isEmpty();
  }

  @Test
  @DisplayName("改了话术、危机词、范围外的话、工作日历、区划别名和限额：不重启就全部生效")
  void every_file_takes_effect() throws IOException {
    change("wording.yaml", "greeting: \"", "greeting: \"改过的问候。");
    change("crisis.yaml", "notCrisis:", "added: [\"特别的暗号\"]\nnotCrisis:");
    change("out-of-scope.yaml", "words:", "words:\n  - 帮我抢演唱会门票");
    change("calendar.yaml", "hours:", "zone: Asia/Shanghai\nhours:");
    Files.writeString(
        folder.resolve("regions.csv"),
        Files.readString(folder.resolve("regions.csv")) + "\n441826100,三江新镇,441826\n");
    settings("dialogue: {rateLimitPerMinute: 9}\norganisation: {name: 团县委}");

    looks();

    assertThat(rules().greeting()).startsWith("改过的问候。");
    assertThat(rules().content().dialogue().crisis().in("说出特别的暗号")).isTrue();
    assertThat(rules().settings().dialogue().rateLimitPerMinute()).isEqualTo(9);
    assertThat(rules().settings().organisation().name()).isEqualTo("团县委");
    assertThat(house.regions.name(new org.qingsheng.knowledge.RegionCode("441826100")))
        .contains("三江新镇");
    assertThat(reload.status().notices()).isEmpty();
  }

  @Test
  @DisplayName("还没写完的文件不采用：两次看到同样的内容才算改好")
  void a_file_still_being_written_is_left_alone() throws IOException {
    change("wording.yaml", "greeting: \"", "greeting: \"一半");
    reload.look();
    change("wording.yaml", "greeting: \"一半", "greeting: \"全部写完。");
    reload.look();
    assertThat(rules().greeting()).doesNotContain("一半").doesNotContain("写完");

    reload.look();

    assertThat(rules().greeting()).startsWith("全部写完。");
  }

  @Test
  @DisplayName("一处写错：全部不采用，旧的照用，用中文说清哪个文件哪里错；改回来就好了")
  void one_fault_keeps_all_of_the_old() throws IOException {
    var before = rules();
    settings("dialogue: {rateLimitPerMinute: 9}");
    change("wording.yaml", "greeting:", "greting:");

    looks();

    assertThat(rules()).isSameAs(before);
    assertThat(reload.status().notices())
        .singleElement()
        .asString()
        .startsWith("改过的配置有错，没有采用，仍按原来的运行")
        .contains("wording.yaml", "缺少话术 greeting");

    change("wording.yaml", "greting:", "greeting:");
    looks();

    assertThat(rules().settings().dialogue().rateLimitPerMinute()).isEqualTo(9);
    assertThat(reload.status().notices()).isEmpty();
  }

  @Test
  @DisplayName("各种写坏的文件都留用旧的，原因说得出来：不是 YAML、危机词清空、少了区划、日期不对、文件没了、配置键写错")
  void every_broken_file_is_refused_in_words() throws IOException {
    var before = rules();
    record Broken(String file, String text, String told) {}
    for (var broken :
        java.util.List.of(
            new Broken("wording.yaml", "greeting: \"没有引号\n  a: b", "不是正确的 YAML"),
            new Broken("crisis.yaml", "notCrisis: [笑死]", "一个危机词也没有"),
            new Broken("regions.csv", "code,name,parent\n110000,北京市,CN\n", "少了"),
            new Broken(
                "calendar.yaml", "hours: [\"09:00-12:00\"]\n\"2026\": {holidays: [十月一日]}", "十月一日"),
            new Broken("calendar.yaml", "hours: [\"9\"]", "09:00-12:00"),
            new Broken("out-of-scope.yaml", "word: []", "缺少 words"),
            new Broken("qingsheng.yaml", "dialog: {}", "是不是 dialogue"))) {
      var path = folder.resolve(broken.file());
      var sound = Files.readString(path);
      Files.writeString(path, broken.text());

      looks();

      assertThat(rules()).as(broken.text()).isSameAs(before);
      assertThat(String.join("", reload.status().notices()))
          .as(broken.text())
          .contains(broken.told());
      Files.writeString(path, sound);
    }
    Files.delete(folder.resolve("crisis.yaml"));
    looks();
    assertThat(String.join("", reload.status().notices())).contains("crisis.yaml", "找不到");
    assertThat(rules()).isSameAs(before);
  }

  @Test
  @DisplayName("端口、渠道这类要重启的项：说明哪些要重启，能改的照样先生效")
  void says_what_waits_for_a_restart() throws IOException {
    settings(
        "server: {port: 9999}\norganisation: {region: \"441826\"}\ndesk: {dueWorkingHours: 4}");

    looks();

    assertThat(rules().settings().server().port()).isEqualTo(8080);
    assertThat(rules().settings().desk().due()).hasHours(4);
    assertThat(reload.status().notices())
        .singleElement()
        .asString()
        .contains("重启后才生效", "server", "organisation.region");
  }
}
