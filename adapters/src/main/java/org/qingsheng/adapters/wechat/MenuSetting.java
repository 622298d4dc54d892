package org.qingsheng.adapters.wechat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.tencent.Timer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets the menu at the start: looks first, and calls for a change only where the account's menu is
 * another, so that starting often costs nothing. Until it is set it is tried again; that it is not
 * is said on the channel's page and keeps nothing else from working. Thread-safe.
 */
final class MenuSetting {
  private static final Duration SOON = Duration.ofMinutes(1);
  private static final Duration SELDOM = Duration.ofMinutes(30);

  /** What makes a button what it is; WeChat adds more to what it gives back. */
  private static final List<String> KEPT = List.of("type", "name", "key", "url");

  private static final Logger log = LoggerFactory.getLogger(MenuSetting.class);

  private final ChannelId channel;
  private final WeChatMenu menu;
  private final WeChatClient client;
  private final Timer timer;
  private volatile Optional<String> trouble = Optional.empty();
  private volatile Runnable waiting = () -> {};
  private volatile boolean closed;

  MenuSetting(ChannelId channel, WeChatMenu menu, WeChatClient client, Timer timer) {
    this.channel = channel;
    this.menu = menu;
    this.client = client;
    this.timer = timer;
  }

  /** Returns at once. */
  void start() {
    again(Duration.ZERO);
  }

  /** Why the menu is not set, in Chinese for the operator. */
  Optional<String> trouble() {
    return trouble;
  }

  void close() {
    closed = true;
    waiting.run();
  }

  private void again(Duration pause) {
    if (!closed) {
      waiting = timer.after(pause, this::set);
    }
  }

  private void set() {
    if (closed) {
      return;
    }
    var wanted = menu.json();
    if (client.get("/cgi-bin/menu/get") instanceof WeChatAnswer.Ok(var now)
        && plain(now.path("menu").path("button")).equals(plain(wanted.path("button")))) {
      trouble = Optional.empty();
      return;
    }
    // That there is none (46003), or that it could not be read, is no reason not to set it.
    switch (client.post("/cgi-bin/menu/create", wanted)) {
      case WeChatAnswer.Ok _ -> {
        trouble = Optional.empty();
        log.atInfo().addKeyValue("channel", channel).log("wechat menu set");
      }
      case WeChatAnswer.Failed failed -> {
        trouble = Optional.of("菜单没有设上：" + WeChatClient.explained(failed.code()));
        log.atWarn()
            .addKeyValue("channel", channel)
            .addKeyValue("errcode", failed.code())
            .log("wechat menu refused");
        again(failed.code() == -1 ? SOON : SELDOM);
      }
      case WeChatAnswer.NotDone(var reason, _) -> later(reason);
      case WeChatAnswer.Unclear(var reason) -> later(reason);
    }
  }

  private void later(String reason) {
    trouble = Optional.of("菜单还没有设上（" + reason + "），稍后自动重试");
    again(SOON);
  }

  private static ArrayNode plain(JsonNode buttons) {
    var list = JsonNodeFactory.instance.arrayNode();
    for (var button : buttons) {
      var node = list.addObject();
      KEPT.stream().filter(button::hasNonNull).forEach(key -> node.set(key, button.get(key)));
      if (!button.path("sub_button").isEmpty()) {
        node.set("sub_button", plain(button.path("sub_button")));
      }
    }
    return list;
  }
}
