package org.qingsheng.knowledge.ranking;

import java.util.Optional;

/**
 * Why a candidate may not be answered directly, however probable it is: what the question says
 * contradicts the wording it is closest to. Each can be told to an operator.
 */
public enum Bar {
  WORDLESS("条目没有问法，只有答案"),
  NUMBER("数字不同"),
  PLACE("地区不同"),
  NAME("名称或代号不同"),
  DENIAL("只差一个否定"),
  BOUND("一个问最少，一个问最多"),
  GROUP("问的人群、合同或贷款条目没有提到");

  /**
   * From this cosine of shared units on two texts are copies of each other but for a word.
   * Measured: rule-made negations of an entry's own question all lie above 0.95; of the answers
   * below it whose negation differs (“没房没车”, “还没还清”) as many are right as their probability says.
   */
  private static final float COPY = 0.9f;

  private final String words;

  Bar(String words) {
    this.words = words;
  }

  /** In Chinese, for an operator. */
  public String words() {
    return words;
  }

  static Optional<Bar> of(Candidate candidate) {
    if (candidate.wording() < 0) {
      return Optional.of(WORDLESS);
    }
    if (candidate.feature(Feature.NUMBER_CLASH) > 0) {
      return Optional.of(NUMBER);
    }
    if (candidate.feature(Feature.PLACE_CLASH) > 0) {
      return Optional.of(PLACE);
    }
    if (candidate.feature(Feature.NAME_CLASH) > 0) {
      return Optional.of(NAME);
    }
    if (candidate.feature(Feature.DENIAL_DIFFERS) > 0
        && candidate.feature(Feature.UNIT_COSINE) >= COPY) {
      return Optional.of(DENIAL);
    }
    if (candidate.opposed) {
      return Optional.of(BOUND);
    }
    return candidate.foreign ? Optional.of(GROUP) : Optional.empty();
  }
}
