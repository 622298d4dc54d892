package org.qingsheng.adapters.webchat;

import java.time.Instant;
import java.util.List;
import org.qingsheng.adapters.ConversationId;
import org.qingsheng.adapters.IdempotencyKey;
import org.qingsheng.adapters.MessageId;
import org.qingsheng.adapters.OutboundMessage.Choice;

/** What was said in one web chat so far (会话记录). Thread-safe. */
@FunctionalInterface
public interface Transcript {
  /**
   * The latest lines, at most {@code limit}, oldest first. Recalled and cancelled ones are left
   * out.
   */
  List<Line> lines(ConversationId conversation, int limit);

  /** One line. */
  sealed interface Line {
    String text();

    Instant at();

    /** The asker said it. */
    record Said(MessageId id, String text, Instant at) implements Line {}

    /** We said it. */
    record Told(IdempotencyKey key, String text, List<Choice> choices, Instant at) implements Line {
      public Told {
        choices = List.copyOf(choices);
      }
    }
  }
}
