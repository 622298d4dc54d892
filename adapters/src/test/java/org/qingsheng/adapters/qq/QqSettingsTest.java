package org.qingsheng.adapters.qq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.qingsheng.adapters.qq.QqSettings.Transport;

@DisplayName("QQ 机器人的设置 · settings")
class QqSettingsTest {
  private final QqSettings settings = QqSettings.webhook(Bench.CHANNEL, "102000001", "planted");

  @Test
  @DisplayName("默认值：官方地址、回调、十分钟、没有登记网址、公布的窗口")
  void defaults() {
    assertThat(settings.apiBase()).isEqualTo(URI.create("https://api.bot.qq.com"));
    assertThat(settings.tokenBase()).isEqualTo(URI.create("https://api.bot.qq.com"));
    assertThat(settings.transport()).isEqualTo(Transport.WEBHOOK);
    assertThat(settings.timestampTolerance()).isEqualTo(Duration.ofMinutes(10));
    assertThat(settings.linkHosts()).isEmpty();
    assertThat(settings.limits())
        .isEqualTo(
            new QqSettings.Limits(Duration.ofMinutes(5), 5, Duration.ofMinutes(60), 4, 3_000));
  }

  @Test
  @DisplayName("打印时不露出密钥")
  void prints_no_secret() {
    assertThat(settings.toString()).doesNotContain("planted").contains("WEBHOOK");
  }

  @Test
  @DisplayName("不像样的值说明要怎样的，不重复密钥")
  void refuses_what_cannot_be() {
    assertThatThrownBy(() -> QqSettings.webhook(Bench.CHANNEL, "a b", "s"))
        .hasMessageStartingWith("appId:");
    assertThatThrownBy(() -> QqSettings.webhook(Bench.CHANNEL, "1", " "))
        .hasMessageStartingWith("secret:");
    assertThatThrownBy(() -> settings.at(URI.create("ftp://a"), QqSettings.API))
        .hasMessageStartingWith("apiBase:");
    assertThatThrownBy(() -> settings.at(QqSettings.API, URI.create("a.b")))
        .hasMessageStartingWith("tokenBase:");
    assertThatThrownBy(() -> settings.overGateway(0)).hasMessageStartingWith("intents:");
    assertThatThrownBy(() -> settings.withLinkHosts(Set.of("https://gov.example.cn/")))
        .hasMessageStartingWith("linkHosts:");
    assertThatThrownBy(() -> new QqSettings.Limits(Duration.ZERO, 5, Duration.ofHours(1), 4, 3_000))
        .hasMessageStartingWith("groupWindow:");
  }
}
