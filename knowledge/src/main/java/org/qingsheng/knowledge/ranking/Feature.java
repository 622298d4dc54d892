package org.qingsheng.knowledge.ranking;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What is looked at when one entry is compared with a question. All values lie in [0,1]. "Extra" is
 * what the question has and the wording lacks, "missing" the reverse; weights are those of {@link
 * Lexicon}. The names are the keys of the exported model.
 */
public enum Feature {
  /** Shared weight of units over the geometric mean of both sides' weights. */
  UNIT_COSINE,
  BIGRAM_COSINE,
  /** Shared weight over the question's. */
  UNIT_RECALL,
  BIGRAM_RECALL,
  /** Shared weight over the wording's. */
  UNIT_PRECISION,
  BIGRAM_PRECISION,
  /** Longest common subsequence over the longer side. */
  SUBSEQUENCE,
  /** The same over the shorter side. */
  SUBSEQUENCE_OF_SHORTER,
  /** Longest common run over the shorter side. */
  SUBSTRING,
  LENGTH_RATIO,
  /** Mean closeness of the three closest wordings. */
  TOP_THREE,
  SECOND_WORDING,
  /** Part of the question's weight found in any wording of the entry. */
  ENTRY_UNIT_RECALL,
  ASKS_SAME,
  ASKS_OTHER,
  ASKS_EXTRA,
  ASKS_MISSING,
  DENIAL_DIFFERS,
  NUMBER_SAME,
  NUMBER_CLASH,
  NUMBER_EXTRA,
  NUMBER_MISSING,
  NAME_SAME,
  NAME_CLASH,
  NAME_EXTRA,
  NAME_MISSING,
  PLACE_SAME,
  PLACE_CLASH,
  PLACE_EXTRA,
  PLACE_MISSING,
  /** Weight of the rarest unit of the question that the wording lacks, over the greatest weight. */
  RAREST_UNIT_EXTRA,
  RAREST_UNIT_MISSING,
  RAREST_BIGRAM_EXTRA,
  RAREST_BIGRAM_MISSING,
  ANSWER_UNIT_RECALL,
  ANSWER_BIGRAM_RECALL,
  /** Engine score of the best wording over that of the best candidate. */
  ENGINE,
  /** Engine score of the answer text over that of the best answer text. */
  ENGINE_ANSWER,
  SAME_UNITS,
  STANDARD_QUESTION,
  WORDING_COUNT,
  /** The entry has an answer only. */
  WORDLESS,
  /** Cosine of the trained vectors: closest wording, mean of the three closest, entry's centre. */
  VECTOR_BEST,
  VECTOR_TOP_THREE,
  VECTOR_CENTRE,
  /** The same for the wording that shares most terms. */
  VECTOR_OF_CLOSEST,
  /** Weight of the question that has a counterpart in the closest wording, by vectors. */
  SOFT_RECALL,
  SOFT_PRECISION,
  /** The heaviest unit that stands in the place of another one. */
  REPLACED,
  /** The same, less the more alike the two are by vectors. */
  REPLACED_FAR,
  /** Closeness by concepts and pairs of them: closest wording, mean of the three closest. */
  CONCEPT_BEST,
  CONCEPT_TOP_THREE,
  /** Cosine of pairs of concepts, of the wording where it is greatest. */
  CONCEPT_PAIRS,
  /** Cosine of the concepts a text is about, without those that only ask. */
  CONTENT_BEST,
  CONTENT_TOP_THREE,
  /** Shared weight over that of all wordings together: what each of them holds counts most. */
  CONTENT_CORE,
  CONTENT_ENTRY_RECALL,
  CONTENT_RECALL,
  CONTENT_PRECISION,
  /** Weight of the rarest concept of the question that the wording lacks, and the reverse. */
  CONTENT_EXTRA,
  CONTENT_MISSING,
  /** Whether both ask in the same way, and whether they ask in different ways. */
  FRAME_SAME,
  FRAME_OTHER,
  /**
   * A concept of the question stands for one of the wording that tells entries of this base apart.
   */
  SUBSTITUTION_CLASH,
  /** One stands for another that is said of the same entry. */
  SUBSTITUTION_IDLE,
  /** Companies and products by name, of the closest wording. */
  BRAND_SAME,
  BRAND_CLASH,
  BRAND_EXTRA,
  BRAND_MISSING,
  /** The question names one that no wording and no answer of the whole base does. */
  BRAND_FOREIGN;

  static final int COUNT = values().length;

  /** Place in a row of features. */
  @SuppressWarnings("EnumOrdinal") // rows are never stored, the exported model goes by names
  int index() {
    return ordinal();
  }

  /** Lower-case name, as in the exported model. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static List<String> keys() {
    return Arrays.stream(values()).map(Feature::key).toList();
  }
}
