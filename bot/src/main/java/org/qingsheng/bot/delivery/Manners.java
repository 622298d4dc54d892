package org.qingsheng.bot.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.qingsheng.adapters.Capabilities;
import org.qingsheng.adapters.ChannelAdapter;
import org.qingsheng.bot.delivery.DeliveryPlan.Quiet;
import org.qingsheng.bot.delivery.DeliveryRules.OfChannel;
import org.qingsheng.bot.ledger.DialogueKey;
import org.qingsheng.bot.ledger.Outbound;
import org.qingsheng.bot.ledger.Purpose;
import org.qingsheng.bot.people.QuietChoices;
import org.qingsheng.bot.people.QuietProfile;

/** What delivery heeds besides the platforms: the rules of now, quiet hours, mutes. Thread-safe. */
public final class Manners {
  private final AtomicReference<DeliveryRules> rules;
  private final Function<DialogueKey, Optional<String>> barred;
  private final Function<DialogueKey, Optional<String>> muted;
  private final QuietChoices quiet;

  /**
   * @param barred why the platform does not let the bot speak in that chat now, in Chinese
   * @param muted why we do not, in Chinese; the hotline card is said all the same
   */
  public Manners(
      DeliveryRules rules,
      Function<DialogueKey, Optional<String>> barred,
      Function<DialogueKey, Optional<String>> muted,
      QuietChoices quiet) {
    this.rules = new AtomicReference<>(rules);
    this.barred = barred;
    this.muted = muted;
    this.quiet = quiet;
  }

  /** Other rules hold from now on, also for messages that wait. */
  public void use(DeliveryRules other) {
    rules.set(other);
  }

  public DeliveryRules rules() {
    return rules.get();
  }

  OfChannel of(ChannelAdapter adapter) {
    return rules.get().of(adapter.channel(), adapter.capabilities());
  }

  /** What the channel can do under the rules of now. */
  public Capabilities capabilities(ChannelAdapter adapter) {
    return of(adapter).can();
  }

  Optional<String> silenced(Outbound message) {
    boolean always =
        message.purpose() == Purpose.CRISIS_CARD || message.purpose() == Purpose.ANNOUNCEMENT;
    return barred
        .apply(message.to())
        .or(() -> always ? Optional.empty() : muted.apply(message.to()));
  }

  /** A push into a group must suit the group and the person; one in private the person. */
  List<Quiet> quiet(DialogueKey talk) {
    var all = new ArrayList<Quiet>();
    var now = rules.get();
    var person = quiet.of(talk.channel(), talk.asker()).map(now::quiet).map(Quiet::chosen);
    person.ifPresent(all::add);
    if (talk.conversation().isGroup()) {
      var group = quiet.of(talk.channel(), talk.conversation().id());
      all.add(Quiet.usual(now.quiet(group.orElse(QuietProfile.STANDARD))));
    } else if (person.isEmpty()) {
      all.add(Quiet.usual(now.quiet(QuietProfile.STANDARD)));
    }
    return List.copyOf(all);
  }
}
