/**
 * The boundary between chat platforms and the bot (渠道边界).
 *
 * <p>Lives here: the words both sides share — {@link org.qingsheng.adapters.InboundEvent}, {@link
 * org.qingsheng.adapters.OutboundMessage}, {@link org.qingsheng.adapters.Delivery}, ids and {@link
 * org.qingsheng.adapters.Capabilities} — and the one interface every platform implements, {@link
 * org.qingsheng.adapters.ChannelAdapter}. Each platform has a package of its own below this one.
 *
 * <p>Does not live here: knowledge entries, items, tickets, SQL. An adapter translates and carries;
 * it decides nothing and stores nothing.
 */
@NullMarked
package org.qingsheng.adapters;

import org.jspecify.annotations.NullMarked;
