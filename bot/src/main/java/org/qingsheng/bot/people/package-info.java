/**
 * People (人员): accounts of staff with roles and a region, signing in, the region tree, the groups
 * the bot is in, and what is known of askers.
 *
 * <p>Does not live here: items, tickets, entries, SQL, pages.
 */
@NullMarked
package org.qingsheng.bot.people;

import org.jspecify.annotations.NullMarked;
