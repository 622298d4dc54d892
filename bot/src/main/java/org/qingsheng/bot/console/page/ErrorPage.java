package org.qingsheng.bot.console.page;

import java.util.List;

/**
 * Something did not go as wished.
 *
 * @param advice what to do now
 * @param difference what was sent against what was about to be; empty unless an answer came second
 * @param back where to go on, empty for the start page
 */
public record ErrorPage(
    Shell shell,
    int status,
    String message,
    String advice,
    List<DiffPart> difference,
    String back) {
  public ErrorPage {
    difference = List.copyOf(difference);
  }
}
