/**
 * WeChat Official Account (微信公众号、服务号).
 *
 * <p>Lives here: the callback in its three modes, the reply inside the still open exchange (被动回复),
 * the customer-service message (客服消息), the menu, codes with a scene, the account's token, and the
 * translation between WeChat's words and ours.
 *
 * <p>Does not live here: what to answer, when to try again, which way to choose. Nothing is stored;
 * what is remembered (open exchanges, the token, recently seen signatures) may be lost with the
 * process without losing a message, because WeChat is told nothing before the bot has stored it.
 */
@NullMarked
package org.qingsheng.adapters.wechat;

import org.jspecify.annotations.NullMarked;
