package org.qingsheng.bot.console.page;

import java.util.List;

/**
 * One item with everything around it.
 *
 * @param asker how staff see the person, e.g. Q-7F3A2C
 * @param version changes with every event
 * @param mine whether the reader has taken it
 * @param claimable whether the reader may take it now
 * @param workable whether the reader works on items at all
 * @param golden where its question is made a golden one, empty for who may not
 * @param files what came with the words, for who may have it
 * @param inside what is said and known among staff only
 */
public record ItemPage(
    Shell shell,
    Card item,
    String asker,
    String channel,
    String openedAt,
    String feedback,
    int version,
    boolean mine,
    boolean claimable,
    boolean workable,
    List<Said> thread,
    List<Happened> timeline,
    List<Suggestion> suggestions,
    List<Card> earlier,
    List<Choice> colleagues,
    List<Viewer> viewers,
    String golden,
    List<FileRow> files,
    Inside inside) {
  public ItemPage {
    thread = List.copyOf(thread);
    timeline = List.copyOf(timeline);
    suggestions = List.copyOf(suggestions);
    earlier = List.copyOf(earlier);
    colleagues = List.copyOf(colleagues);
    viewers = List.copyOf(viewers);
    files = List.copyOf(files);
  }

  /** One file that came with the words; saved to disk from its address, never shown. */
  public record FileRow(String name, String size, String address) {}

  /**
   * One line of the talk.
   *
   * @param heard whether the asker said it
   * @param label what ours was for and where it stands
   * @param trouble whether it did not arrive
   */
  public record Said(boolean heard, String text, String at, String label, boolean trouble) {}

  /**
   * One thing that happened.
   *
   * @param tone ask, bot, staff, note, good or bad
   */
  public record Happened(String at, String title, String detail, String tone) {}

  /**
   * An entry near the question.
   *
   * @param insert what one tap puts into the answer; empty if the entry may not answer here
   * @param why what stands against it, empty for nothing
   */
  public record Suggestion(
      String id,
      String question,
      String answer,
      String source,
      String facts,
      String insert,
      String why) {}

  /**
   * What stays among staff.
   *
   * @param mates whom a note may name: what is typed after the @, and where they are
   * @param mentioned who named the reader, and when; empty if there is nothing to acknowledge
   * @param revealable whether the reader may ask for the words as they were said
   * @param openUntil when those are covered again; empty while they are covered
   * @param original the words as they were said, while they are open
   */
  public record Inside(
      List<Choice> mates,
      String mentioned,
      boolean revealable,
      String openUntil,
      List<Said> original) {
    public Inside {
      mates = List.copyOf(mates);
      original = List.copyOf(original);
    }
  }

  /** A colleague who looks at the same item. */
  public record Viewer(String name, boolean typing) {}
}
