/**
 * Intake (接收): takes what platforms tell, finds out whether it is meant for the bot and who said
 * it, masks it, and hands it to the dialogue; the resulting turn goes to the ledger.
 *
 * <p>Does not live here: understanding, storing, sending.
 */
@NullMarked
package org.qingsheng.bot.intake;

import org.jspecify.annotations.NullMarked;
