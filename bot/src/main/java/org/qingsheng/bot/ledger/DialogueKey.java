package org.qingsheng.bot.ledger;

import org.qingsheng.adapters.AskerId;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.Conversation;

/**
 * Who talks to us where: one person in one chat of one channel. Group and person are never mixed,
 * so everything remembered about a talk is kept under this.
 */
public record DialogueKey(ChannelId channel, Conversation conversation, AskerId asker) {}
