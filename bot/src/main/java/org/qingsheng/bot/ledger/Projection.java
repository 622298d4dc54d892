package org.qingsheng.bot.ledger;

import static org.qingsheng.bot.ledger.Refused.Why.ANSWERED_ALREADY;
import static org.qingsheng.bot.ledger.Refused.Why.NOT_NOW;
import static org.qingsheng.bot.ledger.Refused.Why.NOT_YOURS;
import static org.qingsheng.bot.ledger.Refused.Why.TAKEN;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What each event makes of an item, and which event may happen when. A pure function: the same
 * events give the same item, which is how the stored row is checked.
 */
public final class Projection {
  private Projection() {}

  /**
   * The item after the event.
   *
   * @throws Refused if the event cannot happen to the item as it stands
   */
  public static Item after(Item item, ItemEvent event, Instant at) {
    var draft = item.change();
    return switch (event) {
      case ItemEvent.Asked _ -> throw new Refused(item, NOT_NOW, event);
      case ItemEvent.Added _ -> draft.build();
      case ItemEvent.OptionsOffered _ -> {
        require(
            item.state() == ItemState.HEARD || item.state() == ItemState.CLARIFYING, item, event);
        yield draft.state(ItemState.CLARIFYING).build();
      }
      case ItemEvent.Answered answered -> {
        // Once more when the asker added what changes the answer; never over a person's answer.
        boolean again =
            item.state() == ItemState.ANSWERED
                && item.answeredBy().equals(Optional.of(Item.AnsweredBy.BOT));
        require(
            item.state() == ItemState.HEARD || item.state() == ItemState.CLARIFYING || again,
            item,
            event);
        yield draft
            .reopenedUntil(item.dueAt())
            .state(ItemState.ANSWERING)
            .entry(answered.entry(), answered.entryVersion())
            .build();
      }
      case ItemEvent.Declined _ -> {
        require(item.state().isOpen(), item, event);
        yield draft.closed(ItemState.DECLINED, at).build();
      }
      case ItemEvent.HandedOff handed -> {
        require(
            switch (item.state()) {
              case HEARD, CLARIFYING, ANSWERING, ANSWERED, DECLINED -> true;
              default -> false;
            },
            item,
            event);
        yield draft
            .reopenedUntil(item.dueAt())
            .ticket(handed.priority(), handed.dueAt())
            .waiting(at)
            .build();
      }
      case ItemEvent.Claimed claimed -> {
        if (item.state() == ItemState.ASSIGNED) {
          throw new Refused(item, TAKEN, event);
        }
        require(item.state() == ItemState.WAITING, item, event);
        yield draft.state(ItemState.ASSIGNED).assignee(Optional.of(claimed.staff())).build();
      }
      case ItemEvent.Released released -> {
        requireAssignedTo(released.staff(), item, event);
        yield draft.waiting(at).build();
      }
      case ItemEvent.Transferred transferred -> {
        require(
            item.state() == ItemState.WAITING || item.state() == ItemState.ASSIGNED, item, event);
        transferred.toRegion().ifPresent(draft::region);
        yield transferred.toStaff().isPresent()
            ? draft.state(ItemState.ASSIGNED).assignee(transferred.toStaff()).build()
            : draft.waiting(at).build();
      }
      case ItemEvent.Noted _, ItemEvent.OriginalShown _ -> draft.build();
      case ItemEvent.StaffAnswered answered -> {
        requireAssignedTo(answered.staff(), item, event);
        yield draft.state(ItemState.DELIVERING).staffAnswer(answered.text()).build();
      }
      case ItemEvent.Delivered delivered -> {
        boolean awaited =
            switch (Purpose.valueOf(delivered.purpose())) {
              case ANSWER -> item.state() == ItemState.ANSWERING;
              case STAFF_ANSWER -> item.state() == ItemState.DELIVERING;
              default -> false;
            };
        yield awaited ? draft.closed(ItemState.ANSWERED, at).build() : draft.build();
      }
      case ItemEvent.DeliveryHeld _, ItemEvent.DeliveryFailed _, ItemEvent.Relayed _ ->
          draft.build();
      case ItemEvent.Withdrawn _ -> {
        require(item.state().isOpen(), item, event);
        yield draft.closed(ItemState.WITHDRAWN, at).build();
      }
      case ItemEvent.Merged _ -> {
        require(item.state().isOpen(), item, event);
        yield draft.closed(ItemState.MERGED, at).build();
      }
      case ItemEvent.FeedbackGiven feedback -> draft.feedback(feedback.useful()).build();
      case ItemEvent.Reopened _ -> {
        require(item.state() == ItemState.ANSWERED, item, event);
        yield draft.reopenedUntil(item.dueAt()).state(ItemState.HEARD).build();
      }
    };
  }

  /** The item that a whole history of events makes; the first must be {@link ItemEvent.Asked}. */
  public static Item of(ItemId id, ItemNumber number, List<Happening> events) {
    if (events.isEmpty() || !(events.getFirst().event() instanceof ItemEvent.Asked asked)) {
      throw new IllegalArgumentException(
          "item %s does not begin with being asked".formatted(number));
    }
    var item = Item.begin(id, number, asked, events.getFirst().at());
    for (var happening : events.subList(1, events.size())) {
      item = after(item, happening.event(), happening.at());
    }
    return item;
  }

  /** An event with its time. */
  public record Happening(ItemEvent event, Instant at) {}

  private static void require(boolean possible, Item item, ItemEvent event) {
    if (!possible) {
      throw new Refused(item, NOT_NOW, event);
    }
  }

  private static void requireAssignedTo(String staff, Item item, ItemEvent event) {
    if (item.answer().isPresent() && item.state() != ItemState.ASSIGNED) {
      throw new Refused(item, ANSWERED_ALREADY, event);
    }
    if (!item.assignee().equals(Optional.of(staff))) {
      throw new Refused(item, NOT_YOURS, event);
    }
    require(item.state() == ItemState.ASSIGNED, item, event);
  }
}
