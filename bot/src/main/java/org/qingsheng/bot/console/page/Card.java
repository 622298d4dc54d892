package org.qingsheng.bot.console.page;

/**
 * One item in a list.
 *
 * @param place 群聊 · name, or 私聊
 * @param urgency 危机, 加急; empty for the usual
 * @param assignee who has it, empty for nobody
 * @param unclaimed how late nobody has taken it, empty if it is not late
 * @param unread whether a note for the reader is not acknowledged
 */
public record Card(
    String number,
    String kind,
    String state,
    String question,
    String region,
    String place,
    String waited,
    Due due,
    String urgency,
    String assignee,
    String unclaimed,
    boolean unread,
    boolean claimable) {}
