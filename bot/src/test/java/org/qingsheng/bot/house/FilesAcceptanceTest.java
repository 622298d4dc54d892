package org.qingsheng.bot.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.qingsheng.adapters.FetchesFiles;
import org.qingsheng.bot.files.SampleFiles;
import org.qingsheng.bot.ledger.Items.ItemQuery;
import org.qingsheng.bot.people.Scope;

@DisplayName("网页聊天发文件 · a file through the web chat")
@Timeout(120)
class FilesAcceptanceTest {
  private static final String FIRST = "aaaaaaaa-0001";

  @TempDir Path folder;
  private final HttpClient http = HttpClient.newHttpClient();

  private HttpResponse<String> sends(
      RunningServer running, String id, byte[] bytes, String... headers)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(running.at("/chat/files?id=" + id + "&name=contract.pdf"))
            .timeout(Duration.ofSeconds(20))
            .header("Content-Type", "application/octet-stream")
            // without a length, as one who would not be stopped by it sends them
            .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes)));
    for (int i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
    }
    return http.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
  }

  @Test
  @DisplayName("上传收进条目、原样取得回；重传不多一份；别站的页面、错的类型、太大的都拒绝，一个字节不留")
  void an_upload_becomes_a_file_of_an_item() throws Exception {
    try (var running = RunningServer.withOneBot(folder, WalkingClock.atNine())) {
      var accepted = sends(running, FIRST, SampleFiles.pdf());
      assertThat(accepted.statusCode()).isEqualTo(202);
      running.rests();
      var cookie = accepted.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
      assertThat(sends(running, FIRST, SampleFiles.pdf(), "Cookie", cookie).statusCode())
          .isEqualTo(202);
      running.rests();

      var house = running.house();
      var item = house.items.find(ItemQuery.ANY.page(0, 9), Scope.ALL).getFirst();
      assertThat(house.files.of(item.id()))
          .singleElement()
          .satisfies(file ->
              assertThat(house.files.bytes(file))
                  .hasValueSatisfying(bytes -> assertThat(bytes).isEqualTo(SampleFiles.pdf())));
      var history =
          http.send(
              HttpRequest.newBuilder(running.at("/chat/history"))
                  .timeout(Duration.ofSeconds(20))
                  .header("Cookie", cookie)
                  .build(),
              BodyHandlers.ofString(StandardCharsets.UTF_8));
      assertThat(history.body()).contains("［文件］contract.pdf", "文件收到了");

      assertThat(
              sends(running, "bbbbbbbb-0002", SampleFiles.pdf(), "Origin", "https://evil.example")
                  .statusCode())
          .isEqualTo(403);
      assertThat(
              sends(running, "bbbbbbbb-0003", SampleFiles.pdf(), "Content-Type", "text/html")
                  .statusCode())
          .isEqualTo(415);
      assertThat(sends(running, "x", SampleFiles.pdf()).statusCode()).isEqualTo(422);
      assertThat(
              sends(running, "bbbbbbbb-0004", new byte[FetchesFiles.MOST_BYTES + 1]).statusCode())
          .isEqualTo(413);
      assertThat(running.texts("SELECT id FROM heard_file")).hasSize(1);
    }
  }
}
