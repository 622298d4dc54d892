/**
 * Meaning learned from a base's own wordings: vectors of character n-grams, trained when it is
 * published.
 *
 * <p>Lives here: grams of a text, their vectors, the training of them, damaged copies to train
 * against. Deterministic: the same wordings give the same vectors.
 *
 * <p>Does not live here: what the vectors are used for ({@code ranking}, {@code index}).
 */
@NullMarked
package org.qingsheng.knowledge.vectors;

import org.jspecify.annotations.NullMarked;
