package org.qingsheng.adapters.wecom;

import java.util.Optional;
import org.qingsheng.adapters.ChannelId;

/**
 * How far each 微信客服 account has been read (消息游标). Thread-safe; throws unchecked exceptions when the
 * store fails, and then the same page is read again.
 */
public interface Cursors {
  /**
   * @param openKfId the 客服 account, {@code wk…}
   * @return what was stored last; empty before the first page
   */
  Optional<String> read(ChannelId channel, String openKfId);

  /**
   * Durable when it returns. Called only after every event of the page is durable.
   *
   * @param cursor at most 64 bytes, opaque
   */
  void store(ChannelId channel, String openKfId, String cursor);
}
