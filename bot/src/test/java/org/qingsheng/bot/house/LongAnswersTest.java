package org.qingsheng.bot.house;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertAll;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.qingsheng.bot.people.Role;

@DisplayName("超长的答复，每个渠道 · long answers on every channel")
class LongAnswersTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String HELP = "转人工 村里篮球场晚上几点关灯";

  /** As many signs as a cadre may type. */
  private static final int MOST = 2_000;

  private static final String LINK = "https://www.example.gov.cn/a/b.html?id=1;c=2!d";
  private static final Pattern NUMBERED = Pattern.compile("^（(\\d+)/(\\d+)）\n");

  @TempDir Path folder;

  /** Sentences, links, emoji outside the basic plane, signs that grow on the wire. */
  private static String answer(String kind) {
    var piece =
        switch (kind) {
          case "句子" -> "带身份证到县资助中心补打合同。网址是 " + LINK + " ，表里填 1234567890。";
          case "表情" -> "\uD83C\uDF89\uD842\uDFB7\uD83D\uDE00";
          case "尖括号" -> "a<b>*`~#c";
          default -> throw new IllegalArgumentException(kind);
        };
    return piece.repeat(MOST / piece.length()) + "完";
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"句子", "表情", "尖括号"})
  @Timeout(180)
  @DisplayName("分条编号，每条的字节不超过平台的上限，一字不少；网址、表情不切开，能在句末就在句末")
  void an_answer_is_cut_to_the_size_of_its_channel(String kind) {
    var clock = WalkingClock.atNine();
    var fronts =
        Stream.concat(TencentFronts.all(clock).stream(), OtherFronts.all(clock).stream()).toList();
    var entries =
        fronts.stream()
            .map(Front::settings)
            .filter(entry -> !entry.isEmpty())
            .map(entry -> "  - " + entry + "\n")
            .collect(Collectors.joining());
    try (var house = RunningServer.withChannels(folder, clock, entries)) {
      house.hire("jia", Role.CADRE);
      fronts.forEach(front -> front.meets(house));
      fronts.forEach(front -> front.says("700000000001", HELP));
      fronts.forEach(
          front -> Soon.holds(front.id() + " heard", () -> !number(house, front).isEmpty()));
      house.rests();
      var before = fronts.stream().collect(Collectors.toMap(Front::id, f -> f.seen().size()));

      try (var cadre = house.signsIn("jia", RunningServer.STAFF_PASSWORD)) {
        for (var front : fronts) {
          var ticket = "/api/v1/tickets/" + number(house, front);
          cadre.post(ticket + "/claim", Map.of()).ok();
          cadre.post(ticket + "/answer", Map.of("text", answer(kind))).ok();
        }
      }
      Soon.holds(
          "all delivered",
          PATIENCE,
          () -> {
            clock.leap(Duration.ofSeconds(1)); // some channels keep a pace
            return house.count("SELECT count(*) FROM outbound WHERE state <> 'ACCEPTED'") == 0;
          });

      assertAll(
          fronts.stream()
              .map(front ->
                  () -> {
                    int asked = before.getOrDefault(front.id(), 0);
                    check(front, front.seen().subList(asked, front.seen().size()), kind);
                  }));
    } finally {
      fronts.forEach(Front::close);
    }
  }

  private static String number(RunningServer house, Front front) {
    return house
        .texts("SELECT number FROM item WHERE channel = '%s'".formatted(front.id()))
        .stream()
        .findFirst()
        .orElse("");
  }

  private static void check(Front front, List<String> onTheWire, String kind) {
    assertThat(onTheWire)
        .as(front.id())
        .isNotEmpty()
        .allSatisfy(
            part -> assertThat(part.getBytes(UTF_8).length).isLessThanOrEqualTo(front.mostBytes()))
        .allSatisfy(part -> assertThat(part).doesNotContain("\uFFFD", "……"));
    var seen = onTheWire.stream().map(LongAnswersTest::visible).toList();
    if (seen.size() > 1) {
      assertThat(IntStream.range(0, seen.size()))
          .as(front.id())
          .allSatisfy(i -> {
            var numbered = NUMBERED.matcher(seen.get(i));
            assertThat(numbered.find()).isTrue();
            assertThat(numbered.group(1)).isEqualTo(Integer.toString(i + 1));
            assertThat(numbered.group(2)).isEqualTo(Integer.toString(seen.size()));
          });
    }
    var whole = seen.stream().map(LongAnswersTest::plain).collect(Collectors.joining());
    assertThat(whole).as(front.id()).contains(plain(expected(front, kind)));
    if (kind.equals("句子")) {
      assertThat(seen.subList(0, seen.size() - 1))
          .as(front.id())
          .allSatisfy(part -> assertThat(part).endsWith("。"));
    }
  }

  private static String expected(Front front, String kind) {
    var answer = answer(kind);
    return front.showsLinks() ? answer : answer.replace(LINK, "（网址略）");
  }

  /** Without what stands before it for a mention, and the signs of no width behind it. */
  private static String visible(String text) {
    return text.replaceAll("[\u200B\u200C\u2060\u2061]", "").strip();
  }

  /** Without the numbers, the blanks at the cuts, and the widths that platforms are given. */
  private static String plain(String text) {
    return NUMBERED
        .matcher(text)
        .replaceFirst("")
        .replaceAll("\\s", "")
        .replace('＜', '<')
        .replace('＞', '>')
        .replace('＊', '*')
        .replace('｀', '`')
        .replace('～', '~')
        .replace('＃', '#');
  }
}
