package org.qingsheng.adapters.wecom;

import java.net.URI;
import java.time.Duration;
import org.qingsheng.adapters.ChannelId;

/**
 * 智能机器人 in API mode with 使用长连接: no public address and no encryption of its own are needed.
 *
 * @param botId Bot ID
 * @param secret its Secret; never printed
 * @param name 机器人名 as members mention it, without the {@code @}; may contain blanks
 * @param gateway where to connect; another address only for tests
 * @param pending shown while the answer is looked for
 * @param acknowledged how long WeCom may take to acknowledge a frame
 */
public record WeComLineSettings(
    ChannelId channel,
    String botId,
    String secret,
    String name,
    URI gateway,
    String pending,
    Duration acknowledged) {
  /** Where WeCom takes long connections. */
  public static final URI GATEWAY = URI.create("wss://openws.work.weixin.qq.com");

  /** As long as the vendor's own client waits. */
  public static final Duration ACKNOWLEDGED = Duration.ofSeconds(5);

  public WeComLineSettings {
    WeComKeys.require(WeComIds.isId(botId), "botId", "the Bot ID of the 智能机器人");
    WeComKeys.require(!secret.isBlank(), "secret", "its Secret");
    WeComKeys.require(!name.isBlank(), "name", "the name by which members mention it");
    WeComKeys.require(!pending.isBlank(), "pending", "something to show");
    WeComKeys.require(acknowledged.isPositive(), "acknowledged", "more than 0");
    WeComKeys.require(
        gateway.getHost() != null
            && ("wss".equals(gateway.getScheme()) || "ws".equals(gateway.getScheme())),
        "gateway",
        "a ws or wss address");
  }

  /** With every default. */
  public static WeComLineSettings of(ChannelId channel, String botId, String secret, String name) {
    return new WeComLineSettings(
        channel, botId, secret, name, GATEWAY, WeComBotSettings.PENDING, ACKNOWLEDGED);
  }

  public WeComLineSettings withGateway(URI address) {
    return new WeComLineSettings(channel, botId, secret, name, address, pending, acknowledged);
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "WeComLineSettings[channel=%s, botId=%s, secret=***, gateway=%s]"
        .formatted(channel, botId, gateway);
  }
}
