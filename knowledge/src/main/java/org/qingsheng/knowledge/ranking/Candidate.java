package org.qingsheng.knowledge.ranking;

/** One entry that may be the right one, while it is being compared. Used by one thread. */
public final class Candidate {
  private final int entry;
  final float[] features = new float[Feature.COUNT];

  /** Number of the closest wording, -1 when the entry has none. */
  int wording = -1;

  /** Whether the question asks for the other end of a range than its closest wording. */
  boolean opposed;

  /** Whether the question names a kind of people or things that the entry never mentions. */
  boolean foreign;

  /** Log-odds of the ranker, without meaning outside its list. */
  double score;

  /** Its share of the list's exponentiated scores. */
  double share;

  /** Calibrated probability that it is the right entry. */
  double probability;

  public Candidate(int entry) {
    this.entry = entry;
  }

  public int entry() {
    return entry;
  }

  public int wording() {
    return wording;
  }

  public double score() {
    return score;
  }

  public double probability() {
    return probability;
  }

  public float feature(Feature feature) {
    return features[feature.index()];
  }

  /** Takes over what another search found out about the same entry; the engine scores stay. */
  public void comparedAs(Candidate before) {
    float engine = feature(Feature.ENGINE);
    float engineAnswer = feature(Feature.ENGINE_ANSWER);
    System.arraycopy(before.features, 0, features, 0, Feature.COUNT);
    engine(engine, engineAnswer);
    wording = before.wording;
  }

  /** Engine scores of its best wording and its answer, each over the best in the list. */
  public void engine(float ofWording, float ofAnswer) {
    features[Feature.ENGINE.index()] = ofWording;
    features[Feature.ENGINE_ANSWER.index()] = ofAnswer;
  }
}
