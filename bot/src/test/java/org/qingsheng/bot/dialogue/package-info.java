/**
 * Tests of the dialogue: commands, splitting, wording, decisions put into words. Nothing that is
 * shipped lives here.
 */
@NullMarked
package org.qingsheng.bot.dialogue;

import org.jspecify.annotations.NullMarked;
