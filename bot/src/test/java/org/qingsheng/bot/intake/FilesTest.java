package org.qingsheng.bot.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.qingsheng.bot.ledger.Turns.inPrivate;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.qingsheng.adapters.Addressing;
import org.qingsheng.adapters.Attachment;
import org.qingsheng.adapters.InboundEvent.MessageRecalled;
import org.qingsheng.adapters.InboundEvent.MessageReceived;
import org.qingsheng.bot.files.SampleFiles;
import org.qingsheng.bot.ledger.DialogueKey;
import org.qingsheng.bot.ledger.ItemKind;
import org.qingsheng.bot.ledger.ItemState;
import org.qingsheng.bot.store.Database;

@DisplayName("发来的文件 · files sent to the bot")
@Timeout(60)
class FilesTest {
  private static final DialogueKey WANG = inPrivate("wang");

  @TempDir Path folder;
  private final Map<String, byte[]> platform = new HashMap<>();

  @SuppressWarnings("NullAway.Init") // before each test
  private Parlour parlour;

  @BeforeEach
  void open() {
    parlour = Parlour.withFiles(folder, reference -> Optional.ofNullable(platform.get(reference)));
  }

  @AfterEach
  void close() {
    parlour.close();
  }

  private MessageReceived file(String name, byte[] bytes) {
    parlour.clock.pass(Duration.ofSeconds(30));
    platform.put(name, bytes);
    return with(name, "");
  }

  private MessageReceived with(String name, String words) {
    var said = parlour.message(WANG, Addressing.PRIVATE, words);
    return new MessageReceived(
        said.channel(),
        said.id(),
        said.conversation(),
        said.asker(),
        words,
        List.of(new Attachment(Attachment.Kind.FILE, Optional.of(name), Optional.of(name))),
        said.addressing(),
        said.quotes(),
        said.at(),
        false);
  }

  private List<String> sends(MessageReceived message) {
    parlour.tell(message);
    return parlour.sent();
  }

  private long onDisk() {
    var all = folder.resolve("files").toFile().list();
    return all == null ? 0 : all.length;
  }

  @Test
  @DisplayName("文件收进新条目、转给团干部，接着说的话归到一起；磁盘上是加密的，原样取得回")
  void a_file_goes_to_people_with_the_words_after_it() throws Exception {
    assertThat(sends(file("劳动合同 13800138000.pdf", SampleFiles.pdf())))
        .singleElement()
        .asString()
        .contains("文件收到了", "QS-", "只有团干部能看");
    assertThat(parlour.says(WANG, "这份合同押金合法吗")).singleElement().asString().contains("已补充");

    var item = parlour.book().getFirst();
    assertThat(parlour.book()).hasSize(1);
    assertThat(item.state()).isEqualTo(ItemState.WAITING);
    assertThat(item.question()).contains("［文件］劳动合同", "押金合法吗").doesNotContain("13800138000");
    var kept = parlour.files.of(item.id()).getFirst();
    assertThat(kept.type()).isEqualTo("application/pdf");
    assertThat(parlour.files.bytes(kept))
        .hasValueSatisfying(bytes -> assertThat(bytes).isEqualTo(SampleFiles.pdf()));
    assertThat(
            java.nio.file.Files.readString(
                folder.resolve("files").resolve(kept.id()),
                java.nio.charset.StandardCharsets.ISO_8859_1))
        .doesNotContain("%PDF");
  }

  @Test
  @DisplayName("有条目在办，文件补到那一件；带着话发的也转人工，不让机器人只答话不看文件")
  void joins_an_item_that_people_have() {
    sends(file("a.pdf", SampleFiles.pdf()));
    assertThat(sends(file("b.png", SampleFiles.png()))).singleElement().asString().contains("已补充到");
    assertThat(parlour.book()).hasSize(1);
    assertThat(parlour.files.of(parlour.book().getFirst().id())).hasSize(2);

    platform.put("c.pdf", SampleFiles.pdf());
    var li = inPrivate("li");
    var said = with("c.pdf", "帮我看看这份合同");
    assertThat(
            sends(
                new MessageReceived(
                    said.channel(),
                    said.id(),
                    li.conversation(),
                    li.asker(),
                    said.text(),
                    said.attachments(),
                    said.addressing(),
                    said.quotes(),
                    said.at(),
                    false)))
        .singleElement()
        .asString()
        .contains("已转给团干部");
  }

  @Test
  @DisplayName("程序、带宏的、空的、取不到的、太大的：一句话说清为什么，不留一个字节，不算提问")
  void refuses_with_a_clear_line() {
    for (var refused :
        List.of(
            file("setup.exe", SampleFiles.program()),
            file("合同.pdf", SampleFiles.program()),
            file("a.docx", SampleFiles.document("[Content_Types].xml", "word/vbaProject.bin")),
            file("empty.pdf", new byte[0]),
            file("large.pdf", new byte[10 * 1024 * 1024 + 1]))) {
      assertThat(sends(refused)).singleElement().asString().contains("没有收");
    }
    platform.clear();
    parlour.clock.pass(Duration.ofMinutes(2));
    assertThat(sends(with("gone.pdf", ""))).singleElement().asString().contains("没有收", "10 MB");

    assertThat(onDisk()).isZero();
    assertThat(parlour.book()).allMatch(item -> item.kind() == ItemKind.CHAT);
  }

  @Test
  @DisplayName("平台重送同一条：不收两遍；撤回：当场取不到，扫一遍磁盘上也没有了")
  void redelivered_once_and_recalled_away() {
    var message = file("a.pdf", SampleFiles.pdf());
    sends(message);
    assertThat(sends(message)).isEmpty();
    assertThat(onDisk()).isEqualTo(1);

    parlour.tell(
        new MessageRecalled(
            WANG.channel(), WANG.conversation(), message.id(), parlour.clock.instant()));
    assertThat(parlour.files.of(parlour.book().getFirst().id())).isEmpty();
    assertThat(parlour.shelf.sweep(Set.of(), java.time.Instant.MAX)).isEqualTo(1);
    assertThat(onDisk()).isZero();
  }

  @Test
  @DisplayName("写完文件、还没记账就被杀：重启后扫掉没人认的，认了的留着；办结一年后都删")
  void what_a_killed_process_left_is_swept() {
    sends(file("a.pdf", SampleFiles.pdf()));
    parlour.says(WANG, "撤回");
    parlour.shelf.put("00000000-left-by-a-killed-process", SampleFiles.png());
    var left = parlour.database.file().orElseThrow();
    parlour.close();
    parlour = new Parlour(folder, Database.open("jdbc:sqlite:" + left));
    assertThat(onDisk()).isEqualTo(2);

    var item = parlour.book().getFirst();
    var kept = parlour.files.of(item.id()).getFirst();
    assertThat(parlour.shelf.sweep(Set.of(kept.id()), java.time.Instant.MAX)).isEqualTo(1);
    assertThat(parlour.files.bytes(kept)).isPresent();

    parlour.clock.pass(Duration.ofDays(364));
    parlour.files.tidy();
    assertThat(parlour.files.of(item.id())).hasSize(1);
    parlour.clock.pass(Duration.ofDays(2));
    parlour.files.tidy();
    assertThat(parlour.files.of(item.id())).isEmpty();
  }

  @Test
  @DisplayName("发得太快被拦下的文件不归任何条目，扫掉不留")
  void what_is_beyond_the_limit_is_not_kept() {
    for (int i = 0; i < 8; i++) {
      platform.put("f" + i, SampleFiles.pdf());
      parlour.tell(with("f" + i, ""));
    }
    parlour.sent();
    assertThat(onDisk()).isEqualTo(8);
    assertThat(parlour.files.of(parlour.book().getFirst().id())).hasSize(5);
    assertThat(parlour.rows("heard_file")).isEqualTo(5);
    parlour.clock.pass(Duration.ofDays(3_650));
    parlour.files.tidy();
    assertThat(onDisk()).isEqualTo(5);
  }
}
