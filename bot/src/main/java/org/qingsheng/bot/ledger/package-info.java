/**
 * The ledger (台账): every item (青年之声条目) and everything that happened to it.
 *
 * <p>Lives here: {@link org.qingsheng.bot.ledger.Turn} — what one cause does, committed as a whole
 * — the item's events, the projection of events to an item, and reconciliation. Nothing else in the
 * system writes items: intake, desk and delivery hand in turns.
 *
 * <p>Does not live here: what to say, when to send, SQL.
 */
@NullMarked
package org.qingsheng.bot.ledger;

import org.jspecify.annotations.NullMarked;
