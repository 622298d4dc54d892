package org.qingsheng.adapters.wecom;

import java.net.URI;
import org.qingsheng.adapters.ChannelId;

/**
 * A self-built application (自建应用).
 *
 * @param corpId 企业ID, {@code ww…}
 * @param agentId AgentId of the application
 * @param secret its Secret; never printed
 * @param keys Token and EncodingAESKey of 接收消息
 * @param apiBase where API calls go; another address only for tests and forwarding proxies
 */
public record WeComAppSettings(
    ChannelId channel, String corpId, long agentId, String secret, WeComKeys keys, URI apiBase) {
  public WeComAppSettings {
    WeComKeys.require(!corpId.isBlank(), "corpId", "the 企业ID, such as ww1234567890abcdef");
    WeComKeys.require(agentId > 0, "agentId", "the AgentId, such as 1000002");
    WeComKeys.require(!secret.isBlank(), "secret", "the application's Secret");
    WeComKeys.requireHttp(apiBase, "apiBase");
  }

  /** With every default. */
  public static WeComAppSettings of(
      ChannelId channel, String corpId, long agentId, String secret, WeComKeys keys) {
    return new WeComAppSettings(channel, corpId, agentId, secret, keys, WeComKfSettings.API);
  }

  public WeComAppSettings withApiBase(URI base) {
    return new WeComAppSettings(channel, corpId, agentId, secret, keys, base);
  }

  /** Without secret, token and key. */
  @Override
  public String toString() {
    return "WeComAppSettings[channel=%s, corpId=%s, agentId=%d, secret=***, apiBase=%s]"
        .formatted(channel, corpId, agentId, apiBase);
  }
}
