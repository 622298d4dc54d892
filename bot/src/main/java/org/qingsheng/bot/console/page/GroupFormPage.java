package org.qingsheng.bot.console.page;

import java.util.List;

/**
 * Changing a group.
 *
 * @param quiet quiet hours to choose from
 * @param problem field and what is wrong with it, empty for nothing
 */
public record GroupFormPage(
    Shell shell,
    String channel,
    String conversation,
    String name,
    String region,
    List<Choice> modes,
    String words,
    List<Choice> quiet,
    String problemField,
    String problem) {
  public GroupFormPage {
    modes = List.copyOf(modes);
    quiet = List.copyOf(quiet);
  }
}
