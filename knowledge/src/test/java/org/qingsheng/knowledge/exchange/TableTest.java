package org.qingsheng.knowledge.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("表格 · tables out of files")
class TableTest {
  private static final String SHEET =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
      <row r="1"><c r="A1" t="inlineStr"><is><t>问题</t></is></c><c r="B1" t="inlineStr"><is><t>期望</t></is></c></row>
      <row r="2"><c r="A2" t="inlineStr"><is><t> 贷款多少 </t></is></c><c r="B2"><v>12</v></c></row>
      <row r="4"><c r="A4" t="inlineStr"><is><t>档案</t></is></c></row>
      </sheetData></worksheet>
      """;

  /** The smallest workbook there is. */
  private static byte[] workbook(String sheet) throws IOException {
    return zip(
        Map.of(
            "[Content_Types].xml",
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
            <Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
            <Default Extension="xml" ContentType="application/xml"/>
            <Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>
            <Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>
            """,
            "_rels/.rels",
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>
            """,
            "xl/workbook.xml",
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="一" sheetId="1" r:id="r1"/></sheets></workbook>
            """,
            "xl/_rels/workbook.xml.rels",
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>
            """,
            "xl/worksheets/sheet1.xml",
            sheet));
  }

  private static byte[] zip(Map<String, String> parts) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      for (var part : parts.entrySet()) {
        zip.putNextEntry(new ZipEntry(part.getKey()));
        zip.write(part.getValue().getBytes(StandardCharsets.UTF_8));
      }
    }
    return bytes.toByteArray();
  }

  @Test
  @DisplayName("CSV 有引号、有空行、有记号、是国标编码，都读得对")
  void reads_csv_as_people_save_it() throws Table.Unreadable {
    var text = "问题,期望\r\n\"贷款,最多多少\",loan\r\n\r\n 档案 ,\r\n";
    var expected = List.of(List.of("问题", "期望"), List.of("贷款,最多多少", "loan"), List.of("档案", ""));

    assertThat(Table.read(text.getBytes(StandardCharsets.UTF_8), 10)).isEqualTo(expected);
    assertThat(Table.read(("\uFEFF" + text).getBytes(StandardCharsets.UTF_8), 10))
        .isEqualTo(expected);
    assertThat(Table.read(text.getBytes(Charset.forName("GB18030")), 10)).isEqualTo(expected);
  }

  @Test
  @DisplayName("xlsx 按内容认，不看名字；数字格子读成文字")
  void reads_the_first_sheet() throws IOException, Table.Unreadable {
    assertThat(Table.read(workbook(SHEET), 10))
        .containsExactly(List.of("问题", "期望"), List.of("贷款多少", "12"), List.of("档案"));
  }

  @Test
  @DisplayName("太长、太大、坏了、压缩炸弹、外部实体，都用中文说清楚，不读进来")
  void refuses_what_it_cannot_read() throws IOException {
    var bomb = zip(Map.of("xl/worksheets/sheet1.xml", "0".repeat(40 * 1024 * 1024)));
    var entity =
        workbook(
            SHEET
                .replace(
                    "<worksheet",
                    "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/hostname\">]><worksheet")
                .replace("贷款多少", "&e;"));

    assertThat(bomb.length).isLessThan(100_000);
    assertThatThrownBy(() -> Table.read(bomb, 10)).hasMessageContaining("展开后太大");
    assertThatThrownBy(() -> Table.read(entity, 10)).hasMessageContaining("读不出");
    assertThatThrownBy(() -> Table.read(new byte[] {'P', 'K', 3, 4, 9, 9, 9}, 10))
        .hasMessageContaining("读不出");
    assertThatThrownBy(() -> Table.read("a\nb\nc\n".getBytes(StandardCharsets.UTF_8), 2))
        .hasMessageContaining("最多 2 行");
    assertThatThrownBy(() -> Table.read("\"a".getBytes(StandardCharsets.UTF_8), 2))
        .hasMessageContaining("引号");
    assertThatThrownBy(() -> Table.bytes(new ByteArrayInputStream(new byte[3000]), 2048))
        .hasMessageContaining("最大 2 KB");
  }

  @Test
  @DisplayName("写出去的 CSV 能原样读回来，Excel 不会把它当公式")
  void writes_what_it_can_read() throws Table.Unreadable {
    var rows = List.of(List.of("问，\"题\"", "=1+1"), List.of("@某人", "-3"));

    var text = Table.csv(rows);

    assertThat(text).startsWith("\uFEFF");
    assertThat(Table.read(text.getBytes(StandardCharsets.UTF_8), 10))
        .containsExactly(List.of("问，\"题\"", "'=1+1"), List.of("'@某人", "'-3"));
  }
}
