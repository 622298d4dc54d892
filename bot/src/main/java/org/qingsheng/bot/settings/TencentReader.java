package org.qingsheng.bot.settings;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.qingsheng.adapters.ChannelId;

/** Reads what the consoles of QQ (q.qq.com) and WeCom (work.weixin.qq.com) show. */
final class TencentReader {
  private static final URI QQ_API = URI.create("https://api.bot.qq.com");
  private static final URI QQ_SANDBOX = URI.create("https://sandbox.api.sgroup.qq.com");
  private static final URI WECOM_API = URI.create("https://qyapi.weixin.qq.com");
  private static final URI WECOM_GATEWAY = URI.create("wss://openws.work.weixin.qq.com");

  private static final Pattern ANY = Pattern.compile("(?s).*\\S.*");
  private static final Pattern QQ_APP_ID = Pattern.compile("\\d{5,20}");
  private static final Pattern HOST = Pattern.compile("[a-z0-9-]{1,63}(?:\\.[a-z0-9-]{1,63}){1,8}");
  private static final Pattern CORP_ID = Pattern.compile("ww[0-9a-zA-Z]{4,30}");
  private static final Pattern KF_ACCOUNT = Pattern.compile("wk[A-Za-z0-9_-]{4,62}");
  private static final Pattern BOT_ID = Pattern.compile("[A-Za-z0-9_@.=+/-]{1,128}");
  private static final Pattern NAME = Pattern.compile("[^@\\s][^@]{0,39}");
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9]{1,32}");
  private static final Pattern AES_KEY = Pattern.compile("[A-Za-z0-9+/]{43}");
  private static final Pattern TRANSPORT = Pattern.compile("webhook|gateway");
  private static final Pattern BOT_TRANSPORT = Pattern.compile("callback|line");
  private static final Pattern DIGITS = Pattern.compile("[1-9]\\d{0,17}");

  /** Events a bot can ask the gateway for, as QQ's page names them. */
  static final Set<String> INTENTS =
      Set.of("GROUP_AND_C2C_EVENT", "PUBLIC_GUILD_MESSAGES", "DIRECT_MESSAGE");

  private TencentReader() {}

  static ChannelSettings qq(Section keys, ChannelId id) {
    boolean sandbox = keys.yesOrNo("sandbox", false);
    var api =
        keys.converted(
            "apiBase", sandbox ? QQ_SANDBOX : QQ_API, Addresses.EXPECTED, Addresses::base);
    return new ChannelSettings.Qq(
        id,
        keys.requiredText("appId", QQ_APP_ID, "应为 QQ 机器人管理端里的 AppID，一串数字"),
        keys.requiredSecret("secret", ANY, "应为 QQ 机器人的 AppSecret"),
        keys.text("transport", TRANSPORT, "应为 webhook（QQ 来调用）或 gateway（连到 QQ）")
            .orElse("webhook")
            .equals("gateway"),
        intents(keys),
        linkHosts(keys),
        limits(keys.section("limits")),
        api,
        keys.converted("tokenBase", QQ_API, Addresses.EXPECTED, Addresses::base));
  }

  private static Set<String> intents(Section keys) {
    var wanted = new LinkedHashSet<String>();
    for (var intent : keys.texts("intents")) {
      if (INTENTS.contains(intent)) {
        wanted.add(intent);
      } else {
        keys.refuse(
            "intents",
            "\"" + intent + "\"",
            "应为 GROUP_AND_C2C_EVENT、PUBLIC_GUILD_MESSAGES 或 DIRECT_MESSAGE；没开通的不要写，写了连不上");
      }
    }
    return wanted.isEmpty() ? Set.of("GROUP_AND_C2C_EVENT") : wanted;
  }

  private static Set<String> linkHosts(Section keys) {
    var hosts = new LinkedHashSet<String>();
    for (var host : keys.texts("linkHosts")) {
      if (HOST.matcher(host).matches()) {
        hosts.add(host);
      } else {
        keys.refuse("linkHosts", "\"" + host + "\"", "应为小写的域名，如 www.example.cn，不带 https:// 和路径");
      }
    }
    return hosts;
  }

  private static ChannelSettings.QqLimits limits(Section keys) {
    var limits =
        new ChannelSettings.QqLimits(
            Duration.ofMinutes(keys.wholeNumber("groupMinutes", 5, 1, 1_440)),
            keys.wholeNumber("groupReplies", 5, 1, 100),
            Duration.ofMinutes(keys.wholeNumber("privateMinutes", 60, 1, 1_440)),
            keys.wholeNumber("privateReplies", 4, 1, 100),
            keys.wholeNumber("maxTextBytes", 3_000, 100, 20_000));
    keys.finish();
    return limits;
  }

  static ChannelSettings weComKf(Section keys, ChannelId id) {
    var accounts = new LinkedHashSet<String>();
    for (var account : keys.texts("accounts")) {
      if (KF_ACCOUNT.matcher(account).matches()) {
        accounts.add(account);
      } else {
        keys.refuse("accounts", "\"" + account + "\"", "应为客服账号的 open_kfid，wk 开头");
      }
    }
    if (accounts.isEmpty() && keys.list("accounts").isEmpty()) {
      keys.refuse("accounts", "", "没有填写；至少要有一个客服账号的 open_kfid，wk 开头");
    }
    return new ChannelSettings.WeComKf(
        id,
        corpId(keys),
        keys.requiredSecret("secret", ANY, "应为“可调用接口的应用”的 Secret"),
        token(keys),
        aesKey(keys),
        accounts,
        keys.converted("apiBase", WECOM_API, Addresses.EXPECTED, Addresses::base),
        Duration.ofMinutes(keys.wholeNumber("sweepMinutes", 10, 1, 1_440)));
  }

  static ChannelSettings weComBot(Section keys, ChannelId id) {
    var transport =
        keys.text("transport", BOT_TRANSPORT, "应为 callback（企业微信来调用）或 line（长连接）").orElse("callback");
    var botId = keys.requiredText("botId", BOT_ID, "应为智能机器人的 Bot ID");
    var name = keys.requiredText("name", NAME, "应为群里 @ 它时看到的名字，不带 @");
    if (transport.equals("line")) {
      return new ChannelSettings.WeComLine(
          id,
          botId,
          name,
          keys.requiredSecret("secret", ANY, "应为智能机器人长连接的 Secret"),
          keys.converted("gateway", WECOM_GATEWAY, Addresses.SOCKET_EXPECTED, Addresses::socket));
    }
    return new ChannelSettings.WeComBot(
        id,
        botId,
        name,
        token(keys),
        aesKey(keys),
        keys.converted("apiBase", WECOM_API, Addresses.EXPECTED, Addresses::base));
  }

  static ChannelSettings weComApp(Section keys, ChannelId id) {
    var agent = keys.requiredText("agentId", DIGITS, "应为自建应用的 AgentId，如 1000002");
    return new ChannelSettings.WeComApp(
        id,
        corpId(keys),
        agent.isEmpty() ? 1 : Long.parseLong(agent),
        keys.requiredSecret("secret", ANY, "应为自建应用的 Secret"),
        token(keys),
        aesKey(keys),
        keys.converted("apiBase", WECOM_API, Addresses.EXPECTED, Addresses::base),
        keys.yesOrNo("cadres", false));
  }

  private static String corpId(Section keys) {
    return keys.requiredText("corpId", CORP_ID, "应为 ww 开头的企业 ID");
  }

  private static Secret token(Section keys) {
    return keys.requiredSecret("token", TOKEN, "应为接收消息的 Token，1 到 32 位字母或数字");
  }

  private static Secret aesKey(Section keys) {
    return keys.requiredSecret("aesKey", AES_KEY, "应为 43 位的 EncodingAESKey");
  }
}
