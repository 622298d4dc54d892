package org.qingsheng.bot.dialogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("话术 · wording")
class WordingTest {
  private static final Path SHIPPED =
      Path.of(System.getProperty("qingsheng.root")).resolve("config/wording.yaml");

  @TempDir Path folder;

  private Path changed(String from, String to) throws IOException {
    var text = Files.readString(SHIPPED);
    assertThat(text).contains(from);
    return Files.writeString(folder.resolve("wording.yaml"), text.replace(from, to));
  }

  @Test
  @DisplayName("附带的话术文件句句都在，变量填进去")
  void the_shipped_file_is_complete() {
    assertThat(Wording.load(SHIPPED).say(Phrase.RECEIPT_ADDED, "number", "QS-261120-0001"))
        .isEqualTo("已补充到 QS-261120-0001，团干部会一起看。");
  }

  @Test
  @DisplayName("缺的、多的、变量写错的，一次全部指出来，用中文")
  void names_every_problem_at_once() throws IOException {
    var file = changed("thanks:", "thansk:");
    Files.writeString(
        file,
        Files.readString(file)
            .replace("已补充到 {number}", "已补充到 {nmber}")
            .replace("{number} 已撤回", "{Number } 已撤回")
            .replace("没有可以撤回的问题。", ""));

    assertThatThrownBy(() -> Wording.load(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(
            "wording.yaml",
            "缺少话术 thanks",
            "不认识的话术 thansk",
            "话术 receipt-added 里没有变量 {nmber}",
            "话术 withdrawn 里没有变量 {Number }",
            "缺少话术 withdraw-nothing");
  }

  @Test
  @DisplayName("填进去的值里有大括号也原样，不会再展开")
  void values_are_not_expanded_again() {
    assertThat(Wording.load(SHIPPED).say(Phrase.UNKNOWN_COMMAND, "command", "{number}"))
        .contains("{number}");
  }

  @Test
  @DisplayName("空文件、不是键值的文件都说得出是哪个文件")
  void says_which_file_cannot_be_read() throws IOException {
    for (var text : new String[] {"", "- 一\n- 二\n"}) {
      var file = Files.writeString(folder.resolve("wording.yaml"), text);
      assertThatThrownBy(() -> Wording.load(file))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("wording.yaml");
    }
  }
}
