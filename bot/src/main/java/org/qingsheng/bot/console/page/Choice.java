package org.qingsheng.bot.console.page;

/** One option of a list to choose from. */
public record Choice(String value, String label, boolean chosen) {}
