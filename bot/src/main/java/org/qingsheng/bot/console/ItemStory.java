package org.qingsheng.bot.console;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.qingsheng.bot.console.page.ItemPage.Happened;
import org.qingsheng.bot.console.page.ItemPage.Said;
import org.qingsheng.bot.ledger.ItemEvent;
import org.qingsheng.bot.ledger.Items;
import org.qingsheng.bot.ledger.OutboundState;
import org.qingsheng.bot.ledger.Projection.Happening;
import org.qingsheng.bot.ledger.Purpose;
import org.qingsheng.knowledge.EntryId;
import org.qingsheng.knowledge.Knowledge;

/** What happened to an item, told in Chinese. Thread-safe. */
final class ItemStory {
  private final Cards cards;
  private final Knowledge knowledge;

  ItemStory(Cards cards, Knowledge knowledge) {
    this.cards = cards;
    this.knowledge = knowledge;
  }

  List<Happened> timeline(List<Happening> history) {
    return history.stream().map(happening -> tell(happening.event(), happening.at())).toList();
  }

  List<Said> thread(List<Items.Line> lines) {
    return lines.stream().map(this::said).toList();
  }

  private Said said(Items.Line line) {
    var at = cards.phrases().at(line.at());
    if (line.heard()) {
      return new Said(true, line.recalled() ? "（提问人撤回了这条）" : line.text(), at, "", false);
    }
    var purpose = line.purpose().map(Purpose::label).orElse("");
    var state = line.state().map(OutboundState::label).orElse("");
    var reason = line.reason().map(why -> "：" + why).orElse("");
    boolean trouble =
        line.state()
            .filter(now ->
                now == OutboundState.REFUSED
                    || now == OutboundState.UNKNOWN
                    || now == OutboundState.HELD)
            .isPresent();
    return new Said(
        false, line.text(), at, purpose + " · " + state + (trouble ? reason : ""), trouble);
  }

  private Happened tell(ItemEvent event, Instant at) {
    var when = cards.phrases().at(at);
    return switch (event) {
      case ItemEvent.Asked asked -> new Happened(when, "提出" + asked.kind().label(), "", "ask");
      case ItemEvent.Added _ -> new Happened(when, "补充说明", "", "ask");
      case ItemEvent.OptionsOffered offered ->
          new Happened(when, "机器人给出 " + offered.entries().size() + " 个选项", "", "bot");
      case ItemEvent.Answered answered ->
          new Happened(
              when,
              "机器人答复（把握 %d%%）".formatted(Math.round(answered.probability() * 100)),
              title(answered.entry()),
              "bot");
      case ItemEvent.Declined declined -> new Happened(when, "谢绝", declined.reason(), "bot");
      case ItemEvent.HandedOff handed ->
          new Happened(
              when,
              "转人工，应在 " + cards.phrases().at(handed.dueAt()) + " 前答复",
              handed.reason(),
              handed.priority() == 0 ? "bad" : "bot");
      case ItemEvent.Claimed claimed ->
          new Happened(when, cards.name(claimed.staff()) + " 认领", "", "staff");
      case ItemEvent.Released released ->
          new Happened(when, cards.name(released.staff()) + " 退回队列", released.reason(), "staff");
      case ItemEvent.Transferred moved ->
          new Happened(when, transfer(moved), moved.reason(), "staff");
      case ItemEvent.Noted noted -> new Happened(when, note(noted), noted.text(), "note");
      case ItemEvent.OriginalShown shown ->
          new Happened(
              when,
              cards.name(shown.staff()) + " 查看了原话，到 " + cards.phrases().at(shown.until()) + " 止",
              "原因：" + shown.reason(),
              "bad");
      case ItemEvent.StaffAnswered answered ->
          new Happened(when, cards.name(answered.staff()) + " 答复", answered.text(), "staff");
      case ItemEvent.Delivered delivered ->
          new Happened(when, label(delivered.purpose()) + "已送达", "", "good");
      case ItemEvent.DeliveryHeld held ->
          new Happened(when, label(held.purpose()) + "暂缓发送", held.reason(), "bad");
      case ItemEvent.DeliveryFailed failed ->
          new Happened(
              when,
              label(failed.purpose()) + "：" + OutboundState.valueOf(failed.state()).label(),
              failed.reason(),
              "bad");
      case ItemEvent.Withdrawn withdrawn -> new Happened(when, "撤回或关闭", withdrawn.reason(), "ask");
      case ItemEvent.Merged merged -> new Happened(when, "合并到另一条", merged.into(), "staff");
      case ItemEvent.FeedbackGiven feedback ->
          feedback.useful()
              ? new Happened(when, "提问人觉得有用", "", "good")
              : new Happened(when, "提问人觉得没用", "", "bad");
      case ItemEvent.Reopened reopened -> new Happened(when, "重新打开", reopened.reason(), "bad");
    };
  }

  private String note(ItemEvent.Noted noted) {
    var named = noted.mentions().stream().map(cards::name).collect(Collectors.joining("、"));
    return cards.name(noted.staff()) + " 的内部备注" + (named.isEmpty() ? "" : "，提到 " + named);
  }

  private String transfer(ItemEvent.Transferred moved) {
    var to = new StringBuilder(cards.name(moved.by())).append(" 转办给");
    moved.toRegion().ifPresent(region -> to.append(' ').append(cards.regions().name(region)));
    moved.toStaff().ifPresent(staff -> to.append(' ').append(cards.name(staff)));
    return to.toString();
  }

  private String title(String entry) {
    return knowledge.entry(new EntryId(entry)).map(found -> found.question()).orElse(entry);
  }

  private static String label(String purpose) {
    return Purpose.valueOf(purpose).label();
  }
}
