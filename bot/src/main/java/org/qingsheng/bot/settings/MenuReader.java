package org.qingsheng.bot.settings;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.qingsheng.adapters.wechat.WeChatMenu;
import org.qingsheng.adapters.wechat.WeChatMenu.Button;

/** Reads the menu of a 公众号. For one thread. */
final class MenuReader {
  private static final int MOST_BUTTONS = 3;
  private static final int MOST_BELOW = 5;

  /** Longer names are cut by WeChat: four Chinese characters, eight below. */
  private static final int LONGEST = 8;

  private static final int LONGEST_BELOW = 16;
  private static final Pattern ANY = Pattern.compile("(?s).*\\S.*");
  private static final Pattern WORDS = Pattern.compile("(?s).*\\p{IsHan}.*");

  private final Placeholders placeholders;
  private final List<Problem> problems;

  MenuReader(Placeholders placeholders, List<Problem> problems) {
    this.placeholders = placeholders;
    this.problems = problems;
  }

  /** The menu; empty if there is none, or if it cannot be one. */
  Optional<WeChatMenu> read(Section keys) {
    int before = problems.size();
    var buttons = buttons(keys, "menu", MOST_BUTTONS, true);
    return buttons.isEmpty() || problems.size() > before
        ? Optional.empty()
        : Optional.of(new WeChatMenu(buttons));
  }

  private List<Button> buttons(Section keys, String key, int most, boolean top) {
    var nodes = keys.list(key);
    if (nodes.size() > most) {
      keys.refuse(key, nodes.size() + " 项", "最多 " + most + " 项");
    }
    var buttons = new ArrayList<Button>();
    for (int i = 0; i < Math.min(most, nodes.size()); i++) {
      buttons.add(button(keys.pathOf(key) + "[" + i + "]", nodes.get(i), top));
    }
    return buttons;
  }

  private Button button(String path, JsonNode node, boolean top) {
    var keys = new Section(path, node, placeholders, problems);
    var name = keys.requiredText("name", ANY, "应为按钮上的字");
    if (width(name) > (top ? LONGEST : LONGEST_BELOW)) {
      keys.refuse("name", "\"" + name + "\"", top ? "一级菜单最多 4 个汉字" : "二级菜单最多 8 个汉字");
    }
    boolean group = top && keys.has("items");
    boolean link = keys.has("link");
    Button button = group ? group(keys, name) : link ? opens(keys, name) : says(keys, name);
    keys.finish();
    return button;
  }

  private Button group(Section keys, String name) {
    var below = buttons(keys, "items", MOST_BELOW, false);
    if (below.isEmpty()) {
      keys.refuse("items", "", "至少要有一项");
      return new Button.Says(name, "菜单");
    }
    return new Button.Group(name, below);
  }

  private static Button opens(Section keys, String name) {
    return new Button.Opens(
        name,
        keys.converted(
            "link", URI.create("https://invalid/"), Addresses.PAGE_EXPECTED, Addresses::page));
  }

  private static Button says(Section keys, String name) {
    var words = keys.requiredText("say", WORDS, "应为点了等于说的话，要有汉字；打开网页用 link，有下一级用 items");
    if (words.getBytes(StandardCharsets.UTF_8).length > WeChatMenu.MAX_SAYS_BYTES) {
      keys.refuse("say", "\"" + words + "\"", "最多 42 个汉字");
      return new Button.Says(name, "菜单");
    }
    return new Button.Says(name, words.isBlank() ? "菜单" : words);
  }

  /** In half-width characters. */
  private static int width(String name) {
    return name.codePoints().map(c -> c < 0x2E80 ? 1 : 2).sum();
  }
}
