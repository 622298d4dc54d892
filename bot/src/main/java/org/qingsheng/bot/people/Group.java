package org.qingsheng.bot.people;

import java.util.List;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.ConversationId;
import org.qingsheng.knowledge.RegionCode;

/**
 * A group the bot is in (群).
 *
 * @param name given by the admin; empty until then
 * @param region where its members are; decides applicable entries and who answers
 * @param words the prefix, or the keywords, of the mode
 */
public record Group(
    ChannelId channel,
    ConversationId conversation,
    String name,
    RegionCode region,
    TriggerMode mode,
    List<String> words,
    Standing standing) {
  public Group {
    words = List.copyOf(words);
  }

  /** When the bot listens (触发方式). Mentions of the bot count in every mode. */
  public enum TriggerMode {
    /** Only when mentioned or quoted. */
    MENTION("仅 @ 机器人"),
    /** Also messages that begin with a prefix such as 问：. */
    PREFIX("前缀"),
    /** Also messages that contain one of the keywords. */
    KEYWORD("关键词"),
    /**
     * Everything is recorded, the bot itself answers only when mentioned; the group was told so.
     */
    LISTEN("旁听");

    private final String label;

    TriggerMode(String label) {
      this.label = label;
    }

    public String label() {
      return label;
    }
  }

  /** Whether the bot may speak there. */
  public enum Standing {
    JOINED,
    MUTED,
    REMOVED
  }
}
