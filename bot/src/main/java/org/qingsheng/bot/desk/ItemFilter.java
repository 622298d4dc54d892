package org.qingsheng.bot.desk;

import java.util.Arrays;
import java.util.Optional;
import org.qingsheng.bot.ledger.ItemState;
import org.qingsheng.bot.ledger.Items.Condition;
import org.qingsheng.bot.ledger.Items.ItemQuery;
import org.qingsheng.bot.people.BadInput;
import org.qingsheng.knowledge.RegionCode;

/**
 * What a reader wants to see of all items. Empty texts do not restrict.
 *
 * @param standing name of an {@link ItemState} or of an {@link ItemState.Group}
 * @param region code of an area; what lies below it is found too
 * @param channel id of a channel
 * @param topic shelf of the entry that answered, or that the answer became
 * @param words in the masked question
 */
public record ItemFilter(
    String standing, String region, String channel, String topic, String words) {
  public static final ItemFilter NONE = new ItemFilter("", "", "", "", "");

  private static final int LONGEST = 60;

  /**
   * @throws BadInput if the standing or the region is none, or a text is too long
   */
  public ItemFilter {
    standing = standing.strip();
    region = region.strip();
    channel = channel.strip();
    topic = topic.strip();
    words = words.strip();
    if (!standing.isEmpty() && states(standing).length == 0) {
      throw new BadInput("standing", "没有“" + standing + "”这种状态");
    }
    if (!region.isEmpty()) {
      requireRegion(region);
    }
    if (words.length() > LONGEST || topic.length() > LONGEST || channel.length() > LONGEST) {
      throw new BadInput("text", "查找的字词最多 " + LONGEST + " 个字");
    }
  }

  private static void requireRegion(String region) {
    try {
      new RegionCode(region);
    } catch (IllegalArgumentException _) {
      throw new BadInput("region", "没有“" + region + "”这个地区");
    }
  }

  public boolean isEmpty() {
    return equals(NONE);
  }

  public Optional<RegionCode> area() {
    return region.isEmpty() ? Optional.empty() : Optional.of(new RegionCode(region));
  }

  /** The query, with what it does not yet ask for. */
  public ItemQuery narrow(ItemQuery query) {
    var narrowed = query;
    if (!standing.isEmpty()) {
      narrowed = narrowed.states(states(standing));
    }
    if (!region.isEmpty()) {
      narrowed = narrowed.and(new Condition.Within(new RegionCode(region)));
    }
    if (!channel.isEmpty()) {
      narrowed = narrowed.and(new Condition.OnChannel(channel));
    }
    if (!topic.isEmpty()) {
      narrowed = narrowed.and(new Condition.OnTopic(topic));
    }
    return words.isEmpty() ? narrowed : narrowed.containing(words);
  }

  private static ItemState[] states(String name) {
    return Arrays.stream(ItemState.values())
        .filter(state -> state.name().equals(name) || state.group().name().equals(name))
        .toArray(ItemState[]::new);
  }
}
