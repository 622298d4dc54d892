/**
 * WeCom (企业微信), four ways to reach people, each a channel of its own.
 *
 * <p>Lives here: 微信客服 ({@link org.qingsheng.adapters.wecom.WeComKfAdapter}), through which any
 * WeChat user is served one to one; 智能机器人 ({@link org.qingsheng.adapters.wecom.WeComBotAdapter})
 * for members, alone and in internal groups, and the same without a public address ({@link
 * org.qingsheng.adapters.wecom.WeComLineAdapter}); 自建应用 ({@link
 * org.qingsheng.adapters.wecom.WeComAppAdapter}) and {@link
 * org.qingsheng.adapters.wecom.WeComNotices} for those who answer. What only WeCom says is
 * translated here, and nowhere else.
 *
 * <p>Does not live here: what to answer, when to try again, who may claim. Nothing is stored but
 * through the port {@link org.qingsheng.adapters.wecom.Cursors}; what is remembered besides (the
 * token, open streams, who is served by a person) may be lost with the process without losing a
 * message.
 */
@NullMarked
package org.qingsheng.adapters.wecom;

import org.jspecify.annotations.NullMarked;
