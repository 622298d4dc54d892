package org.qingsheng.knowledge.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.qingsheng.knowledge.Decision;
import org.qingsheng.knowledge.Entry;
import org.qingsheng.knowledge.Query;
import org.qingsheng.knowledge.RegionCode;
import org.qingsheng.knowledge.Samples;
import org.qingsheng.knowledge.exchange.EntryFiles;
import org.qingsheng.knowledge.exchange.EntryRules;
import org.qingsheng.knowledge.index.LuceneKnowledge;
import org.qingsheng.knowledge.ranking.RankingModel;

@DisplayName("随附的知识库 · the seed base")
class SeedBaseTest {
  private static List<Entry> base = List.of();
  private static LuceneKnowledge knowledge = LuceneKnowledge.inMemory(RankingModel.shipped());

  @BeforeAll
  static void publish() throws IOException {
    base = EntryFiles.readFolder(Samples.configuredKnowledge()).orThrow();
    knowledge.replaceAll(base, 1);
  }

  @AfterAll
  static void close() {
    knowledge.close();
  }

  /** Asked from where the entry holds, by someone it concerns, while it holds. */
  private static Query from(Entry entry, String text) {
    List<RegionCode> path =
        entry.region().equals(RegionCode.NATION)
            ? List.of(RegionCode.NATION)
            : List.of(entry.region(), RegionCode.NATION);
    return new Query(text, path, entry.audience(), Samples.NOON);
  }

  @Test
  @DisplayName("每一条都通过发布检查")
  void every_entry_may_be_published() {
    assertThat(base).isNotEmpty();
    assertThat(EntryRules.problems(base)).isEmpty();
  }

  @Test
  @DisplayName("标准问和每一句相似问都由自己的条目答复")
  void every_wording_finds_its_own_entry() {
    var lost = new ArrayList<String>();
    for (Entry entry : base) {
      var wordings = new ArrayList<>(entry.similar());
      wordings.add(entry.question());
      for (String wording : wordings) {
        Decision decision = knowledge.ask(from(entry, wording));
        if (!(decision instanceof Decision.Answer(var match)) || !match.entry().equals(entry)) {
          lost.add(entry.id() + ": " + wording);
        }
      }
    }

    assertThat(lost).isEmpty();
  }

  @Test
  @DisplayName("闲聊和别的行当的问题不会被直接答复")
  void chatter_is_not_answered() {
    List<String> chatter =
        List.of(
            "今天天气怎么样",
            "给我讲个笑话",
            "附近哪里有好吃的火锅",
            "手机屏幕碎了换一个多少钱",
            "你喜欢哪个明星",
            "周杰伦演唱会门票多少钱",
            "怎么追女生",
            "电脑蓝屏了怎么修",
            "世界杯谁会赢",
            "减肥一个月瘦十斤怎么做",
            "帮我写一篇作文",
            "苹果手机和华为哪个好");

    assertThat(chatter)
        .noneMatch(text ->
            knowledge.ask(new Query(text, List.of(RegionCode.NATION), Set.of(), Samples.NOON))
                instanceof Decision.Answer);
  }
}
