package org.qingsheng.adapters.wecom;

import java.util.List;
import org.qingsheng.adapters.ChannelAdapter;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.kit.Abilities;
import org.qingsheng.adapters.kit.Fate;
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

/** A self-built application as the conformance kit moves it. */
final class AppSide extends SealedSide {
  private final WeComAppAdapter adapter;
  private final KitServer server;

  AppSide(Setup setup) {
    super(FakeWeCom.CORP_ID);
    adapter =
        new WeComAppAdapter(
            WeComAppSettings.of(
                    new ChannelId("wecom-main"),
                    FakeWeCom.CORP_ID,
                    1_000_002,
                    FakeWeCom.SECRET,
                    keys())
                .withApiBase(setup.elsewhere().orElse(platform.apiBase())),
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
        .without("应用消息不能撤回", Trait.RECALLS)
        .without("应用消息不受窗口限制", Fate.WINDOW_OVER, Fate.QUOTA_USED)
        .without("应用没有被动回复", Trait.PASSIVE)
        .without("应用的假体不给每条消息不同的编号", Trait.TELLS_IDS);
  }

  @Override
  String sendPath() {
    return "/cgi-bin/message/send";
  }

  @Override
  String plain(String text) {
    return message(Who.XIAOHONG, "text", "<Content>" + cdata(text) + "</Content>");
  }

  private String message(Who who, String type, String elements) {
    return "<xml><ToUserName>%s</ToUserName><FromUserName>%s</FromUserName><CreateTime>%d</CreateTime><MsgType>%s</MsgType>%s<MsgId>%d</MsgId><AgentID>1000002</AgentID></xml>"
        .formatted(
            cdata(FakeWeCom.CORP_ID),
            cdata(person(who)),
            time.instant().getEpochSecond(),
            cdata(type),
            elements,
            7_024_521_457_612_345_000L + ids.incrementAndGet());
  }

  @Override
  String envelope(String encrypt) {
    return "<xml><ToUserName>%s</ToUserName><AgentID>1000002</AgentID><Encrypt>%s</Encrypt></xml>"
        .formatted(cdata(FakeWeCom.CORP_ID), cdata(encrypt));
  }

  @Override
  public Told says(Said said) {
    if (said.manner() == Manner.PICTURE) {
      return tells(message(said.who(), "image", "<MediaId>m1</MediaId>"));
    }
    if (said.manner() == Manner.UNKNOWN_KIND) {
      return tells(message(said.who(), "hologram", ""));
    }
    return tells(message(said.who(), "text", "<Content>" + cdata(said.text()) + "</Content>"));
  }

  private Told tells(String xml) {
    return new Told(xml, KitServer.acknowledged(calls(caller.sealed(xml))));
  }

  @Override
  public Told repeats(Told told) {
    return tells((String) told.message());
  }

  @Override
  public void happens(Happening happening) {
    var event =
        switch (happening) {
          case FOLLOWED -> "subscribe";
          case UNFOLLOWED -> "unsubscribe";
          case MENU_TAPPED -> "click";
          default -> "aurora";
        };
    var key = happening == Happening.MENU_TAPPED ? "menu-1" : "";
    var _ =
        tells(
                message(
                    Who.XIAOMING,
                    "event",
                    "<Event>%s</Event><EventKey>%s</EventKey>".formatted(event, key)))
            .acknowledged()
            .join();
  }

  /** Without the invisible mark at the end. */
  @Override
  public List<Seen> seen() {
    return platform.heard().stream()
        .map(heard ->
            new Seen(Place.PRIVATE, heard.text().replaceAll("[\u200B\u200C\u2060\u2061]{32}$", "")))
        .toList();
  }
}
