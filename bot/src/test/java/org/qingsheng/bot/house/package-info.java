/**
 * The whole house under test: real sockets, a real database, a real browser; and the fixtures that
 * start it. What one domain promises is tested in that domain's package.
 */
@NullMarked
package org.qingsheng.bot.house;

import org.jspecify.annotations.NullMarked;
