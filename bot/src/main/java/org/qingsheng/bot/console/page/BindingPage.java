package org.qingsheng.bot.console.page;

import java.util.List;

/**
 * Binding one's account to the organisation's own channel.
 *
 * @param bindings one for each channel where cadres work
 * @param code just made, empty otherwise
 * @param minutes how long a code works
 */
public record BindingPage(
    Shell shell, List<PersonFormPage.Bound> bindings, String code, long minutes) {
  public BindingPage {
    bindings = List.copyOf(bindings);
  }
}
