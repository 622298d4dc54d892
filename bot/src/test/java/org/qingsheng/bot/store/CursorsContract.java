package org.qingsheng.bot.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.qingsheng.adapters.ChannelId;

@DisplayName("读到哪里 · how far accounts were read")
abstract class CursorsContract extends StoreContract {
  private static final ChannelId CHANNEL = new ChannelId("wecom-kf");

  @Test
  @DisplayName("没读过就是空的；后存的取代先存的；账号和渠道互不相干；重开后还在")
  void remembers_the_last_position_of_each_account() {
    var cursors = new SqlCursors(database, clock);
    assertThat(cursors.read(CHANNEL, "wk1")).isEmpty();

    cursors.store(CHANNEL, "wk1", "c1");
    cursors.store(CHANNEL, "wk1", "c2");
    cursors.store(CHANNEL, "wk2", "other");

    var again = new SqlCursors(database, clock);
    assertThat(again.read(CHANNEL, "wk1")).contains("c2");
    assertThat(again.read(CHANNEL, "wk2")).contains("other");
    assertThat(again.read(new ChannelId("another"), "wk1")).isEmpty();
  }
}
