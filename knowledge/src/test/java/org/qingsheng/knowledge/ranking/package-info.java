/**
 * Tests of knowledge.ranking. Lives here: its specification. Does not live here: anything other
 * code uses.
 */
@NullMarked
package org.qingsheng.knowledge.ranking;

import org.jspecify.annotations.NullMarked;
