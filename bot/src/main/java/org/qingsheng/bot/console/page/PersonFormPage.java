package org.qingsheng.bot.console.page;

import java.util.List;

/**
 * Adding or changing an account.
 *
 * @param id empty for a new one
 * @param bindings one for each channel where cadres work
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
    List<Bound> bindings,
    String problemField,
    String problem) {
  public PersonFormPage {
    roles = List.copyOf(roles);
    bindings = List.copyOf(bindings);
  }

  /**
   * Who the account is on a channel where cadres work.
   *
   * @param member empty if not bound
   */
  public record Bound(String channel, String member) {}
}
