/** Tests of notices: real HTTP on loopback, a real database, time turned by hand. */
@NullMarked
package org.qingsheng.bot.notice;

import org.jspecify.annotations.NullMarked;
