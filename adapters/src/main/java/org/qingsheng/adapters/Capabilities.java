package org.qingsheng.adapters;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a channel can do and how far it lets us go, as data for the delivery plan.
 *
 * @param groups whether it has group chats
 * @param quotes whether an answer can quote the question
 * @param passive how long after an inbound message the answer can travel inside the still open
 *     exchange; empty where there is no such exchange
 * @param passiveRepeats whether the platform, asking again with the same message id, shows the
 *     person only one of the passive answers (so that repeating it is safe)
 * @param freePush whether messages may be sent at any time without a window
 * @param windows answer windows by what opened them; empty when {@code freePush}
 * @param deduplicates whether the platform drops a second send with the same {@link IdempotencyKey}
 * @param maxTextBytes longest text in UTF-8 bytes
 * @param pace the least time between two sends of this channel; zero for none
 */
public record Capabilities(
    boolean groups,
    boolean quotes,
    Optional<Duration> passive,
    boolean passiveRepeats,
    boolean freePush,
    List<Window> windows,
    boolean deduplicates,
    int maxTextBytes,
    Duration pace) {
  public Capabilities {
    windows = List.copyOf(windows);
  }

  /**
   * How long and how often the person may be written to after they did something.
   *
   * @param reach in which conversations it holds
   * @param count sends allowed in the window
   */
  public record Window(Opener opener, Reach reach, Duration length, int count) {
    /** One that holds in groups and private chats alike. */
    public Window(Opener opener, Duration length, int count) {
      this(opener, Reach.ANY, length, count);
    }
  }

  /** Where a window holds: some platforms count differently in groups and in private. */
  public enum Reach {
    ANY,
    GROUPS,
    PRIVATE;

    boolean covers(Conversation conversation) {
      return this == ANY || (this == GROUPS) == conversation.isGroup();
    }
  }

  /** What opens an answer window. A new opening replaces the one before. */
  public enum Opener {
    MESSAGE,
    MENU_TAP,
    FOLLOW
  }

  /** The window that the opener opens in that conversation. */
  public Optional<Window> window(Opener opener, Conversation conversation) {
    return windows.stream()
        .filter(window -> window.opener() == opener && window.reach().covers(conversation))
        .findFirst();
  }
}
