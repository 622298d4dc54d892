/** Tests of the ledger's rules. Nothing that is shipped lives here. */
@NullMarked
package org.qingsheng.bot.ledger;

import org.jspecify.annotations.NullMarked;
