package org.qingsheng.adapters.wecom;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.javalin.Javalin;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import me.chanjar.weixin.common.util.crypto.SHA1;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.IdempotencyKey;
import org.qingsheng.adapters.InboundEvent.MessageReceived;
import org.qingsheng.adapters.OutboundMessage;
import org.qingsheng.adapters.OutboundMessage.Route;
import org.qingsheng.adapters.wecom.fake.FakeCaller;
import org.qingsheng.adapters.wecom.fake.FakeWeCom;

/** A 智能机器人 in a real Javalin, WeCom before it, and a bot behind it that does as told. */
final class BotBench implements AutoCloseable {
  static final ChannelId CHANNEL = new ChannelId("wecom-bot");
  private static final JsonMapper JSON = new JsonMapper();

  final HandTime time = new HandTime(KfBench.NOW);
  final FakeWeCom platform = new FakeWeCom();
  final FakeCaller caller = new FakeCaller("", time);
  final BotDouble bot = new BotDouble();
  final WeComBotAdapter adapter;
  final URI callback;
  private final Javalin server;

  BotBench() {
    var settings =
        WeComBotSettings.of(
                CHANNEL, "aibQNZS01", "团 小青", WeComKeys.of(FakeCaller.TOKEN, FakeCaller.KEY))
            .withApiBase(platform.apiBase());
    adapter = new WeComBotAdapter(settings, time, time, Duration.ofSeconds(10));
    server =
        Javalin.create(
                config -> {
                  config.startup.showJavalinBanner = false;
                  config.concurrency.useVirtualThreads = true;
                  adapter.addTo(config.routes, "/channels/wecom-bot");
                })
            .start("127.0.0.1", 0);
    callback = URI.create("http://127.0.0.1:" + server.port() + "/channels/wecom-bot");
    adapter.start(bot);
    bot.answers(BotDouble.REPLY_COMING);
  }

  /** What WeCom is to show, after checking signature and nonce as WeCom does. */
  record Frame(String type, String id, boolean finish, String content) {}

  HttpResponse<String> call(String json) {
    return caller.postJson(callback, caller.sealed(json));
  }

  Frame frame(String json) throws IOException {
    var call = caller.sealed(json);
    var answer = caller.postJson(callback, call);
    if (answer.statusCode() != 200) {
      throw new AssertionError("HTTP " + answer.statusCode());
    }
    return frame(call, answer);
  }

  private Frame frame(FakeCaller.Call call, HttpResponse<String> answer) throws IOException {
    JsonNode envelope = JSON.readTree(answer.body());
    var encrypt = envelope.path("encrypt").asText();
    if (!envelope.path("timestamp").isNumber()
        || !envelope.path("nonce").asText().equals(call.nonce())
        || !envelope
            .path("msgsignature")
            .asText()
            .equals(
                SHA1.gen(
                    FakeCaller.TOKEN,
                    envelope.path("timestamp").asText(),
                    call.nonce(),
                    encrypt))) {
      throw new AssertionError("envelope is not what WeCom takes");
    }
    var plain = JSON.readTree(caller.opened(encrypt));
    var stream = plain.path("stream");
    return new Frame(
        plain.path("msgtype").asText(),
        stream.path("id").asText(),
        stream.path("finish").asBoolean(),
        stream.path("content").asText());
  }

  String groupText(String msgid, String text) {
    return "{\"msgid\":\"%s\",\"aibotid\":\"aibQNZS01\",\"chatid\":\"wrCHAT0001\",\"chattype\":\"group\",\"from\":{\"userid\":\"zhangsan\"},\"response_url\":\"%s/cgi-bin/aibot/response?response_code=%s\",\"msgtype\":\"text\",\"text\":{\"content\":\"%s\"}}"
        .formatted(msgid, platform.apiBase(), msgid, text);
  }

  static String poll(String streamId) {
    return "{\"msgid\":\"p1\",\"aibotid\":\"aibQNZS01\",\"chattype\":\"group\",\"from\":{\"userid\":\"zhangsan\"},\"msgtype\":\"stream\",\"stream\":{\"id\":\"%s\"}}"
        .formatted(streamId);
  }

  static OutboundMessage reply(MessageReceived to, String text) {
    return message(to, new Route.Passive(to.id()), text);
  }

  static OutboundMessage push(MessageReceived to, String text) {
    return message(to, new Route.Push(Optional.of(to.id())), text);
  }

  private static OutboundMessage message(MessageReceived to, Route route, String text) {
    return new OutboundMessage(
        new IdempotencyKey("key-" + text.hashCode()),
        CHANNEL,
        to.conversation(),
        to.asker(),
        route,
        Optional.of(to.id()),
        true,
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
