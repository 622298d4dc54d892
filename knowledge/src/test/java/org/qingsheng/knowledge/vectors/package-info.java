/**
 * Tests of knowledge.vectors. Lives here: its specification. Does not live here: anything other
 * code uses.
 */
@NullMarked
package org.qingsheng.knowledge.vectors;

import org.jspecify.annotations.NullMarked;
