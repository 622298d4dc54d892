/**
 * Cadres at work on the organisation's own channel (企业微信自建应用): they are told of items with cards,
 * take them and answer them there.
 *
 * <p>Lives here: what members say on such a channel and what it makes the desk do, who is told of
 * what, the messages to cadres and when they go. Does not live here: what happens to items ({@code
 * desk}, which checks each action as it does for the console), messages to askers ({@code ledger},
 * {@code delivery}), SQL ({@code store}), the platform ({@code adapters}). Nothing said here
 * becomes an item: those who speak here work, and do not ask.
 */
@NullMarked
package org.qingsheng.bot.cadres;

import org.jspecify.annotations.NullMarked;
