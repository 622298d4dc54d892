/**
 * The dialogue (对话): what one thing said leads to.
 *
 * <p>Lives here: commands in all their written forms, choices by number, the three-way decision put
 * into words, splitting, wording, what is remembered of a talk. {@link
 * org.qingsheng.bot.dialogue.Dialogue} is a function from what was said and what is known to a
 * turn.
 *
 * <p>Does not live here: storing, sending, searching, platforms.
 */
@NullMarked
package org.qingsheng.bot.dialogue;

import org.jspecify.annotations.NullMarked;
