/**
 * What Tencent's platforms have in common (腾讯系平台的共同部分): the signed AES envelope, the flat XML,
 * calls that speak JSON, the token and its renewal, a timer. Internal to the adapters: only the
 * packages of single platforms use it.
 *
 * <p>Does not live here: anything one platform alone says or means, and nothing the bot could see.
 */
@NullMarked
package org.qingsheng.adapters.tencent;

import org.jspecify.annotations.NullMarked;
