/**
 * Tests of the QQ adapter: over real sockets against a real Javalin on one side and the scripted
 * {@link org.qingsheng.adapters.qq.fake.FakeQqPlatform} on the other, with time turned by hand.
 * Does not live here: anything other modules' tests need (see {@code fake}).
 */
@NullMarked
package org.qingsheng.adapters.qq;

import org.jspecify.annotations.NullMarked;
