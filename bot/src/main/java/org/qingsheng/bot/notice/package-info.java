/**
 * Notices (通知): what the house tells other programs and its operators over HTTP — what happens to
 * items, to webhooks; that something has been out of order for too long, to group robots.
 *
 * <p>Lives here: whom to tell what, the order, the signature, when to try again and when to give
 * up, and what counts as an outage. Does not live here: anything said to a young person (that goes
 * through ledger and delivery only), SQL, pages.
 */
@NullMarked
package org.qingsheng.bot.notice;

import org.jspecify.annotations.NullMarked;
