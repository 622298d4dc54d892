package org.qingsheng.bot.cadres;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.qingsheng.adapters.Card;
import org.qingsheng.bot.cadres.CadreBook.Draft;
import org.qingsheng.bot.ledger.Item;
import org.qingsheng.bot.ledger.Refused;
import org.qingsheng.bot.people.Regions;

/** What cadres read on the staff channel: words and cards, of masked text only. Pure. */
final class CadreWords {
  static final String HELP =
      """
      在这里可以办件：
      待办　　看待认领和我在办的
      认领 编号　　接下一条
      编号　　看一条的内容
      直接打字　　就是给当前这条写答复，确认后才发出
      答复 编号 内容　　给指定的一条写答复
      退回 编号 原因　　退回待办
      转交 编号 姓名或地区 原因
      备注 编号 内容　　只有同事看得到
      解绑　　不再用这个企业微信账号办件\
      """;

  static final String NOT_BOUND = "这里是团干部办件的地方。请先登录工作台，点“企业微信”取一个绑定码，然后在这里发：绑定 八位数字。";

  static final String NO_LONGER = "你的账号现在不能办理条目，请联系管理员。";
  static final String WORDS_ONLY = "这里只收文字。图片、语音、文件请在工作台处理。";

  /** What WeCom shows of a title and of the text below it without cutting. */
  private static final int TITLE = 36;

  private static final int PREVIEW = 100;

  private static final DateTimeFormatter DUE =
      DateTimeFormatter.ofPattern("M月d日 HH:mm", Locale.ROOT).withZone(ZoneId.of("Asia/Shanghai"));

  private final Regions regions;
  private final URI publicUrl;

  CadreWords(Regions regions, URI publicUrl) {
    this.regions = regions;
    this.publicUrl = publicUrl;
  }

  /** An item to take. */
  Card waiting(String id, Item item) {
    var word =
        item.priority() == 0 ? "危机" : item.priority() == 1 ? "加急" : "新的" + item.kind().label();
    return new Card(
        id,
        cut(word + " " + item.number(), TITLE),
        cut(facts(item) + "\n" + item.question(), PREVIEW),
        link(item),
        List.of(
            new Card.Button("认领 " + item.number(), "认领"),
            new Card.Button("查看 " + item.number(), "查看")));
  }

  /** An item that was given to the cadre. */
  Card assigned(String id, Item item) {
    return new Card(
        id,
        cut("转给你 " + item.number(), TITLE),
        cut(facts(item) + "\n" + item.question(), PREVIEW),
        link(item),
        List.of(
            new Card.Button("办理 " + item.number(), "开始办理"),
            new Card.Button("查看 " + item.number(), "查看")));
  }

  /** Whether to send what was typed. */
  Card draft(String id, Item item, Draft draft) {
    return new Card(
        id,
        cut("发出这条答复？" + item.number(), TITLE),
        cut(draft.text(), PREVIEW) + "（共 " + draft.text().length() + " 字）",
        link(item),
        List.of(
            new Card.Button("发送 " + draft.id(), "发送"),
            new Card.Button("修改 " + draft.id(), "修改"),
            new Card.Button("发送并入库 " + draft.id(), "发送并入库")));
  }

  /** Many items in one message. */
  String digest(List<Item> items) {
    var text = new StringBuilder("又来了 %d 条：".formatted(items.size()));
    lines(text, items, 12);
    return text.append("\n发“认领 编号”接下一条，发“待办”看全部。").toString();
  }

  String overview(List<Item> waiting, long all, List<Item> mine) {
    var text = new StringBuilder();
    text.append(mine.isEmpty() ? "你手上没有在办的。" : "你在办的：");
    lines(text, mine, 8);
    text.append(all == 0 ? "\n\n没有待认领的。" : "\n\n待认领 %d 条：".formatted(all));
    lines(text, waiting, 8);
    return text.toString();
  }

  private void lines(StringBuilder text, List<Item> items, int most) {
    items.stream()
        .limit(most)
        .forEach(item ->
            text.append('\n').append(item.number()).append("　").append(cut(item.question(), 30)));
    if (items.size() > most) {
      text.append("\n……还有 ").append(items.size() - most).append(" 条");
    }
  }

  String shown(Item item, String holder) {
    return "%s　%s%s\n%s\n%s"
        .formatted(
            item.number(),
            item.state().label(),
            holder.isEmpty() ? "" : "（" + holder + "）",
            facts(item),
            item.question());
  }

  String takenUp(Item item, boolean justNow) {
    return "%s%s\n%s\n直接打字就是答复，给你看过再发出。"
        .formatted(justNow ? "已认领 " : "正在办理 ", item.number(), item.question());
  }

  private String facts(Item item) {
    return regions.name(item.region()) + item.dueAt().map(due -> "　" + due(due) + "前答复").orElse("");
  }

  private static String due(Instant at) {
    return DUE.format(at);
  }

  /** What a card shows once its item is no longer there to be taken. */
  static String ending(Item item, String holder) {
    return holder.isEmpty() ? item.state().label() : "已由" + holder + "认领";
  }

  static String refused(Refused refused, String holder) {
    var number = refused.item().number();
    return switch (refused.why()) {
      case TAKEN -> number + " 已由" + name(holder) + "认领，正在办理。";
      case ANSWERED_ALREADY -> number + " 已经答复过了，你的内容没有发出。";
      case NOT_YOURS ->
          refused.item().assignee().isPresent()
              ? number + " 由" + name(holder) + "办理，需要对方退回或转交给你。"
              : number + " 还没有人认领，请先认领再办理。";
      case NOT_NOW -> number + " 现在是“" + refused.item().state().label() + "”，不能这样处理。";
    };
  }

  private static String name(String holder) {
    return holder.isEmpty() ? "其他同事" : holder;
  }

  private URI link(Item item) {
    var base = publicUrl.toString().replaceAll("/$", "");
    return URI.create(base + "/console/items/" + item.number());
  }

  /** The beginning of so many characters that splits none. */
  static String cut(String text, int most) {
    if (text.codePointCount(0, text.length()) <= most) {
      return text;
    }
    return text.substring(0, text.offsetByCodePoints(0, most - 1)) + "…";
  }

  /** Cut to what one message can hold. */
  static String fitted(String text, int maxBytes) {
    if (text.getBytes(StandardCharsets.UTF_8).length <= maxBytes) {
      return text;
    }
    var shorter = text;
    while ((shorter + "…").getBytes(StandardCharsets.UTF_8).length > maxBytes) {
      shorter = shorter.substring(0, shorter.offsetByCodePoints(shorter.length(), -1));
    }
    return shorter + "…";
  }
}
