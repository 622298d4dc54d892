package org.qingsheng.bot.console.page;

import java.util.List;

/**
 * Adding or changing an account.
 *
 * @param id empty for a new one
 */
public record PersonFormPage(
    Shell shell,
    String id,
    String login,
    String name,
    String region,
    String until,
    boolean active,
    List<Choice> roles,
    String problemField,
    String problem) {
  public PersonFormPage {
    roles = List.copyOf(roles);
  }
}
