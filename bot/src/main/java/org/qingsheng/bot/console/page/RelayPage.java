package org.qingsheng.bot.console.page;

/**
 * Passing an answer on by hand.
 *
 * @param link to the item's pick-up page
 * @param qrSide how many modules the QR code is wide
 * @param qrPath its dark modules as an SVG path
 * @param text ready for the group, empty while there is no answer
 * @param waiting how many messages of the item have not arrived
 */
public record RelayPage(
    Shell shell,
    String number,
    String link,
    int qrSide,
    String qrPath,
    String text,
    int waiting,
    boolean answered) {}
