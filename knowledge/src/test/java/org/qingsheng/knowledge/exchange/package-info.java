/**
 * Tests of knowledge.exchange. Lives here: its specification. Does not live here: anything other
 * code uses.
 */
@NullMarked
package org.qingsheng.knowledge.exchange;

import org.jspecify.annotations.NullMarked;
