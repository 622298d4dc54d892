package org.qingsheng.bot.dialogue;

import org.qingsheng.bot.ledger.KeptFile;

/** What became of a file that came with a message. */
public sealed interface FileHeard {
  record Kept(KeptFile file) implements FileHeard {}

  /**
   * @param why Chinese, for the sender
   */
  record Refused(String why) implements FileHeard {}
}
