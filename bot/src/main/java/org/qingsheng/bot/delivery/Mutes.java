package org.qingsheng.bot.delivery;

import java.util.List;
import java.util.Optional;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.ConversationId;
import org.qingsheng.knowledge.RegionCode;

/** The mutes of now (静默开关). Thread-safe. */
public interface Mutes {
  /** Begins one; it holds at once. */
  void begin(Mute mute);

  /** Ends one before its time; nothing happens if it is over. */
  void lift(String id);

  /** Those that hold now, the one that ends last first. */
  List<Mute> now();

  /** The mute that covers a chat now and ends last. */
  default Optional<Mute> of(ChannelId channel, ConversationId chat, Optional<RegionCode> region) {
    return now().stream().filter(mute -> mute.covers(channel, chat, region)).findFirst();
  }
}
