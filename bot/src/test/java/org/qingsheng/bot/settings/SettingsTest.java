package org.qingsheng.bot.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.wechat.WeChatMenu;
import org.qingsheng.bot.settings.ChannelSettings.OneBotWay;
import org.qingsheng.knowledge.RegionCode;

@DisplayName("配置 · settings")
class SettingsTest {
  private static final String AES_KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";
  private static final URI WECOM_API = URI.create("https://qyapi.weixin.qq.com");

  @TempDir Path folder;

  private Settings.Result load(String yaml, Map<String, String> env) throws IOException {
    return Settings.load(Files.writeString(folder.resolve("qingsheng.yaml"), yaml), env);
  }

  private Settings settings(String yaml, Map<String, String> env) throws IOException {
    var result = load(yaml, env);
    assertThat(result).isInstanceOf(Settings.Loaded.class);
    return ((Settings.Loaded) result).settings();
  }

  private List<String> problems(String yaml) throws IOException {
    var result = load(yaml, Map.of());
    assertThat(result).isInstanceOf(Settings.Problems.class);
    return ((Settings.Problems) result).list().stream().map(Problem::toString).toList();
  }

  @Test
  @DisplayName("空文件得到全部默认值")
  void pins_every_default() throws IOException {
    var settings = settings("", Map.of());

    var folderOfFile = folder.toAbsolutePath().normalize();
    assertThat(settings)
        .isEqualTo(
            new Settings(
                new Settings.Server("127.0.0.1", 8080, URI.create("http://localhost:8080")),
                Path.of("data"),
                new Settings.Database("jdbc:sqlite:" + Path.of("data", "qingsheng.db")),
                new Settings.Organisation("共青团", "共青团", RegionCode.NATION),
                List.of(new ChannelSettings.WebChat(new ChannelId("web"))),
                new Settings.Dialogue(Duration.ofMinutes(10), Duration.ofMinutes(10), 5, 300),
                new Settings.Desk(Duration.ofHours(8), Duration.ofMinutes(30)),
                new Settings.Knowledge(0.95),
                new Settings.Files(
                    folderOfFile.resolve("wording.yaml"),
                    folderOfFile.resolve("regions.csv"),
                    folderOfFile.resolve("calendar.yaml"),
                    folderOfFile.resolve("knowledge"),
                    folderOfFile.resolve("synonyms.txt"),
                    folderOfFile.resolve("crisis.yaml"),
                    folderOfFile.resolve("out-of-scope.yaml"),
                    folderOfFile.resolve("delivery.yaml"),
                    folderOfFile.resolve("dialogue")),
                List.of(),
                new Settings.Alerts(
                    Duration.ofSeconds(60),
                    Duration.ofMinutes(10),
                    Optional.of("operator"),
                    List.of()),
                Optional.empty()));
  }

  @Test
  @DisplayName("随程序发布的配置文件没有问题也没有提醒，写的就是默认值，只开网页渠道")
  void ships_a_file_that_works_as_it_is() throws IOException {
    var shipped = Path.of(System.getProperty("qingsheng.root", ".."), "config", "qingsheng.yaml");

    var result = Settings.load(shipped, Map.of());

    assertThat(result).isInstanceOf(Settings.Loaded.class);
    var loaded = (Settings.Loaded) result;
    assertThat(loaded.warnings()).isEmpty();
    assertThat(loaded.settings().enabledChannels())
        .containsExactly(new ChannelSettings.WebChat(new ChannelId("web")));
    assertThat(loaded.settings().channels())
        .contains(
            new ChannelSettings.Disabled(new ChannelId("qq-groups"), "onebot"),
            new ChannelSettings.Disabled(new ChannelId("wechat-main"), "wechat"));
    var defaults = settings("", Map.of());
    assertThat(loaded.settings())
        .usingRecursiveComparison()
        .ignoringFields("channels", "files")
        .isEqualTo(defaults);
    assertThat(loaded.settings().files().regions().getFileName())
        .isEqualTo(defaults.files().regions().getFileName());
  }

  @Test
  @DisplayName("随程序发布的配置文件在填好环境变量并打开全部渠道后同样可用")
  void ships_channel_blocks_that_work_once_enabled() throws IOException {
    var shipped = Path.of(System.getProperty("qingsheng.root", ".."), "config", "qingsheng.yaml");
    var enabled = Files.readString(shipped).replace("enabled: false", "enabled: true");

    var settings =
        settings(
            enabled,
            Map.ofEntries(
                Map.entry("ONEBOT_TOKEN", "onebot-token"),
                Map.entry("PORTAL_SECRET", "portal-secret-0001"),
                Map.entry("WECHAT_APP_ID", "wx0123456789abcdef"),
                Map.entry("WECHAT_SECRET", "app-secret"),
                Map.entry("WECHAT_TOKEN", "wechatToken"),
                Map.entry("WECHAT_AES_KEY", AES_KEY),
                Map.entry("WECHAT_ORIGINAL_ID", "gh_5a1b2c3d4e5f"),
                Map.entry("QQ_APP_ID", "102000001"),
                Map.entry("QQ_SECRET", "qq-secret"),
                Map.entry("WECOM_CORP_ID", "ww1234567890abcdef"),
                Map.entry("WECOM_KF_SECRET", "kf-secret"),
                Map.entry("WECOM_KF_TOKEN", "kfToken"),
                Map.entry("WECOM_KF_AES_KEY", AES_KEY),
                Map.entry("WECOM_KF_ACCOUNT", "wkAJ2GCAAAZSfhHCt7"),
                Map.entry("WECOM_BOT_ID", "aibQNZS01"),
                Map.entry("WECOM_BOT_NAME", "团小青"),
                Map.entry("WECOM_BOT_TOKEN", "botToken"),
                Map.entry("WECOM_BOT_AES_KEY", AES_KEY),
                Map.entry("WECOM_LINE_BOT_ID", "aibQNZS02"),
                Map.entry("WECOM_LINE_SECRET", "line-secret"),
                Map.entry("WECOM_AGENT_ID", "1000002"),
                Map.entry("WECOM_APP_SECRET", "app-secret"),
                Map.entry("WECOM_APP_TOKEN", "appToken"),
                Map.entry("WECOM_APP_AES_KEY", AES_KEY)));

    assertThat(settings.enabledChannels())
        .containsExactly(
            new ChannelSettings.WebChat(new ChannelId("web")),
            new ChannelSettings.OneBot(
                new ChannelId("qq-groups"),
                new Secret("onebot-token"),
                Set.of(),
                new OneBotWay.Reverse()),
            new ChannelSettings.WeChat(
                new ChannelId("wechat-main"),
                "wx0123456789abcdef",
                new Secret("app-secret"),
                new Secret("wechatToken"),
                Optional.of(new Secret(AES_KEY)),
                URI.create("https://api.weixin.qq.com"),
                Optional.of("gh_5a1b2c3d4e5f"),
                false,
                Optional.of(
                    new WeChatMenu(
                        List.of(
                            new WeChatMenu.Button.Says("我要提问", "菜单"),
                            new WeChatMenu.Button.Says("查进度", "进度"),
                            new WeChatMenu.Button.Group(
                                "更多",
                                List.of(
                                    new WeChatMenu.Button.Says("转人工", "转人工"),
                                    new WeChatMenu.Button.Says("有用", "有用"),
                                    new WeChatMenu.Button.Says("没用", "没用"))))))),
            new ChannelSettings.Qq(
                new ChannelId("qq-main"),
                "102000001",
                new Secret("qq-secret"),
                false,
                Set.of("GROUP_AND_C2C_EVENT"),
                Set.of(),
                new ChannelSettings.QqLimits(
                    Duration.ofMinutes(5), 5, Duration.ofMinutes(60), 4, 3_000),
                URI.create("https://api.bot.qq.com"),
                URI.create("https://api.bot.qq.com")),
            new ChannelSettings.WeComKf(
                new ChannelId("wecom-kf"),
                "ww1234567890abcdef",
                new Secret("kf-secret"),
                new Secret("kfToken"),
                new Secret(AES_KEY),
                Set.of("wkAJ2GCAAAZSfhHCt7"),
                WECOM_API,
                Duration.ofMinutes(10)),
            new ChannelSettings.WeComBot(
                new ChannelId("wecom-bot"),
                "aibQNZS01",
                "团小青",
                new Secret("botToken"),
                new Secret(AES_KEY),
                WECOM_API),
            new ChannelSettings.WeComLine(
                new ChannelId("wecom-line"),
                "aibQNZS02",
                "团小青",
                new Secret("line-secret"),
                URI.create("wss://openws.work.weixin.qq.com")),
            new ChannelSettings.WeComApp(
                new ChannelId("wecom-app"),
                "ww1234567890abcdef",
                1_000_002,
                new Secret("app-secret"),
                new Secret("appToken"),
                new Secret(AES_KEY),
                WECOM_API,
                true),
            new ChannelSettings.PlainHttp(
                new ChannelId("portal"),
                new Secret("portal-secret-0001"),
                URI.create("https://oa.example.gov.cn/qingsheng/answers")));
  }

  @Test
  @DisplayName("每一项都可以改，改了就按改的来")
  void reads_every_key() throws IOException {
    var settings =
        settings(
            """
            server: {host: 0.0.0.0, port: 9000, publicUrl: "https://qingsheng.example.org/"}
            data: /srv/qingsheng
            database: {url: "jdbc:postgresql://db/qingsheng?password=${PG}"}
            organisation: {name: 共青团连南县委, signature: 连南团县委, region: 441826}
            channels:
              - {id: sim, type: simulator}
              - {id: qq, type: onebot, accessToken: "abc", selfIds: [10001000, "10001001"]}
              - {id: forward, type: onebot, accessToken: "abc", transport: forward, address: "ws://127.0.0.1:3001/"}
              - {id: posts, type: onebot, accessToken: "abc", transport: http, apiBase: "http://127.0.0.1:3000/", secret: def}
              - {id: portal, type: http, secret: 0123456789abcdef, deliverTo: "https://oa.example.gov.cn/answers"}
              - {id: later, type: qq, enabled: false, appId: x}
              - {id: sandbox, type: qq, appId: 102000001, secret: s, sandbox: true, transport: gateway, intents: [DIRECT_MESSAGE], linkHosts: [a.example.cn], limits: {groupMinutes: 3, groupReplies: 2, privateMinutes: 30, privateReplies: 1, maxTextBytes: 900}}
            dialogue: {clarifyMinutes: 5, contextMinutes: 20, rateLimitPerMinute: 9, firstMessageCharacters: 200}
            desk: {dueWorkingHours: 16, claimWithinWorkingMinutes: 60}
            knowledge: {targetPrecision: 0.99}
            files: {wording: w.yaml, regions: /etc/r.csv, calendar: c.yaml, knowledge: k, synonyms: s.txt, crisis: x.yaml}
            """,
            Map.of("PG", "p4ss", "QINGSHENG_ADMIN_PASSWORD", "very-secret-1"));

    assertThat(settings.server())
        .isEqualTo(
            new Settings.Server("0.0.0.0", 9000, URI.create("https://qingsheng.example.org")));
    assertThat(settings.data()).isEqualTo(Path.of("/srv/qingsheng"));
    assertThat(settings.database().url()).isEqualTo("jdbc:postgresql://db/qingsheng?password=p4ss");
    assertThat(settings.organisation())
        .isEqualTo(new Settings.Organisation("共青团连南县委", "连南团县委", new RegionCode("441826")));
    assertThat(settings.channels())
        .containsExactly(
            new ChannelSettings.Simulator(new ChannelId("sim")),
            new ChannelSettings.OneBot(
                new ChannelId("qq"),
                new Secret("abc"),
                Set.of("10001000", "10001001"),
                new OneBotWay.Reverse()),
            new ChannelSettings.OneBot(
                new ChannelId("forward"),
                new Secret("abc"),
                Set.of(),
                new OneBotWay.Forward(URI.create("ws://127.0.0.1:3001/"))),
            new ChannelSettings.OneBot(
                new ChannelId("posts"),
                new Secret("abc"),
                Set.of(),
                new OneBotWay.Http(URI.create("http://127.0.0.1:3000"), new Secret("def"))),
            new ChannelSettings.PlainHttp(
                new ChannelId("portal"),
                new Secret("0123456789abcdef"),
                URI.create("https://oa.example.gov.cn/answers")),
            new ChannelSettings.Disabled(new ChannelId("later"), "qq"),
            new ChannelSettings.Qq(
                new ChannelId("sandbox"),
                "102000001",
                new Secret("s"),
                true,
                Set.of("DIRECT_MESSAGE"),
                Set.of("a.example.cn"),
                new ChannelSettings.QqLimits(
                    Duration.ofMinutes(3), 2, Duration.ofMinutes(30), 1, 900),
                URI.create("https://sandbox.api.sgroup.qq.com"),
                URI.create("https://api.bot.qq.com")));
    assertThat(settings.dialogue())
        .isEqualTo(new Settings.Dialogue(Duration.ofMinutes(5), Duration.ofMinutes(20), 9, 200));
    assertThat(settings.desk())
        .isEqualTo(new Settings.Desk(Duration.ofHours(16), Duration.ofHours(1)));
    assertThat(settings.knowledge().targetPrecision()).isEqualTo(0.99);
    assertThat(settings.files().wording()).isEqualTo(folder.toAbsolutePath().resolve("w.yaml"));
    assertThat(settings.files().regions()).isEqualTo(Path.of("/etc/r.csv"));
    assertThat(settings.adminPassword()).contains(new Secret("very-secret-1"));
  }

  @Test
  @DisplayName("环境变量 QINGSHENG_DATA 优先于文件，数据库跟着走")
  void takes_the_data_folder_from_the_environment() throws IOException {
    var settings = settings("data: elsewhere", Map.of("QINGSHENG_DATA", "/var/qs"));

    assertThat(settings.data()).isEqualTo(Path.of("/var/qs"));
    assertThat(settings.database().url()).isEqualTo("jdbc:sqlite:/var/qs/qingsheng.db");
  }

  @ParameterizedTest(name = "{0} → {1}")
  @DisplayName("写错的配置各有一句说得清的话")
  @CsvSource(
      delimiter = '|',
      value = {
        "server: {port: 80a} | server.port = \"80a\"：应为 0 到 65535 的整数",
        "server: {port: 70000} | server.port = 70000：应为 0 到 65535 的整数",
        "server: {port: [1]} | server.port = […]：应为一个值，不是列表或一组键",
        "server: {prot: 80} | server.prot：没有这个配置项，是不是 port？",
        "server: {publicURL: x} | server.publicURL：没有这个配置项，是不是 publicUrl？",
        "server: {zzz: 1} | server.zzz：没有这个配置项",
        "sever: {port: 80} | sever：没有这个配置项，是不是 server？",
        "server: 8080 | server = \"8080\"：应为一组“键: 值”",
        "server: {host: 'a b'} | server.host = \"a b\"：应为主机名或 IP 地址，如 127.0.0.1",
        "server: {publicUrl: localhost} | server.publicUrl = \"localhost\"：应为 http:// 或 https:// 开头的网址，不带问号和井号",
        "server: {publicUrl: 'http://a/?b'} | server.publicUrl = \"http://a/?b\"：应为 http:// 或 https:// 开头的网址，不带问号和井号",
        "database: {url: 'jdbc:mysql://u:pw@h/db'} | database.url = ***：应为 sqlite、jdbc:sqlite:文件 或 jdbc:postgresql://主机/库",
        "organisation: {region: 广东} | organisation.region = \"广东\"：应为 CN 或 6、9、12 位区划代码",
        "dialogue: {clarifyMinutes: 0} | dialogue.clarifyMinutes = 0：应为 1 到 1440 的整数",
        "dialogue: {clarifyMinutes: PT5M} | dialogue.clarifyMinutes = \"PT5M\"：应为 1 到 1440 的整数",
        "dialogue: {contextMinutes: 9999} | dialogue.contextMinutes = 9999：应为 1 到 1440 的整数",
        "dialogue: {rateLimitPerMinute: 0} | dialogue.rateLimitPerMinute = 0：应为 1 到 600 的整数",
        "dialogue: {firstMessageCharacters: 10} | dialogue.firstMessageCharacters = 10：应为 50 到 2000 的整数",
        "desk: {dueWorkingHours: -1} | desk.dueWorkingHours = -1：应为 1 到 400 的整数",
        "desk: {claimWithinWorkingMinutes: 481} | desk.claimWithinWorkingMinutes = 481：认领时限不能长于办理时限",
        "knowledge: {targetPrecision: 97} | knowledge.targetPrecision = 97.0：应为 0.5 到 0.999 的小数",
        "knowledge: {targetPrecision: 97%} | knowledge.targetPrecision = \"97%\"：应为 0.5 到 0.999 的小数",
        "files: {region: r.csv} | files.region：没有这个配置项，是不是 regions？",
        "data: '${NOWHERE}/x' | data = ${NOWHERE}：环境变量 NOWHERE 没有设置",
        "channels: web | channels = \"web\"：应为一个列表",
        "channels: [web] | channels[0] = \"web\"：应为一组“键: 值”",
        "channels: [{type: webchat}] | channels[0].id：没有填写；应为小写字母、数字和连字符，最多 40 个",
        "channels: [{id: 'A b', type: webchat}] | channels[0].id = \"A b\"：应为小写字母、数字和连字符，最多 40 个",
        "channels: [{id: a}] | channels[0].type：没有填写；应为 webchat、onebot、wechat、qq、wecom-kf、wecom-bot、wecom-app、http 或 simulator",
        "channels: [{id: a, type: webchta}] | channels[0].type = \"webchta\"：应为 webchat、onebot、wechat、qq、wecom-kf、wecom-bot、wecom-app、http 或 simulator，是不是 webchat？",
        "channels: [{id: a, type: wecom}] | channels[0].type = \"wecom\"：应为 webchat、onebot、wechat、qq、wecom-kf、wecom-bot、wecom-app、http 或 simulator；企业微信分三种：wecom-kf（微信客服）、wecom-bot（智能机器人）、wecom-app（自建应用）",
        "channels: [{id: a, type: qq, appId: abc, secret: s}] | channels[0].appId = \"abc\"：应为 QQ 机器人管理端里的 AppID，一串数字",
        "channels: [{id: a, type: qq, appId: 102000001}] | channels[0].secret：没有填写；应为 QQ 机器人的 AppSecret",
        "channels: [{id: a, type: qq, appId: 102000001, secret: s, transport: websocket}] | channels[0].transport = \"websocket\"：应为 webhook（QQ 来调用）或 gateway（连到 QQ）",
        "channels: [{id: a, type: qq, appId: 102000001, secret: s, intents: [GUILDS]}] | channels[0].intents = \"GUILDS\"：应为 GROUP_AND_C2C_EVENT、PUBLIC_GUILD_MESSAGES 或 DIRECT_MESSAGE；没开通的不要写，写了连不上",
        "channels: [{id: a, type: qq, appId: 102000001, secret: s, linkHosts: ['https://a.cn']}] | channels[0].linkHosts = \"https://a.cn\"：应为小写的域名，如 www.example.cn，不带 https:// 和路径",
        "channels: [{id: a, type: qq, appId: 102000001, secret: s, limits: {groupReplies: 0}}] | channels[0].limits.groupReplies = 0：应为 1 到 100 的整数",
        "channels: [{id: a, type: qq, appId: 102000001, secret: s, limits: {groupReply: 4}}] | channels[0].limits.groupReply：没有这个配置项，是不是 groupReplies？",
        "channels: [{id: a, type: wechat, appId: wx12345, secret: s, token: tok, menu: [{name: 提问提问提问, say: 菜单}]}] | channels[0].menu[0].name = \"提问提问提问\"：一级菜单最多 4 个汉字",
        "channels: [{id: a, type: wechat, appId: wx12345, secret: s, token: tok, menu: [{name: 提问, say: V1001}]}] | channels[0].menu[0].say = \"V1001\"：应为点了等于说的话，要有汉字；打开网页用 link，有下一级用 items",
        "channels: [{id: a, type: wechat, appId: wx12345, secret: s, token: tok, menu: [{name: 提问, link: ftp}]}] | channels[0].menu[0].link = \"ftp\"：应为 http:// 或 https:// 开头的网址",
        "channels: [{id: a, type: wechat, appId: wx12345, secret: s, token: tok, menu: [{name: 更多, items: []}]}] | channels[0].menu[0].items：至少要有一项",
        "channels: [{id: a, type: wechat, appId: wx12345, secret: s, token: tok, menu: [{name: 更多, say: 菜单, itmes: 1}]}] | channels[0].menu[0].itmes：没有这个配置项，是不是 items？",
        "channels: [{id: a, type: wecom-kf, corpId: ww12345, secret: s, token: t, aesKey: AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8}] | channels[0].accounts：没有填写；至少要有一个客服账号的 open_kfid，wk 开头",
        "channels: [{id: a, type: wecom-kf, corpId: ww12345, secret: s, token: t, aesKey: AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8, accounts: [kf1]}] | channels[0].accounts = \"kf1\"：应为客服账号的 open_kfid，wk 开头",
        "channels: [{id: a, type: wecom-kf, corpId: 12345, secret: s, token: t, aesKey: AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8, accounts: [wk12345]}] | channels[0].corpId = \"12345\"：应为 ww 开头的企业 ID",
        "channels: [{id: a, type: wecom-bot, botId: b, name: '@青', token: t, aesKey: AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8}] | channels[0].name = \"@青\"：应为群里 @ 它时看到的名字，不带 @",
        "channels: [{id: a, type: wecom-bot, transport: line, botId: b, name: 青}] | channels[0].secret：没有填写；应为智能机器人长连接的 Secret",
        "channels: [{id: a, type: wecom-bot, transport: line, botId: b, name: 青, secret: s, gateway: 'https://x'}] | channels[0].gateway = \"https://x\"：应为 ws:// 或 wss:// 开头的网址",
        "channels: [{id: a, type: wecom-app, corpId: ww12345, agentId: x, secret: s, token: t, aesKey: AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8}] | channels[0].agentId = \"x\"：应为自建应用的 AgentId，如 1000002",
        "channels: [{id: a, type: wecom-app, corpId: ww12345, agentId: 1, secret: s, token: t, aesKey: no}] | channels[0].aesKey = ***：应为 43 位的 EncodingAESKey",
        "channels: [{id: a, type: webchat, enabled: maybe}] | channels[0].enabled = \"maybe\"：应为 true 或 false",
        "channels: [{id: a, type: webchat}, {id: a, type: simulator}] | channels[1].id = \"a\"：前面已有同名的渠道，id 不能重复",
        "channels: [{id: a, type: webchat}, {id: b, type: webchat}] | channels[1].type = webchat：网页渠道只能有一个",
        "channels: [{id: a, type: onebot}] | channels[0].accessToken：没有填写；应为 OneBot 客户端连接时出示的令牌",
        "channels: [{id: a, type: onebot, accessToken: '${T}'}] | channels[0].accessToken = ${T}：环境变量 T 没有设置",
        "channels: [{id: a, type: onebot, accessToken: t, selfIds: [12]}] | channels[0].selfIds = \"12\"：应为 QQ 号，5 到 20 位数字",
        "channels: [{id: a, type: onebot, accessToken: t, transport: websocket}] | channels[0].transport = \"websocket\"：应为 reverse（客户端连过来）、forward（连到客户端）或 http（两边互相调用）",
        "channels: [{id: a, type: onebot, accessToken: t, transport: forward}] | channels[0].address：没有填写；应为 ws:// 或 wss:// 开头的网址，如 ws://127.0.0.1:3001/",
        "channels: [{id: a, type: onebot, accessToken: t, transport: forward, address: 'http://a'}] | channels[0].address = \"http://a\"：应为 ws:// 或 wss:// 开头的网址",
        "channels: [{id: a, type: onebot, accessToken: t, address: 'ws://a'}] | channels[0].address：只用于 transport: forward，现在是 reverse",
        "channels: [{id: a, type: onebot, accessToken: t, transport: http, secret: s}] | channels[0].apiBase：没有填写；应为 http:// 或 https:// 开头的网址，不带问号和井号，如 http://127.0.0.1:3000",
        "channels: [{id: a, type: onebot, accessToken: t, transport: http, apiBase: 'http://a'}] | channels[0].secret：没有填写；应为客户端上报时签名用的密钥",
        "channels: [{id: a, type: onebot, accessToken: t, transport: forward, address: 'ws://a', secret: s}] | channels[0].secret：只用于 transport: http，现在是 forward",
        "channels: [{id: a, type: http, secret: short, deliverTo: 'http://a'}] | channels[0].secret = ***：应为 16 位以上的密钥，两边相同",
        "channels: [{id: a, type: http, secret: 0123456789abcdef}] | channels[0].deliverTo：没有填写；应为 http:// 或 https:// 开头的网址，不带问号和井号，如 https://oa.example.gov.cn/answers",
        "channels: [{id: a, type: http, secret: 0123456789abcdef, deliverTo: oa}] | channels[0].deliverTo = \"oa\"：应为 http:// 或 https:// 开头的网址，不带问号和井号",
        "channels: [{id: a, type: onebot, accessToken: t, adress: x, enabled: false}] | channels[0].adress：没有这个配置项，是不是 address？",
        "channels: [{id: a, type: onebot, acessToken: t, enabled: false}] | channels[0].acessToken：没有这个配置项，是不是 accessToken？",
        "channels: [{id: a, type: wechat, appId: wx12345, secret: s, token: 'no!'}] | channels[0].token = ***：应为服务器配置里的 Token，3 到 32 位字母或数字",
        "channels: [{id: a, type: wechat, appId: wx12345, secret: s, token: tok, aesKey: short}] | channels[0].aesKey = ***：应为 43 位的 EncodingAESKey",
        "channels: [{id: a, type: wechat, appId: 12345, secret: s, token: tok}] | channels[0].appId = \"12345\"：应为 wx 开头的 AppID",
        "channels: [{id: a, type: wechat, appId: wx12345, secret: s, token: tok, apiBase: x}] | channels[0].apiBase = \"x\"：应为 http:// 或 https:// 开头的网址，不带问号和井号",
      })
  void explains_each_mistake(String yaml, String expected) throws IOException {
    assertThat(problems(yaml)).containsExactly(expected);
  }

  @Test
  @DisplayName("所有问题一次报完，不是改一个再见下一个")
  void reports_every_problem_at_once() throws IOException {
    assertThat(
            problems(
                """
                server: {port: x, hots: y}
                desk: {dueWorkingHours: 0}
                channels:
                  - {id: w, type: wechat}
                """))
        .containsExactlyInAnyOrder(
            "server.port = \"x\"：应为 0 到 65535 的整数",
            "server.hots：没有这个配置项，是不是 host？",
            "desk.dueWorkingHours = 0：应为 1 到 400 的整数",
            "channels[0].appId：没有填写；应为 wx 开头的 AppID",
            "channels[0].secret：没有填写；应为公众号的 AppSecret",
            "channels[0].token：没有填写；应为服务器配置里的 Token，3 到 32 位字母或数字");
  }

  @Test
  @DisplayName("YAML 写坏时说出行号，不抄出那一行，免得带出密码")
  void names_the_line_of_broken_yaml_without_quoting_it() throws IOException {
    assertThat(problems("server:\n  port: 1\n secret: hunter2-secret\n"))
        .singleElement()
        .satisfies(problem ->
            assertThat(problem).contains("第 3 行").contains("不是正确的 YAML").doesNotContain("hunter2"));
    assertThat(problems("data: a\ndata: b\n"))
        .singleElement()
        .satisfies(problem -> assertThat(problem).contains("第 2 行"));
  }

  @Test
  @DisplayName("找不到配置文件、编码不对，都是看得懂的问题")
  void explains_a_file_that_cannot_be_read() throws IOException {
    var missing = Settings.load(folder.resolve("none.yaml"), Map.of());
    var latin = Files.write(folder.resolve("latin.yaml"), new byte[] {'a', ':', ' ', (byte) 0xe9});

    assertThat(missing)
        .isInstanceOfSatisfying(
            Settings.Problems.class,
            problems ->
                assertThat(problems.list())
                    .singleElement()
                    .extracting(Problem::expected)
                    .isEqualTo("读不到配置文件"));
    assertThat(Settings.load(latin, Map.of()))
        .isInstanceOfSatisfying(
            Settings.Problems.class,
            problems ->
                assertThat(problems.list())
                    .singleElement()
                    .extracting(Problem::expected)
                    .isEqualTo("应为 UTF-8 编码的文本"));
  }

  @Test
  @DisplayName("打印配置看不到任何密钥")
  void prints_no_secret() throws IOException {
    var settings =
        settings(
            """
            database: {url: "jdbc:postgresql://db/q?password=PLANTED-1"}
            channels:
              - {id: a, type: onebot, accessToken: PLANTED-2}
              - {id: b, type: wechat, appId: wx12345, secret: PLANTED-3, token: PLANTED4, aesKey: PLANTED5PLANTED5PLANTED5PLANTED5PLANTED5PLA}
              - {id: c, type: qq, appId: 102000001, secret: PLANTED-7}
              - {id: d, type: wecom-app, corpId: ww12345, agentId: 1, secret: PLANTED-8, token: PLANTED9, aesKey: PLANTED5PLANTED5PLANTED5PLANTED5PLANTED5PLA}
            """,
            Map.of("QINGSHENG_ADMIN_PASSWORD", "PLANTED-6"));

    assertThat(settings.toString()).doesNotContain("PLANTED").contains("***");
  }

  @Test
  @DisplayName("对外开放而没有 TLS 代理时提醒，有 https 的对外网址就不提醒")
  void warns_when_passwords_would_travel_in_the_clear() throws IOException {
    var open = (Settings.Loaded) load("server: {host: 0.0.0.0}", Map.of());
    var behindProxy =
        (Settings.Loaded)
            load("server: {host: 0.0.0.0, publicUrl: 'https://a.example.org'}", Map.of());

    assertThat(open.warnings()).singleElement().asString().contains("TLS");
    assertThat(behindProxy.warnings()).isEmpty();
  }

  @Test
  @DisplayName("没有渠道、取件链接只有本机能打开，都会提醒")
  void warns_about_settings_that_reach_nobody() throws IOException {
    var none = (Settings.Loaded) load("channels: []", Map.of());
    var local =
        (Settings.Loaded) load("channels: [{id: a, type: onebot, accessToken: t}]", Map.of());

    var webhook =
        (Settings.Loaded)
            load(
                """
                server: {publicUrl: "http://a.example.org"}
                channels: [{id: a, type: qq, appId: 102000001, secret: s}]
                """,
                Map.of());

    assertThat(webhook.warnings()).singleElement().asString().contains("gateway");
    assertThat(none.warnings()).singleElement().asString().contains("没有启用任何渠道");
    assertThat(local.warnings()).singleElement().asString().contains("取件链接");
  }

  @Test
  @DisplayName("环境变量的值里有 ${…} 也只当普通文字，不再展开")
  void fills_a_placeholder_once() throws IOException {
    var settings =
        settings("organisation: {name: \"${UNIT}委员会\"}", Map.of("UNIT", "$1${UNIT}", "OTHER", "x"));

    assertThat(settings.organisation().name()).isEqualTo("$1${UNIT}委员会");
  }
}
