/**
 * Picking an answer up (取件): the link that opens one item's page for whoever has it.
 *
 * <p>Lives here: making and checking the link. Does not live here: the page ({@code console}), when
 * an answer waits ({@code delivery}).
 */
@NullMarked
package org.qingsheng.bot.pickup;

import org.jspecify.annotations.NullMarked;
