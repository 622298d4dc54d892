package org.qingsheng.bot.api;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.qingsheng.bot.ledger.Item;
import org.qingsheng.bot.ledger.Items.Line;

/** Items as the API speaks of them. Askers' accounts stay inside. */
final class ItemBody {
  private ItemBody() {}

  static Map<String, Object> write(Item item) {
    var all = new LinkedHashMap<String, Object>();
    all.put("id", item.number().value());
    all.put("number", item.number().value());
    all.put("kind", item.kind().name());
    all.put("state", item.state().name());
    all.put("group", item.state().group().name());
    all.put("channel", item.talk().channel().value());
    all.put("inGroup", item.talk().conversation().isGroup());
    all.put("region", item.region().value());
    all.put("question", item.question());
    all.put("priority", item.priority());
    item.assignee().ifPresent(account -> all.put("assignee", account));
    item.entry().ifPresent(entry -> all.put("entry", entry));
    item.answeredBy().ifPresent(by -> all.put("answeredBy", by.name()));
    item.answer().ifPresent(answer -> all.put("answer", answer));
    all.put("openedAt", item.openedAt().toString());
    item.dueAt().ifPresent(at -> all.put("dueAt", at.toString()));
    item.closedAt().ifPresent(at -> all.put("closedAt", at.toString()));
    item.feedback().ifPresent(useful -> all.put("useful", useful));
    all.put("version", item.version());
    return all;
  }

  static Map<String, Object> write(Item item, List<Line> thread) {
    var all = write(item);
    all.put("thread", thread.stream().map(ItemBody::write).toList());
    return all;
  }

  private static Map<String, Object> write(Line line) {
    var all = new LinkedHashMap<String, Object>();
    all.put("from", line.heard() ? "ASKER" : "US");
    all.put("text", line.recalled() ? "" : line.text());
    all.put("at", line.at().toString());
    line.purpose().ifPresent(purpose -> all.put("purpose", purpose.name()));
    line.state().ifPresent(state -> all.put("state", state.name()));
    line.reason().ifPresent(reason -> all.put("reason", reason));
    return all;
  }
}
