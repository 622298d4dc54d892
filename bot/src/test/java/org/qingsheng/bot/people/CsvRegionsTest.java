package org.qingsheng.bot.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.qingsheng.knowledge.RegionCode;

@DisplayName("行政区划 · regions")
class CsvRegionsTest {
  private static final Path SHIPPED =
      Path.of(System.getProperty("qingsheng.root", ".."), "config", "regions.csv");

  @SuppressWarnings("NullAway.Init") // before all tests
  private static CsvRegions regions;

  @BeforeAll
  static void readTheShippedFile() throws IOException {
    regions = CsvRegions.read(SHIPPED);
  }

  private static RegionCode code(String value) {
    return new RegionCode(value);
  }

  private static List<String> values(List<RegionCode> codes) {
    return codes.stream().map(RegionCode::value).toList();
  }

  @ParameterizedTest(name = "{0} → {1}")
  @DisplayName("从本地一直到全国，直辖市的区、省直辖县级市、没有列出的乡镇都走得通")
  @CsvSource({
    "441826, 441826 441800 440000 CN",
    "441800, 441800 440000 CN",
    "440000, 440000 CN",
    "CN, CN",
    "110105, 110105 110000 CN",
    "419001, 419001 410000 CN",
    "441826100, 441826100 441826 441800 440000 CN",
    "441826100201, 441826100201 441826100 441826 441800 440000 CN",
    "441899, 441800 440000 CN",
    "449900, 440000 CN",
    "990000, CN",
    "999999999, 999999999 CN",
  })
  void leads_from_an_area_up_to_the_country(String region, String path) {
    assertThat(String.join(" ", values(regions.path(code(region))))).isEqualTo(path);
  }

  @Test
  @DisplayName("整棵树里每个地区都走得到全国，路上每一级都存在，也都是上一级的下级")
  void reaches_the_country_from_every_area() throws IOException {
    var all = allCodes();

    assertThat(all).hasSizeGreaterThan(3_000).doesNotHaveDuplicates();
    for (var region : all) {
      var path = regions.path(region);
      assertThat(path).startsWith(region).endsWith(RegionCode.NATION).hasSizeBetween(2, 4);
      for (int i = 0; i + 1 < path.size(); i++) {
        assertThat(regions.exists(path.get(i))).isTrue();
        assertThat(regions.children(path.get(i + 1))).contains(path.get(i));
      }
    }
  }

  @Test
  @DisplayName("整棵树里，管得到一个地区的范围，正好是它路上的那些")
  void agrees_with_scopes_over_the_whole_tree() throws IOException {
    for (var region : allCodes()) {
      for (var above : regions.path(region)) {
        assertThat(new Scope(above).covers(region)).as("%s covers %s", above, region).isTrue();
      }
      regions
          .parent(region)
          .ifPresent(parent ->
              assertThat(new Scope(region).covers(parent))
                  .as("%s must not cover %s", region, parent)
                  .isFalse());
    }
  }

  private static List<RegionCode> allCodes() throws IOException {
    try (Stream<String> lines = Files.lines(SHIPPED)) {
      return lines
          .filter(line -> line.matches("\\d{6}.*"))
          .map(line -> code(line.substring(0, 6)))
          .toList();
    }
  }

  @ParameterizedTest(name = "{0} → {1}")
  @DisplayName("屏幕上的名字短而分得清")
  @CsvSource({
    "CN, 全国",
    "440000, 广东省",
    "450000, 广西",
    "150000, 内蒙古",
    "110000, 北京市",
    "441800, 清远市",
    "441826, 清远市连南县",
    "110105, 北京市朝阳区",
    "419001, 河南省济源市",
    "422800, 恩施州",
    "433100, 湘西州",
    "533300, 怒江州",
    "653000, 克孜勒苏州",
    "460200, 三亚市",
    "441826100, 441826100",
    "999999, 999999",
  })
  void names_an_area_for_the_screen(String region, String name) {
    assertThat(regions.name(code(region))).isEqualTo(name);
  }

  @ParameterizedTest(name = "{0}（在 {1}）→ {2}")
  @DisplayName("人怎么说地名都找得到，同名时先取附近的，再取级别高的")
  @CsvSource({
    "南昌, CN, 360100",
    "南昌市, CN, 360100",
    "江西南昌, CN, 360100",
    "江西省南昌市, CN, 360100",
    "中国江西省南昌市, CN, 360100",
    "江西 南昌, CN, 360100",
    "广东清远, CN, 441800",
    "清远连南, CN, 441826",
    "连南, CN, 441826",
    "连南县, CN, 441826",
    "连南瑶族自治县, CN, 441826",
    "广东省清远市连南瑶族自治县, CN, 441826",
    "顺德区, CN, 440606",
    "佛山顺德, CN, 440606",
    "广东, CN, 440000",
    "广西, CN, 450000",
    "新疆, CN, 650000",
    "内蒙古, CN, 150000",
    "恩施, 422801, 422801",
    "恩施州, CN, 422800",
    "湘西, CN, 433100",
    "北京朝阳, CN, 110105",
    "辽宁朝阳, CN, 211300",
    "朝阳区, 220100, 220104",
    "南山区, 440100, 440305",
    "南山区, 230000, 230404",
    "鼓楼区, 350000, 350102",
    "鼓楼区, 320106, 320106",
    "吉林, CN, 220000",
    "吉林市, CN, 220200",
    "海南, CN, 460000",
    "济源, CN, 419001",
    "清新县, CN, 441803",
    "阿坝, CN, 513200",
    "兰坪, CN, 533325",
    "双江, CN, 530925",
    "东乡族自治县, CN, 622926",
    "全国, CN, CN",
  })
  void finds_an_area_by_what_people_call_it(String said, String near, String best) {
    assertThat(regions.named(said, code(near))).first().isEqualTo(code(best));
  }

  @ParameterizedTest
  @DisplayName("不是地名的话找不出地区")
  @CsvSource({"创业贷款", "你好", "南", "''", "省", "江西清远", "北京顺德"})
  void finds_nothing_for_other_words(String said) {
    assertThat(regions.named(said, RegionCode.NATION)).isEmpty();
  }

  @Test
  @DisplayName("每个地区用全称连同上级去找，第一个就是它自己")
  void finds_every_area_by_its_whole_name() throws IOException {
    var missed = new HashSet<String>();
    for (var line : Files.readAllLines(SHIPPED)) {
      if (line.matches("\\d{6}.*")) {
        var fields = line.split(",");
        var region = code(fields[0]);
        var whole = new StringBuilder(fields[1]);
        regions.parent(region).map(regions::name).ifPresent(above -> whole.insert(0, above));
        var said = whole.toString().replaceFirst("^全国", "");
        if (!regions.named(said, RegionCode.NATION).stream()
            .findFirst()
            .equals(java.util.Optional.of(region))) {
          missed.add(said + " " + values(regions.named(said, RegionCode.NATION)));
        }
      }
    }
    assertThat(missed).isEmpty();
  }

  @Test
  @DisplayName("乡镇写进文件后挂在自己的县下，注释行和空行不算")
  void hangs_towns_under_their_county() {
    var towns =
        CsvRegions.of(
            List.of(
                "# 注释",
                "code,name,parent",
                "",
                "440000,广东省,CN",
                "441800,清远市,440000",
                "441826,连南瑶族自治县,441800",
                "441826100,三江镇,",
                "441826100201,民族社区,441826100"));

    assertThat(values(towns.path(code("441826100201"))))
        .containsExactly("441826100201", "441826100", "441826", "441800", "440000", "CN");
    assertThat(towns.name(code("441826100"))).isEqualTo("连南县三江镇");
    assertThat(towns.named("连南三江", RegionCode.NATION)).containsExactly(code("441826100"));
    assertThat(towns.children(code("441826"))).containsExactly(code("441826100"));
  }

  @ParameterizedTest
  @DisplayName("写错的区划文件说得出哪一行错在哪里")
  @CsvSource(
      delimiter = '|',
      value = {
        "12345,某地,CN | 第 1 行：区划代码应为 CN 或 6、9、12 位数字",
        "440000,广东省 | 第 1 行：应为 代码,名称,上级代码",
        "440000,,CN | 第 1 行：应为 代码,名称,上级代码",
        "441800,清远市,440000 | 区划 441800：找不到上级 440000",
        "440000,广东省,440000 | 区划 440000：找不到上级 440000",
      })
  void explains_a_broken_file(String line, String message) {
    assertThatThrownBy(() -> CsvRegions.of(List.of(line)))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining(message);
  }

  @Test
  @DisplayName("同一代码写了两次会被拒绝")
  void refuses_a_code_given_twice() {
    assertThatThrownBy(() -> CsvRegions.of(List.of("440000,广东省,CN", "440000,广东,CN")))
        .hasMessageContaining("第 2 行：代码 440000 重复");
  }
}
