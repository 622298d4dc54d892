package org.qingsheng.bot.settings;

import java.net.URI;
import java.time.Duration;
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
  record OneBot(ChannelId id, Secret accessToken, Set<String> selfIds, OneBotWay way)
      implements ChannelSettings {
    public OneBot {
      selfIds = Set.copyOf(selfIds);
    }

    @Override
    public String type() {
      return "onebot";
    }
  }

  /** Which of the two, the OneBot client or this server, calls the other. */
  sealed interface OneBotWay {
    /** The client opens a WebSocket to us. */
    record Reverse() implements OneBotWay {}

    /** We open a WebSocket to the client. */
    record Forward(URI address) implements OneBotWay {}

    /**
     * The client posts to us, and we call its HTTP API.
     *
     * @param secret signs what it posts
     */
    record Http(URI apiBase, Secret secret) implements OneBotWay {}
  }

  /**
   * Another system of the operator's, over plain HTTP (adapters/README, HTTP 渠道的约定).
   *
   * @param secret signs both directions
   * @param deliverTo where answers are posted
   */
  record PlainHttp(ChannelId id, Secret secret, URI deliverTo) implements ChannelSettings {
    @Override
    public String type() {
      return "http";
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

  /**
   * An official QQ bot.
   *
   * @param gateway whether events come over a connection of ours instead of QQ's calls
   * @param intents names of the events the gateway is asked for, never empty
   * @param linkHosts registered in QQ's console; links to others are taken out
   */
  record Qq(
      ChannelId id,
      String appId,
      Secret secret,
      boolean gateway,
      Set<String> intents,
      Set<String> linkHosts,
      QqLimits limits,
      URI apiBase,
      URI tokenBase)
      implements ChannelSettings {
    public Qq {
      intents = Set.copyOf(intents);
      linkHosts = Set.copyOf(linkHosts);
    }

    @Override
    public String type() {
      return "qq";
    }
  }

  /**
   * How far a QQ bot may answer; QQ's own pages disagree.
   *
   * @param groupWindow after a message in a group
   * @param privateWindow after a message in private
   */
  record QqLimits(
      Duration groupWindow,
      int groupReplies,
      Duration privateWindow,
      int privateReplies,
      int maxTextBytes) {}

  /**
   * 微信客服.
   *
   * @param secret of the application that may call the interface
   * @param token and aesKey of the place where events are received
   * @param accounts open_kfid of those served, never empty
   */
  record WeComKf(
      ChannelId id,
      String corpId,
      Secret secret,
      Secret token,
      Secret aesKey,
      Set<String> accounts,
      URI apiBase,
      Duration sweep)
      implements ChannelSettings {
    public WeComKf {
      accounts = Set.copyOf(accounts);
    }

    @Override
    public String type() {
      return "wecom-kf";
    }
  }

  /**
   * 企业微信智能机器人 called back by WeCom.
   *
   * @param name as members mention it
   */
  record WeComBot(ChannelId id, String botId, String name, Secret token, Secret aesKey, URI apiBase)
      implements ChannelSettings {
    @Override
    public String type() {
      return "wecom-bot";
    }
  }

  /**
   * 企业微信智能机器人 over a connection of ours, for a server without a public address.
   *
   * @param name as members mention it
   */
  record WeComLine(ChannelId id, String botId, String name, Secret secret, URI gateway)
      implements ChannelSettings {
    @Override
    public String type() {
      return "wecom-bot";
    }
  }

  /**
   * A self-built application of WeCom: members of the organisation, one to one.
   *
   * @param cadres whether it is where cadres work; otherwise members ask there as on any channel
   */
  record WeComApp(
      ChannelId id,
      String corpId,
      long agentId,
      Secret secret,
      Secret token,
      Secret aesKey,
      URI apiBase,
      boolean cadres)
      implements ChannelSettings {
    @Override
    public String type() {
      return "wecom-app";
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
