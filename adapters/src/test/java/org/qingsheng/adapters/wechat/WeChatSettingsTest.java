package org.qingsheng.adapters.wechat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.qingsheng.adapters.tencent.MessageCipherTest;
import org.qingsheng.adapters.wechat.WeChatSettings.Mode;

@DisplayName("公众号的设置 · settings")
class WeChatSettingsTest {
  private static final String KEY = MessageCipherTest.KEY;

  private final WeChatSettings settings =
      WeChatSettings.plain(Bench.CHANNEL, "wx1", "planted-secret", "planted0token");

  @Test
  @DisplayName("默认值：官方地址、4.5 秒、十分钟、没有客服消息")
  void defaults() {
    assertThat(settings.apiBase()).isEqualTo(URI.create("https://api.weixin.qq.com"));
    assertThat(settings.passiveWindow()).isEqualTo(Duration.ofMillis(4_500));
    assertThat(settings.timestampTolerance()).isEqualTo(Duration.ofMinutes(10));
    assertThat(settings.mode()).isEqualTo(Mode.PLAIN);
    assertThat(settings.originalId()).isEmpty();
    assertThat(settings.customerService()).isFalse();
  }

  @Test
  @DisplayName("打印时不露出密钥、令牌和加密密钥")
  void prints_no_secret() {
    assertThat(settings.secure(KEY).toString())
        .doesNotContain("planted")
        .doesNotContain(KEY)
        .contains("SECURE");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ab", "has space", "中文令牌", "123456789012345678901234567890123"})
  @DisplayName("Token 不合微信规定就说明要怎样的")
  void refuses_a_token_wechat_would_not_take(String token) {
    assertThatThrownBy(() -> WeChatSettings.plain(Bench.CHANNEL, "wx1", "s", token))
        .hasMessageStartingWith("token: expected 3 to 32 letters and digits");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "short", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="})
  @DisplayName("EncodingAESKey 必须是 43 个字符，错了也不打印出来")
  void refuses_a_wrong_key(String key) {
    assertThatThrownBy(() -> settings.secure(key))
        .hasMessageStartingWith("aesKey: expected the 43");
  }

  @Test
  @DisplayName("明文模式不能带密钥，加密模式不能没有密钥")
  void key_and_mode_belong_together() {
    assertThatThrownBy(() -> of(Optional.of(KEY), Mode.PLAIN)).hasMessageStartingWith("mode:");
    assertThatThrownBy(() -> of(Optional.empty(), Mode.SECURE)).hasMessageStartingWith("mode:");
    assertThatThrownBy(() -> of(Optional.empty(), Mode.COMPATIBLE)).hasMessageStartingWith("mode:");
  }

  @Test
  @DisplayName("被动窗口必须短于微信的 5 秒")
  void the_window_is_shorter_than_wechats_patience() {
    assertThatThrownBy(() -> settings.withPassiveWindow(Duration.ofSeconds(5)))
        .hasMessageStartingWith("passiveWindow:");
    assertThatThrownBy(() -> settings.withPassiveWindow(Duration.ZERO))
        .hasMessageStartingWith("passiveWindow:");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://a", "api.weixin.qq.com", "file:///x"})
  @DisplayName("接口地址必须是 http 或 https")
  void refuses_other_addresses(String base) {
    assertThatThrownBy(() -> settings.withApiBase(URI.create(base)))
        .hasMessageStartingWith("apiBase:");
  }

  private WeChatSettings of(Optional<String> key, Mode mode) {
    return new WeChatSettings(
        Bench.CHANNEL,
        "wx1",
        "s",
        "token",
        key,
        mode,
        WeChatSettings.API,
        WeChatSettings.PASSIVE_REPLY,
        WeChatSettings.TIMESTAMP_TOLERANCE,
        Optional.empty(),
        true);
  }
}
