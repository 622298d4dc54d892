/**
 * The official QQ bot (QQ 官方机器人, API v2).
 *
 * <p>Lives here: the signed callback (webhook) and the gateway connection, whichever the settings
 * choose; the answers sent by API call, their numbers ({@code msg_seq}) and links; the bot's token;
 * the translation between QQ's words and ours.
 *
 * <p>Does not live here: what to answer, when to try again, whether a window is still open. Nothing
 * is stored; the numbers of the answers, which must outlive the process, are kept by whoever
 * implements {@link org.qingsheng.adapters.qq.Sequences}.
 */
@NullMarked
package org.qingsheng.adapters.qq;

import org.jspecify.annotations.NullMarked;
