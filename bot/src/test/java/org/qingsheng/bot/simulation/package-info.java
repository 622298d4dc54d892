/** Tests of {@code org.qingsheng.bot.simulation}. Nothing that is shipped lives here. */
@NullMarked
package org.qingsheng.bot.simulation;

import org.jspecify.annotations.NullMarked;
