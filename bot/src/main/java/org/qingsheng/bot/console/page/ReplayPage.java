package org.qingsheng.bot.console.page;

import java.util.List;

/**
 * A day said again to the bot of today.
 *
 * @param running whether it is being played
 * @param done whether there is a result
 * @param moves from which end to which, and how many; links to the rows
 * @param rows questions that end otherwise, or all of them
 */
public record ReplayPage(
    Shell shell,
    String day,
    String region,
    String address,
    boolean running,
    boolean done,
    int messages,
    int questions,
    int changed,
    List<Move> moves,
    List<Row> rows,
    int shown) {
  public ReplayPage {
    moves = List.copyOf(moves);
    rows = List.copyOf(rows);
  }

  public record Move(String from, String to, long count, boolean changed) {}

  /**
   * @param tone red when an answer was lost or changed, green when one was won, else empty
   */
  public record Row(
      String number, String question, String at, String then, String now, String tone) {}
}
