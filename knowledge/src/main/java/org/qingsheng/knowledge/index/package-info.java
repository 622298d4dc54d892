/**
 * Finding candidates: Lucene, one live generation, the hard filters, and {@link
 * org.qingsheng.knowledge.index.LuceneKnowledge} behind the one door.
 *
 * <p>Lives here: fields and terms, generations and their swap, scope (region, validity, audience),
 * the path of one query.
 *
 * <p>Does not live here: weights and thresholds ({@code ranking}), reading files ({@code
 * exchange}), figures ({@code evaluation}).
 */
@NullMarked
package org.qingsheng.knowledge.index;

import org.jspecify.annotations.NullMarked;
