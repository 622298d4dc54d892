/**
 * Tests of knowledge.index. Lives here: its specification. Does not live here: anything other code
 * uses.
 */
@NullMarked
package org.qingsheng.knowledge.index;

import org.jspecify.annotations.NullMarked;
