package org.qingsheng.bot.notice;

import java.time.Instant;
import org.qingsheng.bot.ledger.Item;
import org.qingsheng.bot.ledger.ItemEvent;

/**
 * One event in the ledger's order.
 *
 * @param position grows by the order of commits; never reused
 * @param item as it stands now
 * @param seq number of the event within its item, from 1
 * @param type the name under which its kind is stored, e.g. {@code handed-off}
 */
public record LedgerEvent(
    long position, Item item, int seq, Instant at, String type, ItemEvent event) {}
