/**
 * The human desk (人工台): the queue in which items wait for a cadre, and what a cadre does with them.
 *
 * <p>Lives here: claiming, answering, giving back, passing on, notes, due times on the working
 * calendar. Does not live here: how items are stored, how answers travel, pages.
 */
@NullMarked
package org.qingsheng.bot.desk;

import org.jspecify.annotations.NullMarked;
