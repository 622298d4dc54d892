/**
 * A channel without a platform (模拟渠道): scenario files say what people do, the bot's real server
 * answers. Rules of other platforms can be put on it, so that windows, quotas and lost sends are
 * played through in seconds.
 *
 * <p>Does not live here: the scenario language and its checks; those are the bot's.
 */
@NullMarked
package org.qingsheng.adapters.simulator;

import org.jspecify.annotations.NullMarked;
