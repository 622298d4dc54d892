package org.qingsheng.bot.settings;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.bot.settings.ChannelSettings.OneBotWay;

/** Reads one entry of {@code channels}. For one thread. */
final class ChannelReader {
  /** Where WeChat's API lives. */
  static final URI WECHAT_API = URI.create("https://api.weixin.qq.com");

  private static final List<String> SUPPORTED =
      List.of(
          "webchat",
          "onebot",
          "wechat",
          "qq",
          "wecom-kf",
          "wecom-bot",
          "wecom-app",
          "http",
          "simulator");

  private static final String TYPES =
      "应为 " + String.join("、", SUPPORTED.subList(0, SUPPORTED.size() - 1)) + " 或 simulator";

  private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");
  private static final Pattern ANY = Pattern.compile("(?s).*\\S.*");
  private static final Pattern ONEBOT_TRANSPORT = Pattern.compile("reverse|forward|http");
  private static final Pattern LONG_SECRET = Pattern.compile("(?s)\\S.{14,}\\S");
  private static final Pattern QQ_NUMBER = Pattern.compile("\\d{5,20}");

  /** As the console of the platform (公众平台 → 开发接口管理) shows and accepts them. */
  private static final Pattern APP_ID = Pattern.compile("wx[0-9a-zA-Z]{4,30}");

  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9]{3,32}");
  private static final Pattern AES_KEY = Pattern.compile("[A-Za-z0-9+/]{43}");
  private static final Pattern ORIGINAL_ID = Pattern.compile("gh_[0-9a-zA-Z]{4,30}");

  private final Placeholders placeholders;
  private final List<Problem> problems;

  ChannelReader(Placeholders placeholders, List<Problem> problems) {
    this.placeholders = placeholders;
    this.problems = problems;
  }

  /** The channel, or empty if it is not even known what it is; problems are added to the list. */
  Optional<ChannelSettings> read(JsonNode node, int index) {
    var keys = new Section("channels[%d]".formatted(index), node, placeholders, problems);
    if (!node.isObject()) {
      return Optional.empty();
    }
    var id = keys.requiredText("id", ID, "应为小写字母、数字和连字符，最多 40 个");
    var type = keys.requiredText("type", ANY, TYPES);
    boolean enabled = keys.yesOrNo("enabled", true);
    if (id.isEmpty() || type.isEmpty()) {
      return Optional.empty();
    }
    var channel = new ChannelId(id);
    if (!SUPPORTED.contains(type)) {
      return unknown(keys, type);
    }
    if (!enabled) {
      return Optional.of(disabled(node, index, channel, type));
    }
    var read = ofType(keys, channel, type);
    keys.finish();
    return Optional.of(read);
  }

  private static Optional<ChannelSettings> unknown(Section keys, String type) {
    var meant =
        type.equals("wecom")
            ? "；企业微信分三种：wecom-kf（微信客服）、wecom-bot（智能机器人）、wecom-app（自建应用）"
            : Section.nearest(type, Set.copyOf(SUPPORTED))
                .map(known -> "，是不是 " + known + "？")
                .orElse("");
    keys.refuse("type", "\"" + type + "\"", TYPES + meant);
    return Optional.empty();
  }

  /**
   * Checks the names of the keys only: what they hold may wait until the channel is switched on.
   */
  private ChannelSettings disabled(JsonNode node, int index, ChannelId channel, String type) {
    var ignored = new java.util.ArrayList<Problem>();
    var keys = new Section("channels[%d]".formatted(index), node, placeholders, ignored);
    for (var common : List.of("id", "type", "enabled")) {
      keys.has(common);
    }
    var _ = ofType(keys, channel, type);
    ignored.clear();
    keys.finish();
    problems.addAll(ignored);
    return new ChannelSettings.Disabled(channel, type);
  }

  private ChannelSettings ofType(Section keys, ChannelId id, String type) {
    return switch (type) {
      case "webchat" -> new ChannelSettings.WebChat(id);
      case "simulator" -> new ChannelSettings.Simulator(id);
      case "onebot" -> oneBot(keys, id);
      case "wechat" -> weChat(keys, id);
      case "http" -> plainHttp(keys, id);
      case "qq" -> TencentReader.qq(keys, id);
      case "wecom-kf" -> TencentReader.weComKf(keys, id);
      case "wecom-bot" -> TencentReader.weComBot(keys, id);
      case "wecom-app" -> TencentReader.weComApp(keys, id);
      default -> throw new IllegalArgumentException("channel type " + type);
    };
  }

  private static ChannelSettings oneBot(Section keys, ChannelId id) {
    var token = keys.requiredSecret("accessToken", ANY, "应为 OneBot 客户端连接时出示的令牌");
    var numbers = new LinkedHashSet<String>();
    for (var number : keys.list("selfIds")) {
      if (QQ_NUMBER.matcher(number.asText()).matches()) {
        numbers.add(number.asText());
      } else {
        keys.refuse("selfIds", "\"" + number.asText() + "\"", "应为 QQ 号，5 到 20 位数字");
      }
    }
    return new ChannelSettings.OneBot(id, token, numbers, oneBotWay(keys));
  }

  private static OneBotWay oneBotWay(Section keys) {
    var transport =
        keys.text("transport", ONEBOT_TRANSPORT, "应为 reverse（客户端连过来）、forward（连到客户端）或 http（两边互相调用）")
            .orElse("reverse");
    onlyFor("forward", transport, keys, "address");
    onlyFor("http", transport, keys, "apiBase", "secret");
    return switch (transport) {
      case "forward" ->
          new OneBotWay.Forward(
              keys.requiredAddress(
                  "address", Addresses.SOCKET_EXPECTED, Addresses::socket, "ws://127.0.0.1:3001/"));
      case "http" ->
          new OneBotWay.Http(
              keys.requiredAddress(
                  "apiBase", Addresses.EXPECTED, Addresses::base, "http://127.0.0.1:3000"),
              keys.requiredSecret("secret", ANY, "应为客户端上报时签名用的密钥"));
      default -> new OneBotWay.Reverse();
    };
  }

  /** Refuses keys that mean nothing with the transport chosen: they were meant for another. */
  private static void onlyFor(String transport, String chosen, Section keys, String... only) {
    for (var key : only) {
      if (keys.has(key) && !chosen.equals(transport)) {
        keys.refuse(key, "", "只用于 transport: %s，现在是 %s".formatted(transport, chosen));
      }
    }
  }

  private static ChannelSettings plainHttp(Section keys, ChannelId id) {
    return new ChannelSettings.PlainHttp(
        id,
        keys.requiredSecret("secret", LONG_SECRET, "应为 16 位以上的密钥，两边相同"),
        keys.requiredAddress(
            "deliverTo", Addresses.EXPECTED, Addresses::base, "https://oa.example.gov.cn/answers"));
  }

  private static ChannelSettings weChat(Section keys, ChannelId id) {
    return new ChannelSettings.WeChat(
        id,
        keys.requiredText("appId", APP_ID, "应为 wx 开头的 AppID"),
        keys.requiredSecret("secret", ANY, "应为公众号的 AppSecret"),
        keys.requiredSecret("token", TOKEN, "应为服务器配置里的 Token，3 到 32 位字母或数字"),
        keys.secret("aesKey", AES_KEY, "应为 43 位的 EncodingAESKey"),
        keys.converted("apiBase", WECHAT_API, Addresses.EXPECTED, Addresses::base),
        keys.text("originalId", ORIGINAL_ID, "应为 gh_ 开头的原始 ID"),
        keys.yesOrNo("customerService", false));
  }
}
