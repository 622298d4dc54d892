/** Tests of the delivery plan and of sending. Nothing that is shipped lives here. */
@NullMarked
package org.qingsheng.bot.delivery;

import org.jspecify.annotations.NullMarked;
