package org.qingsheng.bot.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("密封原文 · sealing originals")
class TinkSealTest {
  private static final String WORDS = "我的身份证是 441826199901010011";

  @TempDir Path folder;

  @Test
  @DisplayName("密封后看不出原文，凭同样的上下文能打开，重启后也能")
  void opens_what_it_sealed() {
    var sealed = TinkSeal.open(folder.resolve("keys/seal.json")).seal(WORDS, "web/m1");

    assertThat(sealed).doesNotContain("4418");
    assertThat(TinkSeal.open(folder.resolve("keys/seal.json")).open(sealed, "web/m1"))
        .isEqualTo(WORDS);
  }

  @Test
  @DisplayName("同一句话密封两次，密文不同")
  void the_same_words_are_sealed_differently_each_time() {
    var seal = TinkSeal.open(folder.resolve("seal.json"));

    assertThat(seal.seal(WORDS, "web/m1")).isNotEqualTo(seal.seal(WORDS, "web/m1"));
  }

  @Test
  @DisplayName("换到别的消息名下、改一个比特、用别的钥匙，都打不开")
  void opens_nothing_that_was_moved_changed_or_sealed_elsewhere() {
    var seal = TinkSeal.open(folder.resolve("seal.json"));
    var sealed = seal.seal(WORDS, "web/m1");
    var bytes = Base64.getDecoder().decode(sealed);
    bytes[bytes.length - 1] ^= 1;
    var changed = Base64.getEncoder().encodeToString(bytes);
    var other = TinkSeal.open(folder.resolve("other.json"));

    assertThatThrownBy(() -> seal.open(sealed, "web/m2")).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> seal.open(changed, "web/m1"))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> seal.open("不是密文", "web/m1")).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> other.open(sealed, "web/m1"))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  @DisplayName("钥匙文件只有主人能读写")
  void the_key_file_is_its_owners_alone() throws IOException {
    assumeTrue(Files.getFileStore(folder).supportsFileAttributeView("posix"));
    var key = folder.resolve("seal.json");

    TinkSeal.open(key);

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
        .isEqualTo("rw-------");
  }

  @Test
  @DisplayName("钥匙文件坏了就说清楚，不悄悄换一把新的")
  void a_damaged_key_is_not_replaced() throws IOException {
    var key = folder.resolve("seal.json");
    Files.writeString(key, "{}");

    assertThatThrownBy(() -> TinkSeal.open(key)).hasMessageContaining("seal.json");
    assertThat(key).hasContent("{}");
  }
}
