/** Tests of {@code org.qingsheng.bot.desk}. Nothing that is shipped lives here. */
@NullMarked
package org.qingsheng.bot.desk;

import org.jspecify.annotations.NullMarked;
