/**
 * What each page shows, ready to be printed: one record for each template. Text in it is untrusted
 * and escaped by the template; times and states are already words.
 *
 * <p>Does not live here: anything that asks, decides or formats.
 */
@NullMarked
package org.qingsheng.bot.console.page;

import org.jspecify.annotations.NullMarked;
