/**
 * Rehearsals (试演): what the bot would do now, by the same dialogue as live traffic, with nothing
 * stored and nothing sent.
 *
 * <p>Lives here: {@link org.qingsheng.bot.rehearsal.Rehearsal} for one question, {@link
 * org.qingsheng.bot.rehearsal.Replay} for a day of the ledger, the hit test of many questions at
 * once. Does not live here: any way to decide of its own, channels, delivery, writing to the
 * ledger, SQL, pages.
 */
@NullMarked
package org.qingsheng.bot.rehearsal;

import org.jspecify.annotations.NullMarked;
