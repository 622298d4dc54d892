package org.qingsheng.bot.endurance;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.qingsheng.adapters.qq.fake.FakeQqPlatform;
import org.qingsheng.adapters.wechat.fake.FakeAccount;
import org.qingsheng.adapters.wechat.fake.FakeTime;
import org.qingsheng.adapters.wechat.fake.FakeWeChatPlatform;
import org.qingsheng.adapters.wecom.fake.FakeWeCom;
import org.qingsheng.bot.house.Portal;

/**
 * The platforms of a kill trial that call and are called over HTTP: WeChat, WeCom, QQ and another
 * system. They live on while the server is killed, post again what was not acknowledged, and show
 * each person what they were given, once for each key where the platform promises that.
 * Thread-safe.
 */
final class Platforms implements AutoCloseable {
  /** WeCom calls three times, 5 s apart. */
  private static final int WECOM_CALLS = 3;

  private static final Duration WECOM_PAUSE = Duration.ofSeconds(5);

  /**
   * QQ's schedule is not published; the other system is ours to write. They go on until it is
   * taken.
   */
  private static final int MANY_CALLS = 1_000;

  private static final Duration PAUSE = Duration.ofSeconds(2);

  final FakeWeChatPlatform weChat =
      new FakeWeChatPlatform(FakeAccount.in(FakeAccount.Mode.SECURE), FakeTime.real());
  private final FakeWeCom weCom = new FakeWeCom();
  private final FakeQqPlatform qq =
      new FakeQqPlatform(Callback.Qq.APP_ID, Callback.Post.SECRET, InstantSource.system());
  private final Portal portal = new Portal(Callback.Post.SECRET, InstantSource.system());
  final List<Postman> postmen =
      List.of(
          new Postman(new Callback.WeCom(), WECOM_CALLS, WECOM_PAUSE),
          new Postman(new Callback.Qq(), MANY_CALLS, PAUSE),
          new Postman(new Callback.Plain(), MANY_CALLS, PAUSE));

  /** Entries for the settings. */
  List<String> settings() {
    var other = URI.create("http://" + portal.deliverTo().getAuthority());
    return List.of(
        Premises.oneBotEntry(),
        Premises.weChatEntry(weChat.account(), weChat.apiBase()),
        postmen.get(0).callback().settings(weCom.apiBase()),
        postmen.get(1).callback().settings(qq.base()),
        postmen.get(2).callback().settings(other));
  }

  /** Everything people saw on them. */
  List<Seen> seen() {
    var all = new ArrayList<Seen>();
    weChat.heard().forEach(each -> all.add(new Seen(Premises.WECHAT, each.openid(), each.text())));
    weCom.heard().forEach(each -> all.add(new Seen("wecom", each.to(), visible(each.text()))));
    qq.heard().forEach(each -> all.add(new Seen("qq", receiver(each.path()), each.text())));
    portal
        .shown()
        .forEach(each ->
            all.add(
                new Seen("plain-http", each.path("user").asText(), each.path("text").asText())));
    return all;
  }

  /** The person in {@code /v2/users/{openid}/messages}. */
  private static String receiver(String path) {
    return path.substring("/v2/users/".length(), path.lastIndexOf('/'));
  }

  /** Without the signs of no width by which WeCom knows a repeat. */
  private static String visible(String text) {
    return text.replaceAll("[\u200B\u200C\u2060\u2061]", "");
  }

  @Override
  public void close() {
    postmen.forEach(Postman::close);
    weChat.close();
    weCom.close();
    qq.close();
    portal.close();
  }
}
