/**
 * From candidates to a decision: features, a model that is data, calibrated probabilities,
 * thresholds that come from a target precision, and the rules after them.
 *
 * <p>Lives here: profiles of texts, features, the ranker and the gate, their training and their
 * export with provenance.
 *
 * <p>Does not live here: Lucene, files of entries, where an entry may be said (scope is decided
 * before).
 */
@NullMarked
package org.qingsheng.knowledge.ranking;

import org.jspecify.annotations.NullMarked;
