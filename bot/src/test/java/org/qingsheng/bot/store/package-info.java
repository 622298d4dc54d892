/** Contract tests of the stores, on real databases. Nothing that is shipped lives here. */
@NullMarked
package org.qingsheng.bot.store;

import org.jspecify.annotations.NullMarked;
