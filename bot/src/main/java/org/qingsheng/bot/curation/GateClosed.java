package org.qingsheng.bot.curation;

import org.qingsheng.bot.curation.GoldenSet.Comparison;

/** A publication would make answers worse; the message says how, in Chinese. */
public final class GateClosed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Comparison comparison;

  GateClosed(Comparison comparison) {
    super("回归题没有通过，没有发布：" + String.join("；", comparison.objections()));
    this.comparison = comparison;
  }

  public Comparison comparison() {
    return comparison;
  }
}
