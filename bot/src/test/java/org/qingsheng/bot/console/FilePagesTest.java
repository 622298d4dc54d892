package org.qingsheng.bot.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.qingsheng.adapters.MessageId;
import org.qingsheng.bot.files.SampleFiles;
import org.qingsheng.bot.ledger.Effect;
import org.qingsheng.bot.ledger.Item;
import org.qingsheng.bot.ledger.KeptFile;
import org.qingsheng.bot.ledger.Turn;

@DisplayName("下载文件 · having the files of an item")
@Timeout(60)
class FilePagesTest {
  private static final String ID = "0195f678-1fb0-75be-aa95-7e538ee15fef";

  @TempDir Path folder;

  @SuppressWarnings("NullAway.Init") // before each test
  private Office office;

  @SuppressWarnings("NullAway.Init") // before each test
  private Item item;

  @BeforeEach
  void open() {
    office = new Office(folder).open();
    item = office.asks("这份合同押金合法吗", Town.LIANNAN, Duration.ofHours(5), 2);
    office.fileShelf.put(ID, SampleFiles.pdf());
    var turn = office.ids.turn();
    var file =
        new KeptFile(ID, "劳动合同\"\r\n<b>../../x.exe", "application/pdf", SampleFiles.pdf().length);
    office
        .ledger
        .commit(
            new Turn(
                turn,
                "test:" + turn,
                office.clock.instant(),
                List.of(new Effect.FileKept(item.talk(), new MessageId("m1"), file, item.id()))))
        .join();
  }

  @AfterEach
  void close() {
    office.close();
  }

  private String address() {
    return "/console/items/" + item.number() + "/files/" + ID;
  }

  @Test
  @DisplayName("办这件的团干部在条目页看到、下载：只存不开，名字按内容改好，头里不能夹带")
  void a_cadre_saves_it_to_disk() {
    try (var cadre = Browser.signedIn(office, "wang")) {
      assertThat(cadre.get("/console/items/" + item.number()).body())
          .contains("劳动合同", address(), "先查毒")
          .doesNotContain("<b>../");
      var got = cadre.get(address());

      assertThat(got.statusCode()).isEqualTo(200);
      assertThat(got.body())
          .isEqualTo(new String(SampleFiles.pdf(), java.nio.charset.StandardCharsets.US_ASCII));
      var headers = got.headers();
      assertThat(headers.firstValue("Content-Disposition"))
          .hasValueSatisfying(value ->
              assertThat(value)
                  .startsWith("attachment;")
                  .endsWith(".pdf")
                  .doesNotContain("/", "\"", "<"));
      assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
      assertThat(headers.firstValue("Content-Type").orElse(""))
          .startsWith("application/octet-stream");
      assertThat(headers.firstValue("Cache-Control")).contains("no-store");
    }
  }

  @Test
  @DisplayName("外地的团干部、不办件的人、没登录的，拿着网址也取不到；换个条目的编号、乱写的编号都没有")
  void nobody_else_has_it_by_its_address() {
    var other = office.asks("另一件", Town.LIANNAN, Duration.ofHours(5), 2);
    try (var elsewhere = Browser.signedIn(office, "chen");
        var operator = Browser.signedIn(office, "operator");
        var editor = Browser.signedIn(office, "editor");
        var cadre = Browser.signedIn(office, "wang")) {
      assertThat(elsewhere.get(address()).statusCode()).isEqualTo(404);
      assertThat(operator.get(address()).statusCode()).isEqualTo(403);
      assertThat(editor.get(address()).statusCode()).isEqualTo(403);
      for (var wrong :
          List.of(
              "/console/items/" + other.number() + "/files/" + ID,
              "/console/items/" + item.number() + "/files/..%2F..%2Fkeys%2Fseal.json",
              "/console/items/" + item.number() + "/files/" + "0".repeat(300))) {
        assertThat(cadre.get(wrong).statusCode()).isIn(400, 404);
      }
      assertThat(operator.get("/console/items/" + item.number()).body()).doesNotContain(ID);
    }
  }

  @Test
  @DisplayName("字节已经不在了：说已经删除，不出错")
  void bytes_that_are_gone_are_said_to_be_gone() {
    office.fileShelf.sweep(java.util.Set.of(), java.time.Instant.MAX);
    try (var cadre = Browser.signedIn(office, "wang")) {
      var got = cadre.get(address());
      assertThat(got.statusCode()).isEqualTo(404);
      assertThat(got.body()).contains("已经删除");
    }
  }
}
