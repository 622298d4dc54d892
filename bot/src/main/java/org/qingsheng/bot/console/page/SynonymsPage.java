package org.qingsheng.bot.console.page;

import java.util.List;
import java.util.Optional;

/**
 * The synonyms an area uses, and one being tried.
 *
 * @param filed how many come with the settings file
 * @param trying what is being tried; empty for nothing
 * @param compared what it does to the golden questions
 */
public record SynonymsPage(
    Shell shell,
    List<Row> rows,
    int filed,
    Trying trying,
    String alias,
    String meaning,
    String region,
    Optional<ComparedView> compared,
    String problemField,
    String problem) {
  public SynonymsPage {
    rows = List.copyOf(rows);
  }

  /** What the comparison is about. */
  public enum Trying {
    NOTHING,
    TO_SAVE,
    TO_REMOVE,
    /** It was just saved, and this is what that changed. */
    SAVED
  }

  /** One synonym. */
  public record Row(String alias, String meaning, String region, String code, boolean ours) {}
}
