/**
 * A QQ with its people, groups and history, and a OneBot client program that connects it to a
 * server under test over a real reverse WebSocket, in the dialects of the programs in use.
 *
 * <p>Lives here: everything a test needs to talk like a person and to misbehave like a client. Does
 * not live here: any class of the adapter under test; what these fakes know of the protocol they
 * know by themselves, so that a mistake is not made twice the same way.
 */
@NullMarked
package org.qingsheng.adapters.onebot.fake;

import org.jspecify.annotations.NullMarked;
