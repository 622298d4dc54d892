package org.qingsheng.bot.delivery;

import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.qingsheng.adapters.AskerId;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.ConversationId;
import org.qingsheng.bot.ledger.DialogueKey;
import org.qingsheng.bot.people.QuietChoice;
import org.qingsheng.bot.people.QuietChoices;
import org.qingsheng.bot.people.QuietHours;
import org.qingsheng.bot.people.QuietProfile;

/** Manners for tests that are about something else: what the adapters say, no quiet hours. */
public final class FreeManners {
  private FreeManners() {}

  public static Manners of(Predicate<DialogueKey> silenced) {
    return new Manners(
        new DeliveryRules(QuietHours.NEVER, QuietHours.NEVER, Map.of()),
        talk -> silenced.test(talk) ? Optional.of("机器人被禁言") : Optional.empty(),
        _ -> Optional.empty(),
        new NobodyChose());
  }

  private static final class NobodyChose implements QuietChoices {
    @Override
    public Optional<QuietProfile> of(ChannelId channel, ConversationId group) {
      return Optional.empty();
    }

    @Override
    public Optional<QuietChoice> of(ChannelId channel, AskerId asker) {
      return Optional.empty();
    }

    @Override
    public void choose(ChannelId channel, ConversationId group, QuietProfile profile) {}

    @Override
    public void choose(ChannelId channel, AskerId asker, QuietChoice choice) {}
  }
}
