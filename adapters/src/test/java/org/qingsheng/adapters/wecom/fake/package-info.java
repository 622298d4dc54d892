/**
 * WeCom as seen from a bot (模拟企业微信): its API on loopback, and the calls it makes, sealed with
 * WxJava's cryptography rather than ours. Does not live here: anything of the adapters' own code.
 */
@NullMarked
package org.qingsheng.adapters.wecom.fake;

import org.jspecify.annotations.NullMarked;
