package org.qingsheng.adapters;

import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What staff are shown with buttons to tap (卡片).
 *
 * @param id names the card; the same for every attempt at it, {@code [0-9a-zA-Z_@-]}, at most 128
 * @param title such as 新的提问 QS-261120-0042
 * @param text a few words without personal data
 * @param link where more of it is shown
 * @param buttons one to six
 */
public record Card(String id, String title, String text, URI link, List<Button> buttons) {
  private static final Pattern ID = Pattern.compile("[0-9a-zA-Z_@-]{1,128}");
  private static final int MOST_BUTTONS = 6;

  public Card {
    require(ID.matcher(id).matches(), "id", "letters, digits, _, - and @");
    require(!title.isBlank(), "title", "a title");
    require(!buttons.isEmpty() && buttons.size() <= MOST_BUTTONS, "buttons", "one to six");
    buttons = List.copyOf(buttons);
  }

  /**
   * One thing to tap.
   *
   * @param says what tapping says, as if typed
   * @param label what is shown
   */
  public record Button(String says, String label) {
    public Button {
      require(!says.isBlank() && says.length() <= 1024, "says", "1 to 1024 characters");
      require(!label.isBlank(), "label", "a label");
    }
  }

  private static void require(boolean holds, String what, String expected) {
    if (!holds) {
      throw new IllegalArgumentException("%s: expected %s".formatted(what, expected));
    }
  }
}
