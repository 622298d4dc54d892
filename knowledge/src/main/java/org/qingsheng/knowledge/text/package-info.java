/**
 * What a sentence is once its dress is taken off: a library of its own that depends on no other
 * package of the project.
 *
 * <p>Lives here: one normalisation for index and query, the folding of scripts, tokens, quantities,
 * the masking of personal data.
 *
 * <p>Does not live here: entries, searching, ranking, and anything that knows what a question is
 * asked for.
 */
@NullMarked
package org.qingsheng.knowledge.text;

import org.jspecify.annotations.NullMarked;
