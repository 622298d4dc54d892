/**
 * Tests of what Tencent's platforms have in common: public vectors, other people's implementations
 * as the other end, hostile input. Does not live here: anything of one platform alone.
 */
@NullMarked
package org.qingsheng.adapters.tencent;

import org.jspecify.annotations.NullMarked;
