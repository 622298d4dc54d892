package org.qingsheng.bot.console.page;

/**
 * How much time is left.
 *
 * @param level green, yellow, red; empty when there is no promise
 * @param left in words
 * @param exact the time itself
 */
public record Due(String level, String left, String exact) {}
