package org.qingsheng.bot.delivery;

import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.qingsheng.adapters.Capabilities;
import org.qingsheng.adapters.Capabilities.Window;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.bot.people.QuietChoice;
import org.qingsheng.bot.people.QuietHours;
import org.qingsheng.bot.people.QuietProfile;

/**
 * How far each channel lets us go (投递规则), as data. Immutable: other rules are another object, put
 * in place by {@link Manners#use}.
 *
 * @param nights when nobody is pushed to who chose nothing else
 * @param days when those are not pushed to who work at night
 * @param channels what differs from what the adapters say
 */
public record DeliveryRules(
    QuietHours nights, QuietHours days, Map<ChannelId, Amendment> channels) {
  /** Without a file: what the adapters say, and no pushes at night. */
  public static final DeliveryRules DEFAULT =
      new DeliveryRules(
          new QuietHours(LocalTime.of(22, 0), LocalTime.of(7, 30)),
          new QuietHours(LocalTime.of(8, 0), LocalTime.of(15, 0)),
          Map.of());

  public DeliveryRules {
    channels = Map.copyOf(channels);
  }

  /**
   * What differs on one channel from what its adapter says.
   *
   * @param windows all of them, if any is given
   * @param rates how many sends in how long; none by default
   */
  public record Amendment(
      Optional<List<Window>> windows,
      Optional<Integer> maxTextBytes,
      Optional<Duration> pace,
      List<Rate> rates) {
    public Amendment {
      rates = List.copyOf(rates);
    }
  }

  /**
   * How often a channel may send (频率).
   *
   * @param each whether every chat is counted by itself, otherwise the whole channel
   */
  public record Rate(boolean each, int count, Duration in) {}

  /**
   * What holds on a channel now.
   *
   * @param amended whether it is anything else than what its adapter says
   */
  public record OfChannel(Capabilities can, List<Rate> rates, boolean amended) {}

  /** What holds on a channel whose adapter says that. */
  public OfChannel of(ChannelId channel, Capabilities says) {
    var amendment = channels.get(channel);
    return amendment == null
        ? new OfChannel(says, List.of(), false)
        : new OfChannel(amended(says, amendment), amendment.rates(), true);
  }

  private static Capabilities amended(Capabilities says, Amendment amendment) {
    return new Capabilities(
        says.groups(),
        says.quotes(),
        says.passive(),
        says.passiveRepeats(),
        says.freePush(),
        amendment.windows().orElse(says.windows()),
        says.deduplicates(),
        amendment.maxTextBytes().orElse(says.maxTextBytes()),
        amendment.pace().orElse(says.pace()));
  }

  public QuietHours quiet(QuietChoice choice) {
    return switch (choice) {
      case QuietChoice.Usual(var profile) -> quiet(profile);
      case QuietChoice.Own(var hours) -> hours;
    };
  }

  public QuietHours quiet(QuietProfile profile) {
    return switch (profile) {
      case STANDARD -> nights;
      case SHIFT -> days;
      case NEVER -> QuietHours.NEVER;
    };
  }
}
