/**
 * A WeChat platform on loopback for tests of this and other modules: it sends callbacks as WeChat
 * does and answers API calls as told. Its encryption is WxJava's, so that ours is checked against
 * another's. Does not live here: tests, and anything that reaches into the adapter.
 */
@NullMarked
package org.qingsheng.adapters.wechat.fake;

import org.jspecify.annotations.NullMarked;
