package org.qingsheng.adapters.wecom;

import io.javalin.Javalin;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.qingsheng.adapters.AskerId;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.Conversation.PrivateChat;
import org.qingsheng.adapters.ConversationId;
import org.qingsheng.adapters.IdempotencyKey;
import org.qingsheng.adapters.MessageId;
import org.qingsheng.adapters.OutboundMessage;
import org.qingsheng.adapters.OutboundMessage.Route;
import org.qingsheng.adapters.wecom.fake.FakeCaller;
import org.qingsheng.adapters.wecom.fake.FakeWeCom;

/** 微信客服 in a real Javalin, WeCom before it, and a bot behind it that does as told. */
final class KfBench implements AutoCloseable {
  static final ChannelId CHANNEL = new ChannelId("wecom-kf");
  static final String ACCOUNT = "wkAJ2GCAAAZSfhHCt7";
  static final String CUSTOMER = "wmAJ2GCAAAme1XQRC-NI";
  static final Instant NOW = Instant.ofEpochSecond(1_760_000_030);
  static final String SYNC = "/cgi-bin/kf/sync_msg";
  static final String SEND = "/cgi-bin/kf/send_msg";

  final HandTime time = new HandTime(NOW);
  final FakeWeCom platform;
  final FakeCaller caller = new FakeCaller(FakeWeCom.CORP_ID, time);
  final BotDouble bot = new BotDouble();
  final MapCursors cursors;
  final WeComKfAdapter adapter;
  final URI callback;
  private final Javalin server;

  KfBench() {
    this(new FakeWeCom(), new MapCursors(), FakeWeCom.SECRET, Duration.ofSeconds(10));
  }

  KfBench(FakeWeCom platform, MapCursors cursors, String secret, Duration callTimeout) {
    this.platform = platform;
    this.cursors = cursors;
    var settings =
        WeComKfSettings.of(
                CHANNEL,
                FakeWeCom.CORP_ID,
                secret,
                WeComKeys.of(FakeCaller.TOKEN, FakeCaller.KEY),
                Set.of(ACCOUNT))
            .withApiBase(platform.apiBase());
    adapter = new WeComKfAdapter(settings, cursors, time, time, callTimeout);
    server =
        Javalin.create(
                config -> {
                  config.startup.showJavalinBanner = false;
                  config.concurrency.useVirtualThreads = true;
                  adapter.addTo(config.routes, "/channels/wecom-kf");
                })
            .start("127.0.0.1", 0);
    callback = URI.create("http://127.0.0.1:" + server.port() + "/channels/wecom-kf");
  }

  /** Starts and waits until the first look at the account is over. */
  KfBench started() throws InterruptedException {
    int before = cursors.stores();
    adapter.start(bot);
    cursors.awaitStores(before + 1);
    return this;
  }

  /** WeCom says that there is something. */
  HttpResponse<String> wake() {
    return caller.postXml(callback, caller.sealed(wakeUp("ENC7x")));
  }

  static String wakeUp(String token) {
    return "<xml><ToUserName><![CDATA[%s]]></ToUserName><CreateTime>1760000000</CreateTime><MsgType><![CDATA[event]]></MsgType><Event><![CDATA[kf_msg_or_event]]></Event><Token><![CDATA[%s]]></Token><OpenKfId><![CDATA[%s]]></OpenKfId></xml>"
        .formatted(FakeWeCom.CORP_ID, token, ACCOUNT);
  }

  static OutboundMessage push(String text) {
    return push(text, "key-" + text.hashCode(), Optional.empty());
  }

  static OutboundMessage push(String text, String key, Optional<MessageId> windowOf) {
    return new OutboundMessage(
        new IdempotencyKey(key),
        CHANNEL,
        new PrivateChat(new ConversationId("kf:" + ACCOUNT + ":" + CUSTOMER)),
        new AskerId(CUSTOMER),
        new Route.Push(windowOf),
        Optional.empty(),
        false,
        text,
        List.of());
  }

  @Override
  public void close() {
    adapter.close();
    server.stop();
    caller.close();
    platform.close();
  }
}
