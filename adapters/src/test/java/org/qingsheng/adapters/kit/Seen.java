package org.qingsheng.adapters.kit;

import org.qingsheng.adapters.kit.Said.Place;

/**
 * What people got to see of the bot.
 *
 * @param text as a person reads it: without the mention of the asker and invisible marks
 */
public record Seen(Place place, String text) {}
