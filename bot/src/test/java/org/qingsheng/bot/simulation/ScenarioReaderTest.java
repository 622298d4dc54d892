package org.qingsheng.bot.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.qingsheng.bot.people.Group.TriggerMode;
import org.qingsheng.knowledge.RegionCode;

@DisplayName("场景文件 · scenario files")
class ScenarioReaderTest {
  @TempDir Path folder;

  private Scenario read(String... lines) throws IOException {
    return Scenario.read(Files.write(folder.resolve("场景.txt"), List.of(lines)));
  }

  private Step step(String line) throws IOException {
    return read(line).lines().getFirst().step();
  }

  @Test
  @DisplayName("第一个注释是标题，空行和注释不算步骤，行号照文件")
  void reads_title_lines_and_numbers() throws IOException {
    var scenario = read("", "# 答一句", "# 再说明", "小王 @ 创业贷款能贷多少", "答 小王 含 30");

    assertThat(scenario.title()).isEqualTo("答一句");
    assertThat(scenario.lines()).extracting(Scenario.Line::number).containsExactly(4, 5);
    assertThat(scenario.lines().get(0).step())
        .isEqualTo(new Step.Says("小王", Step.Manner.MENTION, "创业贷款能贷多少"));
    assertThat(scenario.lines().get(1).step())
        .isEqualTo(new Step.Expects("小王", List.of("30"), List.of()));
  }

  @Test
  @DisplayName("各种步骤都认得")
  void understands_every_kind_of_step() throws IOException {
    assertThat(step("过 3 天")).isEqualTo(new Step.Pass(Duration.ofDays(3)));
    assertThat(step("群 连南青年 地区 441826 触发 前缀 词 问： 请问"))
        .isEqualTo(
            new Step.InGroup(
                "连南青年",
                Optional.of(new RegionCode("441826")),
                Optional.of(TriggerMode.PREFIX),
                List.of("问：", "请问")));
    assertThat(step("小王 私 你好")).isEqualTo(new Step.Says("小王", Step.Manner.PRIVATE, "你好"));
    assertThat(step("小王 撤回")).isEqualTo(new Step.Recalls("小王"));
    assertThat(step("李老师 认领 被拒")).isEqualTo(new Step.Does("李老师", Step.Deed.CLAIM, "", true));
    assertThat(step("李老师 答复 请到窗口办理"))
        .isEqualTo(new Step.Does("李老师", Step.Deed.ANSWER, "请到窗口办理", false));
    assertThat(step("台账 提问 3 答复 2")).isEqualTo(new Step.Books(Map.of("提问", 3L, "答复", 2L)));
    assertThat(step("静")).isEqualTo(new Step.Silence());
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("看不懂的行说明文件、行号、原文和原因，不悄悄跳过")
  @CsvSource(
      delimiter = '|',
      value = {
        "小王 唱歌 一首|不认识“唱歌”",
        "过 三 天|三",
        "过 3|时间单位",
        "过 3 周|时间单位",
        "时间 明天|明天",
        "渠道 飞鸽|没有这种渠道规则",
        "故障 着火|没有这种故障",
        "群 连南 触发 心灵感应|没有这种触发方式",
        "群 地区 441826|缺少名字",
        "群 连南 地区 广东|广东",
        "条目 e1 问 能贷多少|缺少 答",
        "答 小王 等于 30|含 或 不含",
        "答 小王 含|成对",
        "答|谁",
        "台账 提问|成对",
        "台账 提问 三|三"
      })
  void explains_lines_it_does_not_understand(String line, String reason) {
    assertThatThrownBy(() -> read("# 标题", line))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("场景.txt 第 2 行看不懂：" + line)
        .hasMessageContaining(reason);
  }
}
