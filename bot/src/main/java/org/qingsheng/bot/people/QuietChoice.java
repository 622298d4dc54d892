package org.qingsheng.bot.people;

/** What somebody chose about being disturbed (免打扰的选择). */
public sealed interface QuietChoice {
  /** One of the kinds whose hours the operator sets. */
  record Usual(QuietProfile profile) implements QuietChoice {}

  /** Hours of their own. */
  record Own(QuietHours hours) implements QuietChoice {}
}
