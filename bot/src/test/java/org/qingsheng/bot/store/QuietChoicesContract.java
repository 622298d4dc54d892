package org.qingsheng.bot.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.qingsheng.adapters.AskerId;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.ConversationId;
import org.qingsheng.bot.delivery.QuietProfile;

@DisplayName("免打扰的选择 · chosen quiet hours")
abstract class QuietChoicesContract extends StoreContract {
  private static final ChannelId CHANNEL = new ChannelId("qq-groups");
  private static final ConversationId GROUP = new ConversationId("same");
  private static final AskerId PERSON = new AskerId("same");

  @Test
  @DisplayName("群和人各选各的，后选的算数，重开后还在，别的渠道不受影响")
  void keeps_the_choices_of_groups_and_people_apart() {
    var choices = new SqlQuietChoices(database, clock);
    assertThat(choices.of(CHANNEL, GROUP)).isEmpty();

    choices.choose(CHANNEL, GROUP, QuietProfile.NEVER);
    choices.choose(CHANNEL, PERSON, QuietProfile.NEVER);
    choices.choose(CHANNEL, PERSON, QuietProfile.SHIFT);

    var again = new SqlQuietChoices(database, clock);
    assertThat(again.of(CHANNEL, GROUP)).contains(QuietProfile.NEVER);
    assertThat(again.of(CHANNEL, PERSON)).contains(QuietProfile.SHIFT);
    assertThat(again.of(new ChannelId("other"), GROUP)).isEmpty();
    assertThat(again.of(new ChannelId("other"), PERSON)).isEmpty();
  }
}
