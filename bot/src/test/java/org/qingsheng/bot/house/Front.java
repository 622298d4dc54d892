package org.qingsheng.bot.house;

import java.util.List;
import java.util.Set;

/** One platform before the house, with one person on it, and what may go wrong in between. */
interface Front extends AutoCloseable {
  /** The channel. */
  String id();

  /** The channel's entry in the settings. */
  String settings();

  /** The house is open; called once. */
  default void meets(RunningServer house) {}

  /**
   * The person says something. The platform tells it twice under the same id, as it does when our
   * first word was lost on its way.
   */
  void says(String message, String text);

  /** What the person saw, in order. */
  List<String> seen();

  /** Most bytes of text in one message here, by the platform's own rules (protocols.md). */
  int mostBytes();

  /** Whether an address that nobody registered is shown. */
  default boolean showsLinks() {
    return true;
  }

  /** What can go wrong here. */
  Set<Fault> faults();

  /**
   * Whether a send whose end is not known can be repeated, or looked up, without showing it twice.
   */
  boolean repeats();

  /** From now on whatever carries these words meets with the fault. */
  void suffers(Fault fault, String words);

  /** Whether anything met with it since. */
  boolean wasHit();

  /** All is well again. */
  void recovers();

  @Override
  void close();
}
