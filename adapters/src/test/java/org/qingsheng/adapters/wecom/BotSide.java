package org.qingsheng.adapters.wecom;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.qingsheng.adapters.ChannelAdapter;
import org.qingsheng.adapters.kit.Abilities;
import org.qingsheng.adapters.kit.Attack;
import org.qingsheng.adapters.kit.Fate;
import org.qingsheng.adapters.kit.Happening;
import org.qingsheng.adapters.kit.KitServer;
import org.qingsheng.adapters.kit.Said;
import org.qingsheng.adapters.kit.Said.Place;
import org.qingsheng.adapters.kit.Said.Who;
import org.qingsheng.adapters.kit.Seen;
import org.qingsheng.adapters.kit.Setup;
import org.qingsheng.adapters.kit.Told;
import org.qingsheng.adapters.kit.Trait;

/** A 智能机器人 by callback as the conformance kit moves it: it shows streams and polls them. */
final class BotSide extends SealedSide {
  static final String GROUP = "wrCHAT0001";
  static final String OTHER_GROUP = "wrCHAT0002";
  private static final JsonMapper JSON = new JsonMapper();
  private static final String LATER = "/cgi-bin/aibot/response";

  private final WeComBotAdapter adapter;
  private final KitServer server;
  private final Map<String, Place> asked = new ConcurrentHashMap<>();
  private final Map<String, Place> streaming = new ConcurrentHashMap<>();
  private final List<Seen> streamed = new CopyOnWriteArrayList<>();

  BotSide(Setup setup) {
    super("");
    adapter =
        new WeComBotAdapter(
            WeComBotSettings.of(BotBench.CHANNEL, "aibQNZS01", "团 小青", keys())
                .withApiBase(setup.elsewhere().orElse(platform.apiBase())),
            time,
            time,
            setup.callTimeout());
    server = new KitServer(adapter);
  }

  @Override
  public ChannelAdapter adapter() {
    return adapter;
  }

  @Override
  KitServer server() {
    return server;
  }

  @Override
  public Abilities abilities() {
    return sealed()
        .without("智能机器人只听到点它名的话", Trait.OVERHEARS, Trait.MENTIONS_EVERYONE)
        .without("智能机器人不通知撤回", Trait.RECALLS)
        .without("智能机器人没有令牌，答复地址随消息来", Trait.TOKENS)
        .without("答复地址随消息来，别处的地址根本不认", Trait.CONNECTS)
        .without("答复不回编号，也不按键排重", Trait.TELLS_IDS, Trait.DEDUPLICATES)
        .without("没有取消关注和菜单", Happening.FOLLOWED, Happening.UNFOLLOWED, Happening.MENU_TAPPED)
        .without("窗口由适配器自己数，平台不用错误码说", Fate.QUOTA_USED)
        .without("JSON 里没有外部实体", Attack.EXTERNAL_ENTITY, Attack.ENTITY_BOMB);
  }

  @Override
  String sendPath() {
    return LATER;
  }

  @Override
  String plain(String text) {
    return message(Said.toBot(Who.XIAOHONG, Place.GROUP, text), "attack").toString();
  }

  @Override
  String envelope(String encrypt) {
    return "{\"encrypt\":\"" + encrypt + "\"}";
  }

  static ObjectNode message(Said said, String msgid) {
    var message = JSON.createObjectNode().put("msgid", msgid).put("aibotid", "aibQNZS01");
    if (said.place() == Place.PRIVATE) {
      message.put("chattype", "single");
    } else {
      message.put("chattype", "group");
      message.put("chatid", said.place() == Place.GROUP ? GROUP : OTHER_GROUP);
    }
    message.putObject("from").put("userid", person(said.who()));
    switch (said.manner()) {
      case PICTURE -> message.put("msgtype", "image").putObject("image").put("url", "http://x/y");
      case UNKNOWN_KIND -> message.put("msgtype", "hologram");
      default -> {
        var mention = said.place() == Place.PRIVATE ? "" : "@团 小青 ";
        message.put("msgtype", "text").putObject("text").put("content", mention + said.text());
      }
    }
    return message;
  }

  @Override
  public Told says(Said said) {
    var id = "kit-" + ids.incrementAndGet();
    asked.put(id, said.place());
    var message = message(said, id);
    message.put("response_url", platform.apiBase() + LATER + "?response_code=" + id);
    return tells(escaped(message), said.place());
  }

  /** Half a surrogate pair can only be written as its escape. */
  static String escaped(ObjectNode message) {
    var out = new StringBuilder();
    message
        .toString()
        .chars()
        .forEach(c -> out.append(c < 128 ? Character.toString(c) : "\\u%04x".formatted(c)));
    return out.toString();
  }

  private record Sent(String json, Place place) {}

  private Told tells(String json, Place place) {
    return new Told(
        new Sent(json, place),
        KitServer.acknowledged(
            calls(caller.sealed(json)).thenApply(answer -> shown(answer, place))));
  }

  private HttpResponse<String> shown(HttpResponse<String> answer, Place place) {
    if (answer.statusCode() != 200 || answer.body().isEmpty()) {
      return answer;
    }
    try {
      JsonNode plain =
          JSON.readTree(caller.opened(JSON.readTree(answer.body()).path("encrypt").asText()));
      var stream = plain.path("stream");
      var id = stream.path("id").asText();
      if (!stream.path("finish").asBoolean()) {
        streaming.put(id, place);
      } else if (streaming.remove(id) != null) {
        streamed.add(new Seen(place, stream.path("content").asText()));
      }
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("not what WeCom takes", e);
    }
    return answer;
  }

  @Override
  public Told repeats(Told told) {
    var sent = (Sent) told.message();
    return tells(sent.json(), sent.place());
  }

  @Override
  public void happens(Happening happening) {
    var event =
        "{\"msgid\":\"e%d\",\"aibotid\":\"aibQNZS01\",\"msgtype\":\"event\",\"from\":{\"userid\":\"%s\"},\"event\":{\"eventtype\":\"aurora\"}}"
            .formatted(ids.incrementAndGet(), person(Who.XIAOMING));
    var _ = KitServer.reaction(calls(caller.sealed(event)));
  }

  @Override
  public void next(Fate fate) {
    if (fate == Fate.WINDOW_OVER) {
      time.advance(WeComBotLaterAnswers.WINDOW.plusMinutes(1));
    } else {
      super.next(fate);
    }
  }

  /** Looks, after asking how far the open streams are. */
  @Override
  public List<Seen> seen() {
    streaming.forEach((id, place) ->
        KitServer.reaction(
            calls(caller.sealed(BotBench.poll(id))).thenApply(answer -> shown(answer, place))));
    var all = new ArrayList<>(streamed);
    platform
        .heard()
        .forEach(heard ->
            all.add(
                new Seen(
                    asked.getOrDefault(
                        heard.to().substring("response_code=".length()), Place.PRIVATE),
                    heard.text())));
    return all;
  }
}
