package org.qingsheng.bot.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.ConversationId;
import org.qingsheng.bot.delivery.Mute;
import org.qingsheng.bot.delivery.Mute.Where;
import org.qingsheng.knowledge.RegionCode;

@DisplayName("静默 · mutes")
abstract class MutesContract extends StoreContract {
  private static final ChannelId CHANNEL = new ChannelId("qq-groups");
  private static final ConversationId GROUP = new ConversationId("g1");
  private static final Optional<RegionCode> LIANNAN = Optional.of(new RegionCode("441826"));

  private Mute mute(String id, Where where, Duration length) {
    return new Mute(id, where, clock.instant(), clock.instant().plus(length), "admin");
  }

  @Test
  @DisplayName("一个群、一个地区、全部，各管各的；到点自己结束，也可以提前结束；重开后还在")
  void holds_where_and_as_long_as_was_decided() {
    var mutes = new SqlMutes(database, clock);
    mutes.begin(mute("g", new Where.InGroup(CHANNEL, GROUP), Duration.ofHours(1)));
    assertThat(mutes.of(CHANNEL, GROUP, LIANNAN)).isPresent();
    assertThat(mutes.of(CHANNEL, new ConversationId("g2"), LIANNAN)).isEmpty();

    mutes.begin(mute("r", new Where.InRegion(new RegionCode("441800")), Duration.ofHours(4)));
    var again = new SqlMutes(database, clock);
    assertThat(again.of(CHANNEL, new ConversationId("g2"), LIANNAN)).isPresent();
    assertThat(again.of(CHANNEL, new ConversationId("g3"), Optional.of(new RegionCode("360000"))))
        .isEmpty();
    assertThat(again.of(CHANNEL, new ConversationId("private"), Optional.empty())).isEmpty();

    mutes.begin(mute("all", new Where.Everywhere(), Duration.ofHours(2)));
    assertThat(mutes.of(CHANNEL, new ConversationId("private"), Optional.empty())).isPresent();
    assertThat(again.of(CHANNEL, new ConversationId("private"), Optional.empty())).isEmpty();
    again.refresh();
    assertThat(again.of(CHANNEL, new ConversationId("private"), Optional.empty())).isPresent();

    mutes.lift("all");
    assertThat(mutes.now()).extracting(Mute::id).containsExactly("r", "g");
    clock.pass(Duration.ofHours(4));
    assertThat(mutes.now()).isEmpty();
  }
}
