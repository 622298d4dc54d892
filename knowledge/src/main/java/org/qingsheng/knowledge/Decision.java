package org.qingsheng.knowledge;

import java.util.List;

/** What to do about one question (处置). */
public sealed interface Decision {
  /** One entry clears the threshold: answer with it. */
  record Answer(Match match) implements Decision {}

  /** The right entry is probably among these two to four: let the asker choose. */
  record Clarify(List<Match> options) implements Decision {
    public Clarify {
      options = List.copyOf(options);
    }
  }

  /**
   * No entry may answer.
   *
   * @param near best candidates within scope all the same, for a cadre to look at; may be empty
   */
  record NoAnswer(Reason reason, List<Match> near) implements Decision {
    public NoAnswer {
      near = List.copyOf(near);
    }
  }

  /** Why nothing is answered. */
  sealed interface Reason {
    /** Nothing in the base is near. */
    record NothingNear() implements Reason {}

    /** The words alone say too little. */
    record TooLittle() implements Reason {}

    /** The entry asked for has ended, or has not begun. */
    record NotInForce(Entry entry) implements Reason {}

    /** The entry asked for holds elsewhere only. */
    record OtherRegion(Entry entry) implements Reason {}

    /** The entry asked for concerns other people. */
    record OtherAudience(Entry entry) implements Reason {}
  }
}
