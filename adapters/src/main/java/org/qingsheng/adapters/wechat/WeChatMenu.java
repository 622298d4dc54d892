package org.qingsheng.adapters.wechat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The account's menu (自定义菜单).
 *
 * @param buttons one to three
 * @see <a
 *     href="https://developers.weixin.qq.com/doc/offiaccount/Custom_Menus/Creating_Custom-Defined_Menu.html">创建接口</a>
 */
public record WeChatMenu(List<Button> buttons) {
  /** As long as WeChat takes a key. */
  public static final int MAX_SAYS_BYTES = 128;

  private static final int MOST_BUTTONS = 3;
  private static final int MOST_BELOW = 5;

  public WeChatMenu {
    require(!buttons.isEmpty() && buttons.size() <= MOST_BUTTONS, "buttons", "one to three");
    buttons = List.copyOf(buttons);
  }

  /** One thing to tap. */
  public sealed interface Button {
    /**
     * Says something, as if typed.
     *
     * @param words at most {@link #MAX_SAYS_BYTES}
     */
    record Says(String name, String words) implements Button {
      public Says {
        int bytes = words.getBytes(StandardCharsets.UTF_8).length;
        require(!words.isBlank() && bytes <= MAX_SAYS_BYTES, "words", "1 to 128 bytes");
      }
    }

    /** Opens a web page. */
    record Opens(String name, URI link) implements Button {}

    /** Opens more buttons, one to five, none of which opens more. */
    record Group(String name, List<Button> buttons) implements Button {
      public Group {
        require(!buttons.isEmpty() && buttons.size() <= MOST_BELOW, "buttons", "one to five");
        require(
            buttons.stream().noneMatch(each -> each instanceof Group), "buttons", "no group in it");
        buttons = List.copyOf(buttons);
      }
    }
  }

  /** As menu/create takes it and menu/get gives it, the order of keys aside. */
  ObjectNode json() {
    var json = JsonNodeFactory.instance.objectNode();
    json.set("button", list(buttons));
    return json;
  }

  private static ArrayNode list(List<Button> buttons) {
    var list = JsonNodeFactory.instance.arrayNode();
    for (var button : buttons) {
      var node = list.addObject();
      switch (button) {
        case Button.Says(var name, var words) ->
            node.put("type", "click").put("name", name).put("key", words);
        case Button.Opens(var name, var link) ->
            node.put("type", "view").put("name", name).put("url", link.toString());
        case Button.Group(var name, var below) ->
            node.put("name", name).set("sub_button", list(below));
      }
    }
    return list;
  }

  private static void require(boolean holds, String what, String expected) {
    if (!holds) {
      throw new IllegalArgumentException("%s: expected %s".formatted(what, expected));
    }
  }
}
