/**
 * The web chat (网页聊天): our own channel, no vendor. Messages come up by POST and go down by
 * server-sent events; what was said before is read from the {@link
 * org.qingsheng.adapters.webchat.Transcript}.
 *
 * <p>Does not live here: the page itself and its scripts (the console's), storing messages.
 */
@NullMarked
package org.qingsheng.adapters.webchat;

import org.jspecify.annotations.NullMarked;
