package org.qingsheng.bot.console.page;

import java.util.List;

/**
 * How good the live base is.
 *
 * @param ready whether there is a result at all
 * @param current whether it is of what is live now
 * @param reliability SVG made by us
 * @param risk SVG made by us
 * @param musts 必答 that fail now
 * @param failures questions that did not come out right, worst first
 * @param failed how many there are in all
 * @param rebuild whether the reader may have the index built anew
 */
public record QualityPage(
    Shell shell,
    boolean ready,
    boolean current,
    String computed,
    long revision,
    List<Figure> figures,
    String answerThreshold,
    String clarifyThreshold,
    int questions,
    int fitted,
    String reliability,
    String risk,
    List<Failure> musts,
    List<Failure> failures,
    int failed,
    boolean rebuild,
    String rebuilt) {
  public QualityPage {
    figures = List.copyOf(figures);
    musts = List.copyOf(musts);
    failures = List.copyOf(failures);
  }

  /** A number, its name and what belongs to it. */
  public record Figure(String label, String value, String detail) {}

  /** A golden question that failed. */
  public record Failure(
      String id,
      String question,
      String what,
      String tone,
      List<String> given,
      List<String> expected) {
    public Failure {
      given = List.copyOf(given);
      expected = List.copyOf(expected);
    }
  }
}
