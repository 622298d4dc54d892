/**
 * Delivery (投递): takes committed messages to their people, within what each platform allows.
 *
 * <p>Lives here: the plan — a pure function of message, channel rules, window and time — the
 * sending, recording how each send ended, and what is done about sends whose end is not known.
 * Nothing else calls an adapter.
 *
 * <p>Does not live here: what to say, SQL, platforms.
 */
@NullMarked
package org.qingsheng.bot.delivery;

import org.jspecify.annotations.NullMarked;
