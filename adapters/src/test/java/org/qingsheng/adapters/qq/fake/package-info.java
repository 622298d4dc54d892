/**
 * A QQ platform on loopback for tests of this and other modules: it sends signed callbacks, runs a
 * gateway, and answers API calls by QQ's rules or as told. Does not live here: tests, and anything
 * that reaches into the adapter.
 */
@NullMarked
package org.qingsheng.adapters.qq.fake;

import org.jspecify.annotations.NullMarked;
