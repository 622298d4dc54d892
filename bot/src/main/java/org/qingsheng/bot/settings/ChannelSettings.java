package org.qingsheng.bot.settings;

import java.net.URI;
import java.util.Optional;
import java.util.Set;
import org.qingsheng.adapters.ChannelId;

/** One connected account (渠道), by the kind of platform. */
public sealed interface ChannelSettings {
  ChannelId id();

  /** The word for the platform in the file. */
  String type();

  /** The bot's own web page. */
  record WebChat(ChannelId id) implements ChannelSettings {
    @Override
    public String type() {
      return "webchat";
    }
  }

  /**
   * QQ groups through a OneBot 11 client.
   *
   * @param selfIds QQ numbers that may connect; empty for any that shows the token
   */
  record OneBot(ChannelId id, Secret accessToken, Set<String> selfIds) implements ChannelSettings {
    public OneBot {
      selfIds = Set.copyOf(selfIds);
    }

    @Override
    public String type() {
      return "onebot";
    }
  }

  /**
   * A WeChat official account.
   *
   * @param aesKey EncodingAESKey; with it only encrypted callbacks count
   * @param apiBase where API calls go; another address only for tests and proxies
   * @param originalId 原始ID; with it callbacks for another account are refused
   * @param customerService whether the account may send 客服消息 (verified accounts only)
   */
  record WeChat(
      ChannelId id,
      String appId,
      Secret secret,
      Secret token,
      Optional<Secret> aesKey,
      URI apiBase,
      Optional<String> originalId,
      boolean customerService)
      implements ChannelSettings {
    @Override
    public String type() {
      return "wechat";
    }
  }

  /** Scripted groups and people, for scenarios and tests. */
  record Simulator(ChannelId id) implements ChannelSettings {
    @Override
    public String type() {
      return "simulator";
    }
  }

  /** Written down but switched off; its secrets need not be at hand. */
  record Disabled(ChannelId id, String type) implements ChannelSettings {}
}
