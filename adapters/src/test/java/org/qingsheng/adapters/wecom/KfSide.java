package org.qingsheng.adapters.wecom;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Set;
import org.qingsheng.adapters.ChannelAdapter;
import org.qingsheng.adapters.Health.State;
import org.qingsheng.adapters.kit.Abilities;
import org.qingsheng.adapters.kit.Attack;
import org.qingsheng.adapters.kit.Happening;
import org.qingsheng.adapters.kit.KitServer;
import org.qingsheng.adapters.kit.Said;
import org.qingsheng.adapters.kit.Said.Manner;
import org.qingsheng.adapters.kit.Said.Place;
import org.qingsheng.adapters.kit.Said.Who;
import org.qingsheng.adapters.kit.Seen;
import org.qingsheng.adapters.kit.Setup;
import org.qingsheng.adapters.kit.Told;
import org.qingsheng.adapters.kit.Trait;
import org.qingsheng.adapters.wecom.fake.FakeWeCom;

/** 微信客服 as the conformance kit moves it: the call only wakes, the messages are pulled. */
final class KfSide extends SealedSide {
  private static final JsonMapper JSON = new JsonMapper();

  private final WeComKfAdapter adapter;
  private final KitServer server;

  KfSide(Setup setup) {
    super(FakeWeCom.CORP_ID);
    adapter =
        new WeComKfAdapter(
            WeComKfSettings.of(
                    KfBench.CHANNEL,
                    FakeWeCom.CORP_ID,
                    FakeWeCom.SECRET,
                    keys(),
                    Set.of(KfBench.ACCOUNT))
                .withApiBase(setup.elsewhere().orElse(platform.apiBase())),
            new MapCursors(),
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
    return xml(alone(sealed()))
        .without("通知只说“有新消息”，到了就算；消息存好之后游标才前移", Trait.ACKNOWLEDGES)
        .without("一页一页地读，一页存好才读下一页", Trait.CONCURRENT)
        .without("微信客服没有被动回复", Trait.PASSIVE)
        .without("没有人关注客服账号，也没有菜单", Happening.UNFOLLOWED, Happening.MENU_TAPPED, Happening.FOLLOWED)
        .without("通知里没有消息，冒充的通知最多让我们白看一眼", Attack.ODD_CONTENT_TYPE)
        .without("拉取要用接口，接口连不上就没有提问", Trait.CONNECTS);
  }

  @Override
  String sendPath() {
    return KfBench.SEND;
  }

  @Override
  String plain(String text) {
    return KfBench.wakeUp(text.length() > 100 ? text : "ENC7x");
  }

  @Override
  String envelope(String encrypt) {
    return "<xml><ToUserName>%s</ToUserName><AgentID>1000002</AgentID><Encrypt>%s</Encrypt></xml>"
        .formatted(cdata(FakeWeCom.CORP_ID), cdata(encrypt));
  }

  private record Written(Who who, String id, String text) {}

  @Override
  public Told says(Said said) {
    var id = "kit_msgid_" + ids.incrementAndGet();
    if (said.manner() == Manner.PICTURE || said.manner() == Manner.UNKNOWN_KIND) {
      var type = said.manner() == Manner.PICTURE ? "image" : "hologram";
      platform.kfElement(
          KfBench.ACCOUNT,
          id,
          3,
          "{\"msgtype\":\"%s\",\"external_userid\":\"%s\",\"%s\":{\"media_id\":\"m1\"}}"
              .formatted(type, person(said.who()), type));
      wake();
      return Told.unasked(id);
    }
    return tells(new Written(said.who(), id, said.text()));
  }

  private Told tells(Written written) {
    platform.customerSays(KfBench.ACCOUNT, person(written.who()), written.id(), written.text());
    wake();
    return Told.unasked(written);
  }

  private void wake() {
    var _ = KitServer.reaction(calls(caller.sealed(KfBench.wakeUp("ENC7x"))));
  }

  @Override
  public Told repeats(Told told) {
    return tells((Written) told.message());
  }

  @Override
  public void recalls(Told told) {
    var written = (Written) told.message();
    var event = JSON.createObjectNode();
    event
        .putObject("event")
        .put("event_type", "user_recall_msg")
        .put("open_kfid", KfBench.ACCOUNT)
        .put("external_userid", person(written.who()))
        .put("recall_msgid", written.id());
    platform.kfElement(KfBench.ACCOUNT, "recall_" + ids.incrementAndGet(), 4, event.toString());
    wake();
  }

  @Override
  public void happens(Happening happening) {
    platform.kfElement(
        KfBench.ACCOUNT,
        "event_" + ids.incrementAndGet(),
        4,
        "{\"event\":{\"event_type\":\"aurora\",\"external_userid\":\"%s\"}}"
            .formatted(person(Who.XIAOMING)));
    wake();
  }

  @Override
  public void awaitReady() {
    if (adapter.check().state() == State.DOWN) {
      throw new AssertionError("not started");
    }
  }

  @Override
  public List<Seen> seen() {
    return platform.heard().stream().map(heard -> new Seen(Place.PRIVATE, heard.text())).toList();
  }
}
