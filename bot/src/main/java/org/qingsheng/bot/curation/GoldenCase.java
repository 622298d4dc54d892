package org.qingsheng.bot.curation;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.qingsheng.knowledge.RegionCode;

/**
 * A question of which it is known what must become of it (回归题).
 *
 * @param question masked
 * @param region where it is asked; empty for where the organisation is
 * @param expected ids of the entries that answer it; empty when none may
 * @param must it has to be answered directly, by one of these (必答)
 * @param originItem number of the item it was taken from
 * @param fitted the shipped calibration was fitted to it, so that figures over it would flatter
 * @param retired kept, but asked no more
 * @param updatedBy account id; empty for what came with the program
 */
public record GoldenCase(
    String id,
    String question,
    Optional<RegionCode> region,
    List<String> expected,
    boolean must,
    Origin origin,
    Optional<String> originItem,
    boolean fitted,
    boolean retired,
    String note,
    String updatedBy,
    Instant updatedAt) {
  public GoldenCase {
    expected = List.copyOf(expected);
  }

  /** Where a question comes from. */
  public enum Origin {
    SHIPPED("随程序附带"),
    HAND("手工添加"),
    ITEM("来自条目");

    private final String label;

    Origin(String label) {
      this.label = label;
    }

    public String label() {
      return label;
    }
  }
}
