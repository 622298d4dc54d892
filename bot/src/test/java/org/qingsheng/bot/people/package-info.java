/** What accounts, sessions, regions and their rules promise. */
@NullMarked
package org.qingsheng.bot.people;

import org.jspecify.annotations.NullMarked;
