/**
 * The bot server (青声服务). This package holds only {@link org.qingsheng.bot.Main}, the composition
 * root, and the command line; every domain has a package of its own below.
 */
@NullMarked
package org.qingsheng.bot;

import org.jspecify.annotations.NullMarked;
