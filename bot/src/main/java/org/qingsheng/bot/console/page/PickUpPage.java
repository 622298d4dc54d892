package org.qingsheng.bot.console.page;

/**
 * What somebody sees who has an item's link.
 *
 * @param version of the static files
 * @param state in plain words
 * @param question masked
 * @param answer masked, empty while there is none
 * @param due until when it is answered, empty where nothing is promised
 */
public record PickUpPage(
    String version,
    String name,
    String unit,
    String number,
    String state,
    String question,
    String answer,
    String due) {}
