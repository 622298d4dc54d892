package org.qingsheng.adapters.qq;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qingsheng.adapters.Delivery.NotSent;
import org.qingsheng.adapters.kit.SelfSigned;

@DisplayName("QQ 机器人的加密连接 · TLS")
class QqTlsTest {
  @Test
  @DisplayName("自签证书的服务器得不到密钥，也得不到令牌和消息")
  void a_self_signed_server_gets_nothing(@TempDir Path folder) throws Exception {
    try (var server = new SelfSigned(folder);
        var tokens = new Bench(settings -> settings.at(settings.apiBase(), server.address()));
        var messages = new Bench(settings -> settings.at(server.address(), settings.tokenBase()))) {
      assertThat(tokens.answers("k1", "一")).isInstanceOf(NotSent.class);
      assertThat(messages.answers("k1", "一"))
          .isInstanceOfSatisfying(
              NotSent.class, not -> assertThat(not.reason()).contains("SSLHandshakeException"));

      assertThat(server.attempts()).isPositive();
      assertThat(server.requests()).isZero();
    }
  }
}
