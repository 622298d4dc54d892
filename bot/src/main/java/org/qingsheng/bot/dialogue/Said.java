package org.qingsheng.bot.dialogue;

import java.util.List;
import java.util.Optional;
import org.qingsheng.adapters.Attachment;
import org.qingsheng.adapters.MessageId;

/**
 * What a person said to the bot.
 *
 * @param raw as said; used for understanding, never stored or repeated
 * @param normalized one width, simplified script, lower case
 * @param masked personal data hidden; this is what is kept
 * @param sealed the original encrypted, if masking changed something
 * @param files what became of the files among the attachments, where the channel hands them over
 */
public record Said(
    MessageId message,
    String raw,
    String normalized,
    String masked,
    Optional<String> sealed,
    List<Attachment> attachments,
    List<FileHeard> files,
    java.time.Instant at) {
  public Said {
    attachments = List.copyOf(attachments);
    files = List.copyOf(files);
  }

  /** Words with which no file came that could be had. */
  public Said(
      MessageId message,
      String raw,
      String normalized,
      String masked,
      Optional<String> sealed,
      List<Attachment> attachments,
      java.time.Instant at) {
    this(message, raw, normalized, masked, sealed, attachments, List.of(), at);
  }
}
