package org.qingsheng.bot.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.qingsheng.bot.files.SampleFiles.document;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("收哪些文件 · kinds of files")
@Timeout(60)
class FileKindTest {
  private static final String TYPES = "[Content_Types].xml";

  private static byte[] text(String words) {
    return words.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  @DisplayName("PDF、图片、文字、不带宏的文档收下；按内容认，名字乱写也一样")
  void takes_what_can_only_be_read() {
    assertThat(FileKind.of(SampleFiles.pdf(), "合同.pdf")).contains(FileKind.PDF);
    assertThat(FileKind.of(SampleFiles.pdf(), "合同.exe")).contains(FileKind.PDF);
    assertThat(FileKind.of(SampleFiles.png(), "")).contains(FileKind.PNG);
    assertThat(FileKind.of(text("工资条：三月 3000 元"), "工资.txt")).contains(FileKind.TEXT);
    assertThat(FileKind.of(document(TYPES, "word/document.xml"), "申请.docx"))
        .contains(FileKind.WORD);
  }

  @Test
  @DisplayName("程序、脚本、压缩包、网页、带宏和夹带东西的文档不收；改名成 pdf、docx 也不收")
  void refuses_what_could_run() {
    assertThat(FileKind.of(SampleFiles.program(), "setup.exe")).isEmpty();
    assertThat(FileKind.of(SampleFiles.program(), "合同.pdf")).isEmpty();
    assertThat(FileKind.of(SampleFiles.program(), "合同.docx")).isEmpty();
    assertThat(FileKind.of(text("#!/bin/sh\nrm -r x\n"), "说明.txt")).isEmpty();
    assertThat(FileKind.of(text("<html><script>1</script></html>"), "a.txt")).isEmpty();
    assertThat(FileKind.of(document("a.exe"), "资料.zip")).isEmpty();
    assertThat(FileKind.of(document("a.txt"), "资料.docx")).isEmpty();
    assertThat(FileKind.of(document(TYPES, "word/document.xml", "word/vbaProject.bin"), "a.docx"))
        .isEmpty();
    assertThat(FileKind.of(document(TYPES, "word/embeddings/oleObject1.bin"), "a.docx")).isEmpty();
    assertThat(FileKind.of(document(TYPES, "word/document.xml"), "a.docm")).isEmpty();
    assertThat(FileKind.of(SampleFiles.bomb(), "a.docx")).isEmpty();
  }

  @Test
  @DisplayName("随便什么字节都不出错；截断的文档不收")
  void survives_any_bytes() {
    var random = new Random(20_261_120);
    for (int i = 0; i < 2_000; i++) {
      var bytes = new byte[random.nextInt(600)];
      random.nextBytes(bytes);
      assertThat(FileKind.of(bytes, "x.docx")).isNotIn(FileKind.WORD);
    }
    var whole = document(TYPES, "word/document.xml");
    assertThat(FileKind.of(java.util.Arrays.copyOf(whole, 40), "a.docx")).isEmpty();
  }
}
