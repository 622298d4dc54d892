package org.qingsheng.adapters.wecom;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qingsheng.adapters.kit.SelfSigned;

@DisplayName("调用企业微信的线路 · the line to WeCom")
class WeComHttpTest {
  @Test
  @DisplayName("自签名证书的服务器不可信：请求一个也没有到达")
  void refuses_a_self_signed_certificate(@TempDir Path folder) throws Exception {
    try (var server = new SelfSigned(folder);
        var http = new WeComHttp(Duration.ofSeconds(10))) {
      var answer = http.get(server.address().resolve("/cgi-bin/x"));

      assertThat(answer).isInstanceOf(WeComAnswer.NotDone.class);
      assertThat(server.attempts()).isPositive();
      assertThat(server.requests()).isZero();
    }
  }

  @Test
  @DisplayName("没有人听的端口：肯定没送到；理由里没有网址")
  void a_closed_port_is_certain() throws Exception {
    int port;
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = taken.getLocalPort();
    }
    try (var http = new WeComHttp(Duration.ofSeconds(10))) {
      var answer = http.get(URI.create("http://127.0.0.1:" + port + "/cgi-bin/x?key=planted"));

      assertThat(answer).isInstanceOf(WeComAnswer.NotDone.class);
      assertThat(answer.toString()).doesNotContain("planted", "127.0.0.1");
    }
  }
}
