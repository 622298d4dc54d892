package org.qingsheng.bot.simulation;

import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.qingsheng.adapters.simulator.SimulatorAdapter.Fault;
import org.qingsheng.adapters.simulator.SimulatorRules;
import org.qingsheng.bot.people.Group.TriggerMode;
import org.qingsheng.bot.people.Role;
import org.qingsheng.knowledge.RegionCode;

/** One line of a scenario. */
sealed interface Step {
  /** 渠道: rules of which platform. */
  record Rules(SimulatorRules rules) implements Step {}

  /** 时间: what the clock shows. */
  record At(LocalDateTime time) implements Step {}

  /** 过: time passes. */
  record Pass(Duration time) implements Step {}

  /** 群 / 在: from here on the talk is in this group. */
  record InGroup(
      String name, Optional<RegionCode> region, Optional<TriggerMode> mode, List<String> words)
      implements Step {}

  /** 条目: a published entry beside the seed base. */
  record NewEntry(
      String id,
      String question,
      String answer,
      RegionCode region,
      Optional<LocalDate> from,
      Optional<LocalDate> until,
      Optional<String> supersededBy,
      Set<String> audience)
      implements Step {
    public NewEntry {
      audience = Set.copyOf(audience);
    }
  }

  /** 团干 / 编辑 / 审核 / 管理员: somebody works here. */
  record Staff(String name, Role role, RegionCode region) implements Step {}

  /** How a message is said. */
  enum Manner {
    /** 私: in the private chat. */
    PRIVATE,
    /**
     * @: in the group, to the bot.
     */
    MENTION,
    /** 说: in the group, to nobody in particular. */
    TALK,
    /** 语音, 图片: not words. */
    VOICE
  }

  record Says(String person, Manner manner, String text) implements Step {}

  /** 撤回 by the platform's own button, of the person's last message. */
  record Recalls(String person) implements Step {}

  /** 重发: the platform delivers the last message again. */
  record Redelivers() implements Step {}

  /** 答: the next message to that person. */
  record Expects(String person, List<String> contains, List<String> lacks) implements Step {}

  /** 静: nothing was sent. */
  record Silence() implements Step {}

  /** What staff do. */
  enum Deed {
    CLAIM,
    ANSWER,
    RELEASE,
    TRANSFER,
    NOTE,
    SUBMIT,
    PUBLISH,
    RETIRE
  }

  /**
   * @param refused whether it must be refused
   */
  record Does(String name, Deed deed, String text, boolean refused) implements Step {}

  /** 故障. */
  record Breaks(Fault fault) implements Step {}

  /** 窗口关闭: the exchange of the last message ends, later answers need another way. */
  record ExchangeCloses() implements Step {}

  /** 台账: what the ledger must show, by the Chinese word for each figure. */
  record Books(Map<String, Long> figures) implements Step {}

  /** 待看: how many messages of each state a person must look at. */
  record Stuck(Map<String, Long> figures) implements Step {}
}
