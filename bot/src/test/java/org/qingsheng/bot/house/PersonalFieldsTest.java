package org.qingsheng.bot.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qingsheng.bot.store.Database;

@DisplayName("个人信息登记册 · register of personal fields")
class PersonalFieldsTest {
  private static final Set<String> KINDS = Set.of("无", "提问人", "工作人员", "群", "文字", "原文", "凭据");

  @TempDir Path folder;

  /** One line of the register. */
  private record Line(String field, String kind, String remark) {}

  @Test
  @DisplayName("数据库的每一列都登记了有没有个人信息；多一列、少一列都不行")
  void names_every_column_of_the_schema() throws IOException {
    assertThat(register().stream().map(Line::field).toList())
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(columns());
  }

  @Test
  @DisplayName("类别只用登记册定好的几种；凡有个人信息的列，都写明是什么")
  void says_what_each_personal_field_holds() throws IOException {
    assertThat(register())
        .allSatisfy(line -> {
          assertThat(line.kind()).as(line.field()).isIn(KINDS);
          assertThat(line.remark().isBlank()).as(line.field()).isEqualTo(line.kind().equals("无"));
        });
  }

  @Test
  @DisplayName("名叫账号、姓名、文字、会话的列，不许登记成“无”")
  void never_calls_an_obvious_field_harmless() throws IOException {
    assertThat(register())
        .filteredOn(line -> line.kind().equals("无"))
        .extracting(line -> line.field().substring(line.field().indexOf('.') + 1))
        .doesNotContain(
            "asker",
            "account",
            "account_id",
            "text",
            "sealed",
            "question",
            "answer",
            "conversation",
            "message_id",
            "payload",
            "login",
            "address",
            "password_hash");
  }

  private static List<Line> register() throws IOException {
    var file = RunningServer.root().resolve("bot").resolve("docs").resolve("personal-fields.csv");
    return Files.readAllLines(file).stream()
        .skip(1)
        .map(line -> line.split(",", 3))
        .map(parts -> new Line(parts[0], parts[1], parts[2]))
        .toList();
  }

  private Set<String> columns() {
    try (var database = Database.open("jdbc:sqlite:" + folder.resolve("fields.db"))) {
      return database
          .read(handle ->
              handle
                  .select(
                      "SELECT m.name || '.' || c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c"
                          + " WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'"
                          + " AND m.name <> 'flyway_schema_history'")
                  .mapTo(String.class)
                  .list())
          .stream()
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }
}
