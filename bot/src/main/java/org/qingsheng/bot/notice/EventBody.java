package org.qingsheng.bot.notice;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.qingsheng.bot.ledger.ItemEvent;

/**
 * What a webhook is told of an event. Never who asked, never who works on it, never notes of staff;
 * the masked words of question and answer only where the subscription has them. Pure.
 */
final class EventBody {
  private EventBody() {}

  static String of(Receiver.Webhook to, String id, LedgerEvent told, ObjectMapper json) {
    var body = json.createObjectNode();
    body.put("id", id);
    body.put("position", told.position());
    body.put("type", told.type());
    body.put("at", told.at().toString());
    var item = told.item();
    var about = body.putObject("item");
    about.put("number", item.number().value());
    about.put("seq", told.seq());
    about.put("kind", item.kind().name());
    about.put("state", item.state().name());
    about.put("channel", item.talk().channel().value());
    about.put("inGroup", item.talk().conversation().isGroup());
    about.put("region", item.region().value());
    about.put("openedAt", item.openedAt().toString());
    item.dueAt().ifPresent(at -> about.put("dueAt", at.toString()));
    if (to.text()) {
      about.put("question", item.question());
      item.answer().ifPresent(answer -> about.put("answer", answer));
    }
    details(told.event(), body.putObject("details"));
    return body.toString();
  }

  private static void details(ItemEvent event, ObjectNode details) {
    switch (event) {
      case ItemEvent.OptionsOffered offered -> {
        var entries = details.putArray("entries");
        offered.entries().forEach(entries::add);
      }
      case ItemEvent.Answered answered ->
          details
              .put("entry", answered.entry())
              .put("entryVersion", answered.entryVersion())
              .put("probability", answered.probability());
      case ItemEvent.HandedOff handedOff ->
          details.put("priority", handedOff.priority()).put("dueAt", handedOff.dueAt().toString());
      case ItemEvent.Transferred transferred ->
          transferred.toRegion().ifPresent(region -> details.put("toRegion", region.value()));
      case ItemEvent.Delivered delivered -> details.put("purpose", delivered.purpose());
      case ItemEvent.DeliveryHeld held -> details.put("purpose", held.purpose());
      case ItemEvent.DeliveryFailed failed ->
          details.put("purpose", failed.purpose()).put("state", failed.state());
      case ItemEvent.FeedbackGiven given -> details.put("useful", given.useful());
      case ItemEvent.Asked _,
          ItemEvent.Added _,
          ItemEvent.Declined _,
          ItemEvent.Claimed _,
          ItemEvent.Released _,
          ItemEvent.Noted _,
          ItemEvent.StaffAnswered _,
          ItemEvent.Withdrawn _,
          ItemEvent.Merged _,
          ItemEvent.OriginalShown _,
          ItemEvent.Reopened _ -> {} // the type says it; reasons and names are for staff
    }
  }
}
