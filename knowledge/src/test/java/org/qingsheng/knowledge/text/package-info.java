/**
 * Tests of knowledge.text. Lives here: its specification. Does not live here: anything other code
 * uses.
 */
@NullMarked
package org.qingsheng.knowledge.text;

import org.jspecify.annotations.NullMarked;
