package org.qingsheng.bot.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalTime;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.qingsheng.adapters.AskerId;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.ConversationId;
import org.qingsheng.bot.people.QuietChoice;
import org.qingsheng.bot.people.QuietHours;
import org.qingsheng.bot.people.QuietProfile;

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
    choices.choose(CHANNEL, PERSON, new QuietChoice.Usual(QuietProfile.NEVER));
    choices.choose(CHANNEL, PERSON, new QuietChoice.Usual(QuietProfile.SHIFT));

    var again = new SqlQuietChoices(database, clock);
    assertThat(again.of(CHANNEL, GROUP)).contains(QuietProfile.NEVER);
    assertThat(again.of(CHANNEL, PERSON)).contains(new QuietChoice.Usual(QuietProfile.SHIFT));
    assertThat(again.of(new ChannelId("other"), GROUP)).isEmpty();
    assertThat(again.of(new ChannelId("other"), PERSON)).isEmpty();
  }

  @Test
  @DisplayName("自己定的几点到几点原样取回；改回平常的不留下旧时间")
  void keeps_hours_of_ones_own() {
    var choices = new SqlQuietChoices(database, clock);
    var own = new QuietChoice.Own(new QuietHours(LocalTime.of(22, 30), LocalTime.MIDNIGHT));

    choices.choose(CHANNEL, PERSON, own);
    assertThat(choices.of(CHANNEL, PERSON)).contains(own);

    choices.choose(CHANNEL, PERSON, new QuietChoice.Usual(QuietProfile.STANDARD));
    assertThat(choices.of(CHANNEL, PERSON)).contains(new QuietChoice.Usual(QuietProfile.STANDARD));
    assertThat(
            database.<Long>read(handle ->
                handle
                    .select("SELECT count(*) FROM quiet_choice WHERE quiet_from IS NOT NULL")
                    .mapTo(Long.class)
                    .one()))
        .isZero();
  }
}
