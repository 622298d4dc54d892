package org.qingsheng.adapters.wecom;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A card that tells a cadre of a ticket, with buttons such as 认领 (按钮交互型模板卡片).
 *
 * @param taskId names the card; the same for every attempt, {@code [0-9a-zA-Z_@-]}, at most 128
 * @param title such as 新的提问 QS-261120-0042
 * @param text a few words without personal data
 * @param link where the ticket is shown
 * @param buttons one to six
 * @see <a href="https://developer.work.weixin.qq.com/document/path/90236">模板卡片消息</a>
 */
public record WeComCard(String taskId, String title, String text, URI link, List<Button> buttons) {
  private static final Pattern TASK = Pattern.compile("[0-9a-zA-Z_@-]{1,128}");
  private static final int MOST_BUTTONS = 6;

  public WeComCard {
    WeComKeys.require(TASK.matcher(taskId).matches(), "taskId", "letters, digits, _, - and @");
    WeComKeys.require(!title.isBlank(), "title", "a title");
    WeComKeys.require(
        !buttons.isEmpty() && buttons.size() <= MOST_BUTTONS, "buttons", "one to six");
    buttons = List.copyOf(buttons);
  }

  /**
   * One thing to tap.
   *
   * @param key what tapping says, as if typed
   * @param label what is shown
   */
  public record Button(String key, String label) {
    public Button {
      WeComKeys.require(!key.isBlank() && key.length() <= 1024, "key", "1 to 1024 characters");
      WeComKeys.require(!label.isBlank(), "label", "a label");
    }
  }

  ObjectNode json() {
    var card = WeComHttp.JSON.createObjectNode();
    card.put("card_type", "button_interaction").put("task_id", taskId);
    card.putObject("main_title").put("title", title);
    card.put("sub_title_text", text);
    card.putObject("card_action").put("type", 1).put("url", link.toString());
    var list = card.putArray("button_list");
    for (var button : buttons) {
      list.addObject().put("text", button.label()).put("style", 1).put("key", button.key());
    }
    return card;
  }
}
