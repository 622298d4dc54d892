/**
 * The bot server (青声服务). This package holds only {@link org.qingsheng.bot.Main}, where a process
 * begins; the command line, the composition of the house and every domain have packages of their
 * own below.
 */
@NullMarked
package org.qingsheng.bot;

import org.jspecify.annotations.NullMarked;
