package org.qingsheng.bot.console.page;

import java.util.List;

/**
 * The youth web chat.
 *
 * @param name how the bot is called
 * @param unit who runs it
 * @param examples questions to tap
 * @param base address of the chat's routes
 */
public record ChatPage(
    String version, String name, String unit, String greeting, List<String> examples, String base) {
  public ChatPage {
    examples = List.copyOf(examples);
  }
}
