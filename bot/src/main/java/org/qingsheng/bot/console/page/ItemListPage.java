package org.qingsheng.bot.console.page;

import java.util.List;

/**
 * Items by any filter; where the figures of the ledger lead.
 *
 * @param from first day, empty for no bound; {@code to} the last
 * @param days both as people say them
 * @param described the filter in words, empty for none
 * @param saved filters the reader keeps, with their addresses
 * @param current id of the kept filter that is shown, empty for none
 * @param name what the filter on the page could be kept as, empty if nothing is filtered
 */
public record ItemListPage(
    Shell shell,
    String heading,
    long total,
    List<Card> cards,
    String more,
    List<Choice> groups,
    List<Choice> channels,
    List<Choice> topics,
    String region,
    String from,
    String to,
    String days,
    String described,
    String text,
    List<Choice> saved,
    String current,
    String name) {
  public ItemListPage {
    cards = List.copyOf(cards);
    groups = List.copyOf(groups);
    channels = List.copyOf(channels);
    topics = List.copyOf(topics);
    saved = List.copyOf(saved);
  }

  /** What is chosen of these, empty for nothing. */
  public static String chosen(List<Choice> choices) {
    return choices.stream().filter(Choice::chosen).findFirst().map(Choice::value).orElse("");
  }
}
