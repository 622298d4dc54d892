package org.qingsheng.adapters;

import java.util.Optional;

/**
 * A channel on which members of the organisation can be told things at any time, in words or with a
 * card to tap. A tap arrives as a message whose text is what the button says. Nothing that is for
 * askers travels this way: they are reached by {@link ChannelAdapter#send} alone.
 */
public interface ServesStaff {
  /**
   * Says something to one member.
   *
   * @param key the same for every attempt
   * @param text at most {@link Capabilities#maxTextBytes()}
   */
  Delivery tell(AskerId member, IdempotencyKey key, String text);

  /** Shows one member a card. */
  Shown show(AskerId member, Card card);

  /**
   * Takes the buttons off a card and shows instead what became of it.
   *
   * @param code by which it may be changed once
   * @param label such as 已由小王认领
   */
  Delivery change(String code, String label);

  /** What the message says of the card it was tapped on; empty if it was typed, or long ago. */
  Optional<Tap> tap(MessageId message);

  /**
   * How showing a card ended.
   *
   * @param code by which it may be changed once, if the platform told one
   */
  record Shown(Delivery delivery, Optional<String> code) {}

  /**
   * A button that was tapped.
   *
   * @param card its id
   * @param code by which the card may be changed once
   */
  record Tap(String card, String code) {}
}
