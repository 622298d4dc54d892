package org.qingsheng.bot.endurance;

/** One text that one person of the crowd saw from the bot. */
record Seen(String channel, String asker, String text) {}
