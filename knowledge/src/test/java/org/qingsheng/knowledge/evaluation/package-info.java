/**
 * Tests of knowledge.evaluation. Lives here: its specification. Does not live here: anything other
 * code uses.
 */
@NullMarked
package org.qingsheng.knowledge.evaluation;

import org.jspecify.annotations.NullMarked;
