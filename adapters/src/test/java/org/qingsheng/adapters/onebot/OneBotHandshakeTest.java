package org.qingsheng.adapters.onebot;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.onebot.OneBotHandshake.Refusal;
import org.qingsheng.adapters.onebot.OneBotHandshake.Role;

@DisplayName("OneBot 握手 · handshake")
class OneBotHandshakeTest {
  private static final OneBotSettings SETTINGS =
      new OneBotSettings(
          new ChannelId("qq-groups"),
          "secret",
          Set.of("10001000"),
          Duration.ofHours(24),
          Duration.ofSeconds(15),
          Duration.ZERO);

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "Bearer secret, ''    , 10001000, Universal, -",
        "bearer secret, ''    , 10001000, ''       , -",
        "''           , secret, 10001000, Api      , -",
        "'Bearer '    , secret, 10001000, EVENT    , -",
        "'Bearer '    , ''    , 10001000, Universal, TOKEN_MISSING",
        "''           , ''    , 10001000, Universal, TOKEN_MISSING",
        "Basic secret , ''    , 10001000, Universal, TOKEN_MISSING",
        "Bearer wrong , ''    , 10001000, Universal, TOKEN_WRONG",
        "''           , wrong , 10001000, Universal, TOKEN_WRONG",
        "Bearer secret, ''    , ''      , Universal, SELF_ID_MISSING",
        "Bearer secret, ''    , robot   , Universal, SELF_ID_MISSING",
        "Bearer secret, ''    , 10001001, Universal, ACCOUNT_NOT_ALLOWED",
        "Bearer secret, ''    , 10001000, Admin    , ROLE_UNKNOWN"
      })
  @DisplayName("没有令牌、令牌错误、缺少账号都在握手时拒绝")
  void bad_handshakes_are_refused(
      String authorization,
      String tokenInAddress,
      String self,
      String role,
      @Nullable Refusal expected) {
    Map<String, String> headers =
        Map.of("Authorization", authorization, "X-Self-ID", self, "X-Client-Role", role);

    assertThat(
            OneBotHandshake.refusal(
                SETTINGS, name -> headers.getOrDefault(name, ""), tokenInAddress))
        .isEqualTo(Optional.ofNullable(expected));
  }

  @Test
  @DisplayName("角色不分大小写：Lagrange 写 Api，标准写 API")
  void roles_ignore_letter_case() {
    assertThat(Role.of("Api")).contains(Role.API);
    assertThat(Role.of("API")).contains(Role.API);
    assertThat(Role.of("event")).contains(Role.EVENT);
  }

  @Test
  @DisplayName("设置打印出来时看不到令牌")
  void the_token_does_not_print() {
    assertThat(SETTINGS.toString()).doesNotContain("secret").contains("accessToken=***");
  }
}
