/** Tests of {@code org.qingsheng.bot.intake}. Nothing that is shipped lives here. */
@NullMarked
package org.qingsheng.bot.intake;

import org.jspecify.annotations.NullMarked;
