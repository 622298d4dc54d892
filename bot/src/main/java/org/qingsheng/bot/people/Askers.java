package org.qingsheng.bot.people;

import java.util.Optional;
import org.qingsheng.adapters.AskerId;
import org.qingsheng.adapters.ChannelId;

/** What is known of people who ask. The ledger writes it; this reads. Thread-safe. */
public interface Askers {
  Optional<Asker> find(ChannelId channel, AskerId account);
}
