package org.qingsheng.bot.rehearsal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.qingsheng.bot.ledger.ItemEvent;

/**
 * What became of something said, read off the events of its item: the same for what the ledger
 * holds and for what a rehearsal brings.
 *
 * @param entries answered with, or offered, by id
 * @param reason why it went to people or was declined, in Chinese; else empty
 */
public record Outcome(Kind kind, List<String> entries, String reason) {
  public Outcome {
    entries = List.copyOf(entries);
  }

  /** The ends a first reply can have. */
  public enum Kind {
    ANSWERED("直接答复"),
    OFFERED("追问"),
    HANDED_OFF("转人工"),
    RECORDED("登记"),
    DECLINED("谢绝"),
    CRISIS("危机处置"),
    /** Commands, steps of a check, small talk: no item of its own, or none that is asked. */
    TOLD("服务消息");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    public String label() {
      return label;
    }
  }

  /** Nothing was opened. */
  static final Outcome TOLD = new Outcome(Kind.TOLD, List.of(), "");

  /**
   * @param events of one item in one turn, in order
   */
  public static Outcome of(Collection<ItemEvent> events) {
    var answered = new ArrayList<String>();
    var outcome = TOLD;
    boolean record = false;
    boolean crisis = false;
    for (var event : events) {
      switch (event) {
        case ItemEvent.Asked asked -> {
          switch (asked.kind()) {
            case WISH, SUGGESTION, COMPLAINT -> record = true;
            case CRISIS -> crisis = true;
            case QUESTION, CHAT -> {}
          }
        }
        case ItemEvent.Answered(var entry, _, _) -> {
          answered.add(entry);
          outcome = new Outcome(Kind.ANSWERED, answered, "");
        }
        case ItemEvent.OptionsOffered(var entries) ->
            outcome = new Outcome(Kind.OFFERED, entries, "");
        case ItemEvent.HandedOff(var reason, _, _) ->
            // What was answered in part went to people for the rest.
            outcome = new Outcome(handed(record, crisis), answered, reason);
        case ItemEvent.Declined(var reason) ->
            outcome = new Outcome(Kind.DECLINED, List.of(), reason);
        default -> {}
      }
    }
    return outcome;
  }

  private static Kind handed(boolean record, boolean crisis) {
    return crisis ? Kind.CRISIS : record ? Kind.RECORDED : Kind.HANDED_OFF;
  }

  /** Whether both did the same with the same entries. */
  public boolean sameAs(Outcome other) {
    return kind == other.kind && entries.equals(other.entries);
  }
}
