/** Tests of the console: a real server over a real database, asked by HTTP and by a browser. */
@NullMarked
package org.qingsheng.bot.console;

import org.jspecify.annotations.NullMarked;
