package org.qingsheng.bot.console.page;

import java.util.List;

/**
 * What a change does to the golden questions.
 *
 * @param asked how many were asked
 * @param before precision before the change, in words
 * @param objections why it must not be, empty if it may
 * @param failing 必答 that fail after it
 * @param changes the first of those decided otherwise, worse ones first
 * @param changed how many there are in all
 */
public record ComparedView(
    int asked,
    String before,
    String after,
    List<String> objections,
    List<Failing> failing,
    List<Change> changes,
    int changed) {
  public ComparedView {
    objections = List.copyOf(objections);
    failing = List.copyOf(failing);
    changes = List.copyOf(changes);
  }

  /**
   * @param already whether it failed before too
   */
  public record Failing(String id, String question, String after, boolean already) {}

  /**
   * @param tone red for worse, green for better, else empty
   * @param label worse or better, in words
   */
  public record Change(
      String id, String question, String before, String after, String tone, String label) {}
}
