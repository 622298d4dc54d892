/**
 * Tests of the WeCom adapters: over real sockets against a real Javalin on one side and the
 * scripted {@link org.qingsheng.adapters.wecom.fake.FakeWeCom} on the other, with time turned by
 * hand. Does not live here: anything other modules' tests need (see {@code fake}).
 */
@NullMarked
package org.qingsheng.adapters.wecom;

import org.jspecify.annotations.NullMarked;
