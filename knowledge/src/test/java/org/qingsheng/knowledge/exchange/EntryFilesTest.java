package org.qingsheng.knowledge.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.qingsheng.knowledge.Samples.anEntry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qingsheng.knowledge.Entry;
import org.qingsheng.knowledge.RegionCode;
import org.qingsheng.knowledge.Source;

@DisplayName("条目文件 · entry files")
class EntryFilesTest {
  private static final String GOOD =
      """
      topic: 就业服务
      entries:
        - id: file-keeping
          question: 毕业后档案放在哪里
          similar:
            - 档案放哪
          answer: >-
            放在户籍地公共就业服务机构。
          official: ""
          kind: policy
          region: "440000"
          audience: [高校毕业生]
          validFrom: 2023-10-01
          checkedOn: 2026-11-01
          sources:
            - {issuer: 人社部, title: 规定, number: 人社部发〔2021〕112号, date: 2021-12-30}
          office: 12333
          facts: [A1]
          related: []
      """;

  @Test
  @DisplayName("一个文件读成带类型的条目")
  void reads_an_entry() {
    EntryFiles.Reading reading = EntryFiles.read("a.yaml", GOOD);

    assertThat(reading.problems()).isEmpty();
    assertThat(reading.entries())
        .singleElement()
        .satisfies(e -> {
          assertThat(e.topic()).isEqualTo("就业服务");
          assertThat(e.kind()).isEqualTo(Entry.Kind.POLICY);
          assertThat(e.region()).isEqualTo(new RegionCode("440000"));
          assertThat(e.validFrom()).contains(LocalDate.parse("2023-10-01"));
          assertThat(e.sources().getFirst().number()).isEqualTo("人社部发〔2021〕112号");
          assertThat(e.answer()).isEqualTo("放在户籍地公共就业服务机构。");
        });
  }

  @Test
  @DisplayName("所有毛病一次说完:文件、条目、字段和改法")
  void reports_every_problem_at_once() {
    String bad =
        GOOD.replace("kind: policy", "kind: law")
            .replace("region: \"440000\"", "region: 44")
            .replace("office:", "ofice:")
            .replace("validFrom: 2023-10-01", "validFrom: 去年")
            .replace("    question: 毕业后档案放在哪里\n", "");

    EntryFiles.Reading reading = EntryFiles.read("jobs.yaml", bad);

    assertThat(reading.entries()).isEmpty();
    assertThat(reading.problems())
        .extracting(Problem::field)
        .contains("kind", "region", "ofice", "validFrom", "question");
    assertThat(reading.problems().toString())
        .contains("文件 jobs.yaml 条目 file-keeping 的 ofice:没有这个字段。是不是想写 office?");
    assertThatThrownBy(reading::orThrow).hasMessageContaining("去年").hasMessageContaining("law");
  }

  @Test
  @DisplayName("不是 YAML 的文件说出在第几行")
  void reports_broken_yaml_with_its_line() {
    EntryFiles.Reading reading = EntryFiles.read("x.yaml", "topic: a\nentries: [ {");

    assertThat(reading.problems())
        .singleElement()
        .satisfies(p -> assertThat(p.field()).contains("行"));
  }

  @Test
  @DisplayName("含冒号没加引号的相似问被指出来,不被悄悄读错")
  void a_mapping_among_wordings_is_a_problem() {
    EntryFiles.Reading reading = EntryFiles.read("x.yaml", GOOD.replace("- 档案放哪", "- 请问: 档案放哪"));

    assertThat(reading.problems()).extracting(Problem::field).containsExactly("similar");
  }

  @Test
  @DisplayName("两个文件里的同号条目被指出来")
  void ids_are_unique_over_a_folder(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("a.yaml"), GOOD);
    Files.writeString(folder.resolve("b.yaml"), GOOD);

    EntryFiles.Reading reading = EntryFiles.readFolder(folder);

    assertThat(reading.entries()).hasSize(1);
    assertThat(reading.problems()).singleElement().asString().contains("b.yaml").contains("a.yaml");
  }

  @Test
  @DisplayName("写出去再读回来是同一条")
  void writes_what_it_reads() {
    Entry entry =
        anEntry("round-trip")
            .version(3)
            .question("利息:多少?")
            .similar("- 利息", "2026-01-01", "440000", "是")
            .answer("打 {local.loan.phone} 问。\n第二行 # 不是注释")
            .answerWithoutLocal("打 12333 问。")
            .policy(
                new Source(
                    "财政部",
                    "办法",
                    "财金〔2023〕75号",
                    LocalDate.parse("2023-09-04"),
                    Optional.of("https://www.gov.cn/")))
            .region("440300")
            .audience("退役军人")
            .from("2024-01-01")
            .until("2026-12-31")
            .related("other")
            .build();

    assertThat(EntryFiles.read("x.yaml", EntryFiles.write(List.of(entry))).orThrow())
        .containsExactly(entry);
  }
}
