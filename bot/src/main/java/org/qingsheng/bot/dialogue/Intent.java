package org.qingsheng.bot.dialogue;

import java.util.List;
import org.qingsheng.bot.ledger.ItemKind;

/**
 * What somebody wants who does not simply ask about a policy (意图).
 *
 * @param id name of the rule that recognised it
 * @param say what is said first, may be empty
 * @param options entries to choose from, at most three
 */
record Intent(String id, Kind kind, String say, List<String> options) {
  public Intent {
    options = List.copyOf(options);
  }

  /** What becomes of it. */
  public enum Kind {
    /** Kindly not done: forgery, fraud, ghost-writing. */
    REFUSE,
    /** Harm that is happening, a complaint: the number to call first, then a person at once. */
    URGENT,
    /** One's own case: nobody can look it up here, a person is told. */
    CASE,
    WISH,
    SUGGESTION,
    COMPLAINT,
    PRAISE,
    /** Too vague: asked back. */
    ASK,
    /** Cannot be answered without knowing where. */
    PLACE,
    /** Small talk. */
    CHAT;

    /** The kind of item that is only recorded; a question for everything else. */
    ItemKind recorded() {
      return switch (this) {
        case WISH -> ItemKind.WISH;
        case SUGGESTION, PRAISE -> ItemKind.SUGGESTION;
        case COMPLAINT -> ItemKind.COMPLAINT;
        case REFUSE, URGENT, CASE, ASK, PLACE, CHAT -> ItemKind.QUESTION;
      };
    }

    /** The word for it in a receipt. */
    String label() {
      return this == PRAISE ? "表扬" : recorded().label();
    }
  }
}
