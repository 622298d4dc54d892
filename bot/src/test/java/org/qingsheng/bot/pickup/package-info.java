/** Tests of the pick-up links. */
@NullMarked
package org.qingsheng.bot.pickup;

import org.jspecify.annotations.NullMarked;
