package org.qingsheng.bot.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.qingsheng.adapters.Capabilities;
import org.qingsheng.adapters.ChannelAdapter;
import org.qingsheng.bot.delivery.DeliveryRules.OfChannel;
import org.qingsheng.bot.ledger.DialogueKey;

/** What delivery heeds besides the platforms: the rules of now, quiet hours, mutes. Thread-safe. */
public final class Manners {
  private final AtomicReference<DeliveryRules> rules;
  private final Function<DialogueKey, Optional<String>> silenced;
  private final QuietChoices quiet;

  /**
   * @param silenced why the bot may not speak in that chat now, in Chinese
   */
  public Manners(
      DeliveryRules rules, Function<DialogueKey, Optional<String>> silenced, QuietChoices quiet) {
    this.rules = new AtomicReference<>(rules);
    this.silenced = silenced;
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

  Optional<String> silenced(DialogueKey talk) {
    return silenced.apply(talk);
  }

  /** A push into a group must suit the group and the person; one in private the person. */
  List<QuietHours> quiet(DialogueKey talk) {
    var all = new ArrayList<QuietHours>();
    var now = rules.get();
    var person = quiet.of(talk.channel(), talk.asker());
    if (talk.conversation().isGroup()) {
      var group = quiet.of(talk.channel(), talk.conversation().id());
      all.add(now.quiet(group.orElse(QuietProfile.STANDARD)));
      person.map(now::quiet).ifPresent(all::add);
    } else {
      all.add(now.quiet(person.orElse(QuietProfile.STANDARD)));
    }
    return List.copyOf(all);
  }
}
