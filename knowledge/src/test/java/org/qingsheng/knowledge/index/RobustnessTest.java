package org.qingsheng.knowledge.index;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.houbb.opencc4j.util.ZhConverterUtil;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.qingsheng.knowledge.Entry;
import org.qingsheng.knowledge.EntryId;
import org.qingsheng.knowledge.Explanation;
import org.qingsheng.knowledge.Query;
import org.qingsheng.knowledge.RegionCode;
import org.qingsheng.knowledge.Samples;
import org.qingsheng.knowledge.exchange.EntryFiles;
import org.qingsheng.knowledge.ranking.RankingModel;
import org.qingsheng.knowledge.text.Normalization;
import org.qingsheng.knowledge.text.Sounds;
import org.qingsheng.knowledge.text.Tokens;

/** Row Y19: the 639 answerable questions of the golden set, each dressed up in five ways. */
@DisplayName("换一身写法照样找得到 · robustness")
class RobustnessTest {
  private record Asked(String text, Set<String> relevant) {}

  private static final Map<String, String> CANTONESE = new LinkedHashMap<>();

  static {
    CANTONESE.put("为什么", "點解");
    CANTONESE.put("是不是", "係咪");
    CANTONESE.put("有没有", "有冇");
    CANTONESE.put("多少", "幾多");
    CANTONESE.put("哪里", "邊度");
    CANTONESE.put("现在", "而家");
    CANTONESE.put("什么", "乜嘢");
    CANTONESE.put("怎么", "點樣");
    CANTONESE.put("没有", "冇");
    CANTONESE.put("他们", "佢哋");
    CANTONESE.put("我们", "我哋");
    CANTONESE.put("不", "唔");
    CANTONESE.put("拿", "攞");
    CANTONESE.put("找", "搵");
    CANTONESE.put("的", "嘅");
    CANTONESE.put("给", "畀");
    CANTONESE.put("了", "咗");
    CANTONESE.put("看", "睇");
  }

  private static List<Entry> base = List.of();
  private static LuceneKnowledge knowledge = LuceneKnowledge.inMemory(RankingModel.shipped());
  private static List<Asked> asked = List.of();
  private static Map<Integer, List<Character>> sounding = new HashMap<>();

  @BeforeAll
  static void publish() throws IOException {
    base = EntryFiles.readFolder(Samples.configuredKnowledge()).orThrow();
    knowledge.replaceAll(base, 1);
    var all = new ArrayList<Asked>();
    Path golden = Samples.configuredKnowledge().resolveSibling("golden");
    for (String half : List.of("calibration.jsonl", "test.jsonl")) {
      for (String line : Files.readAllLines(golden.resolve(half))) {
        JsonNode one = new ObjectMapper().readTree(line);
        if ("in".equals(one.path("kind").asText())) {
          var relevant = new ArrayList<String>();
          one.path("relevant").forEach(id -> relevant.add(id.asText()));
          all.add(new Asked(one.path("text").asText(), Set.copyOf(relevant)));
        }
      }
    }
    asked = all;
    for (Asked each : asked) {
      for (char c : each.text().toCharArray()) {
        Sounds sounds = Sounds.of(Tokens.of(String.valueOf(c), 1));
        if (sounds.size() == 1 && sounds.syllable(0) != Sounds.NONE) {
          var same = sounding.computeIfAbsent(sounds.syllable(0), _ -> new ArrayList<>());
          if (!same.contains(c)) {
            same.add(c);
          }
        }
      }
    }
  }

  @AfterAll
  static void close() {
    knowledge.close();
  }

  private static double hits(UnaryOperator<String> dress) {
    int hits = 0;
    for (Asked each : asked) {
      hits += hit(new Asked(dress.apply(each.text()), each.relevant())) ? 1 : 0;
    }
    return (double) hits / asked.size();
  }

  private static boolean hit(Asked one) {
    RegionCode region =
        one.relevant().stream()
            .map(id -> knowledge.entry(new EntryId(id)).orElseThrow().region())
            .filter(r -> !r.equals(RegionCode.NATION))
            .findFirst()
            .orElse(RegionCode.NATION);
    List<RegionCode> path =
        region.equals(RegionCode.NATION) ? List.of(region) : List.of(region, RegionCode.NATION);
    List<Explanation.Candidate> found =
        knowledge.explain(new Query(one.text(), path, Set.of(), Samples.NOON)).candidates();
    return !found.isEmpty()
        && one.relevant().contains(found.getFirst().match().entry().id().value());
  }

  private static String cantonese(String text) {
    String said = text;
    for (Map.Entry<String, String> word : CANTONESE.entrySet()) {
      said = said.replace(word.getKey(), word.getValue());
    }
    return said;
  }

  /** One character in eight becomes another of the same sound. */
  private static UnaryOperator<String> slips(long seed) {
    var random = new Random(seed);
    return text -> {
      var slipped = new StringBuilder(text);
      for (int from = 0; from + 8 <= text.length(); from += 8) {
        int at = from + random.nextInt(8);
        Sounds sounds = Sounds.of(Tokens.of(text.substring(at, at + 1), 1));
        List<Character> same =
            sounds.size() == 0 ? List.of() : sounding.getOrDefault(sounds.syllable(0), List.of());
        if (same.size() > 1) {
          char other = same.get(random.nextInt(same.size()));
          slipped.setCharAt(
              at, other == text.charAt(at) ? same.get(same.indexOf(other) == 0 ? 1 : 0) : other);
        }
      }
      return slipped.toString();
    };
  }

  @Test
  @DisplayName("繁体不掉两个点以上，粤语不掉五个点以上，每八字一个同音错字不掉五个点以上，壹当一用不掉")
  void dressed_up_questions_find_their_entry() {
    double clean = hits(UnaryOperator.identity());
    double traditional = hits(ZhConverterUtil::toTraditional);
    double cantonese = hits(RobustnessTest::cantonese);
    double numeral = hits(text -> text.replace('一', '壹'));
    double slipped = hits(slips(7));

    assertThat(asked).hasSizeGreaterThanOrEqualTo(400);
    assertThat(traditional).isGreaterThanOrEqualTo(clean - 0.02);
    assertThat(cantonese).isGreaterThanOrEqualTo(clean - 0.05);
    assertThat(numeral).isGreaterThanOrEqualTo(clean);
    assertThat(slipped).isGreaterThanOrEqualTo(clean - 0.05);
  }

  @ParameterizedTest(name = "{0} → {1}")
  @DisplayName("首字母、拼音、夹着的拼音和同音错字读成知识库自己的词")
  @CsvSource({
    "自己开奶茶店还差二十几w 人社那个创业dk封顶是多少,自己开奶茶店还差二十几w 人社那个创业贷款封顶是多少",
    "zxdk新学年还要再跑一趟不,助学贷款新学年还要再跑一趟不",
    "chuangye daikuan怎么申请,创业贷款怎么申请",
    "shiye金怎么领,失业金怎么领",
    "创业但保贷款怎么弄的,创业担保贷款怎么弄的",
    "创业担宝贷最多几万,创业担保贷最多几万",
    "信用卡欲期过两回,信用卡逾期过两回",
    "助学带款怎么办,助学贷款怎么办"
  })
  void reads_what_was_meant(String typed, String meant) {
    String understood =
        knowledge.onLive(generation ->
            generation.understood(typed, Vocabulary.EMPTY, List.of(RegionCode.NATION)).text());

    assertThat(understood).isEqualTo(meant);
  }

  @Test
  @DisplayName("知识库里没写过的缩写，按它自己的词读成全称")
  void reads_initials_by_the_base() {
    try (var small = LuceneKnowledge.inMemory(RankingModel.shipped())) {
      small.replaceAll(
          List.of(
              Samples.anEntry("a").question("创业担保贷款怎么申请").build(),
              Samples.anEntry("b").question("创业担保贷款最高多少").build(),
              Samples.anEntry("c").question("从业资格证书怎么查").build()),
          1);
      String understood =
          small.onLive(generation ->
              generation
                  .understood("cydbdk咋申请啊", Vocabulary.EMPTY, List.of(RegionCode.NATION))
                  .text());

      assertThat(understood).isEqualTo("创业担保贷款咋申请");
    }
  }

  @ParameterizedTest(name = "{0} → {1}")
  @DisplayName("知识库自己就有的首字母，按同一条里的全称读，不用另写同义词")
  @CsvSource({
    "szyf去了能带家属不,三支一扶去了能带家属不",
    "今年的xbjh体检严不严,今年的西部计划体检严不严",
    "cydbdk咋一直没人接电话,创业担保贷款咋一直没人接电话",
    "现在LPR降了没,现在lpr降了没"
  })
  void reads_initials_that_the_base_has(String typed, String meant) {
    String understood =
        knowledge.onLive(generation ->
            generation.understood(typed, Vocabulary.EMPTY, List.of(RegionCode.NATION)).text());

    assertThat(understood).isEqualTo(meant);
  }

  @Test
  @DisplayName("同样的首字母在两条里说的不是一回事，就不猜")
  void leaves_initials_alone_that_mean_two_things() {
    try (var small = LuceneKnowledge.inMemory(RankingModel.shipped())) {
      small.replaceAll(
          List.of(
              Samples.anEntry("a").question("三支一扶什么时候报名").similar("szyf报名").build(),
              Samples.anEntry("b").question("失踪一方怎么离婚").similar("szyf离婚").build()),
          1);
      String understood =
          small.onLive(generation ->
              generation.understood("szyf找谁", Vocabulary.EMPTY, List.of(RegionCode.NATION)).text());

      assertThat(understood).isEqualTo("szyf找谁");
    }
  }

  @ParameterizedTest(name = "{0} 不变")
  @DisplayName("英文、名称和本来就通的词不改")
  @CsvSource({"startup loan我可以apply吗", "我的app登录不了", "办事业单位考试", "wifi怎么连", "qq群在哪里", "劳动者的权力有哪些"})
  void leaves_alone_what_is_no_slip(String text) {
    String understood =
        knowledge.onLive(generation ->
            generation.understood(text, Vocabulary.EMPTY, List.of(RegionCode.NATION)).text());

    assertThat(understood).isEqualTo(Normalization.of(text).text());
  }
}
