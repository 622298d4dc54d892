package org.qingsheng.bot.api;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.qingsheng.bot.curation.Revision;
import org.qingsheng.bot.people.BadInput;
import org.qingsheng.knowledge.Entry;
import org.qingsheng.knowledge.EntryId;
import org.qingsheng.knowledge.RegionCode;
import org.qingsheng.knowledge.Source;

/** Entries as the API speaks of them, in both directions. */
final class EntryBody {
  private EntryBody() {}

  static Entry read(Body body) {
    return new Entry(
        id("id", body.required("id")),
        1,
        body.required("question"),
        body.texts("similar"),
        body.required("answer"),
        body.optional("answerWithoutLocal"),
        body.text("official"),
        kind(body),
        body.text("topic"),
        region(body.required("region")),
        Set.copyOf(body.texts("audience")),
        body.day("validFrom"),
        body.day("validUntil"),
        body.day("checkedOn"),
        body.objects("sources").stream().map(EntryBody::source).toList(),
        body.text("office"),
        body.texts("related").stream().map(each -> id("related", each)).toList(),
        body.optional("supersededBy").map(each -> id("supersededBy", each)));
  }

  static Map<String, Object> write(Revision revision) {
    var entry = revision.content();
    var all = new LinkedHashMap<String, Object>();
    all.put("id", entry.id().value());
    all.put("version", entry.version());
    all.put("state", revision.state().name());
    all.put("question", entry.question());
    all.put("similar", entry.similar());
    all.put("answer", entry.answer());
    entry.answerWithoutLocal().ifPresent(text -> all.put("answerWithoutLocal", text));
    all.put("official", entry.official());
    all.put("kind", entry.kind().name());
    all.put("topic", entry.topic());
    all.put("region", entry.region().value());
    all.put("audience", entry.audience().stream().sorted().toList());
    entry.validFrom().ifPresent(day -> all.put("validFrom", day.toString()));
    entry.validUntil().ifPresent(day -> all.put("validUntil", day.toString()));
    entry.checkedOn().ifPresent(day -> all.put("checkedOn", day.toString()));
    all.put("sources", entry.sources().stream().map(EntryBody::write).toList());
    all.put("office", entry.office());
    all.put("related", entry.related().stream().map(EntryId::value).toList());
    entry.supersededBy().ifPresent(next -> all.put("supersededBy", next.value()));
    all.put("emergency", revision.emergency());
    all.put("note", revision.note());
    all.put("updatedAt", revision.updatedAt().toString());
    return all;
  }

  private static Map<String, Object> write(Source source) {
    var all = new LinkedHashMap<String, Object>();
    all.put("issuer", source.issuer());
    all.put("title", source.title());
    all.put("number", source.number());
    all.put("date", source.date().toString());
    source.link().ifPresent(link -> all.put("link", link));
    return all;
  }

  private static Source source(Body body) {
    var link = body.optional("link");
    if (link.filter(text -> !text.startsWith("https://")).isPresent()) {
      throw new BadInput("sources.link", "链接要以 https:// 开头");
    }
    return new Source(
        body.required("issuer"),
        body.required("title"),
        body.text("number"),
        body.day("date").orElseThrow(() -> new BadInput("sources.date", "缺少 sources.date")),
        link);
  }

  private static Entry.Kind kind(Body body) {
    return switch (body.text("kind")) {
      case "", "POLICY" -> Entry.Kind.POLICY;
      case "GUIDE" -> Entry.Kind.GUIDE;
      default -> throw new BadInput("kind", "kind 应为 POLICY 或 GUIDE");
    };
  }

  static EntryId id(String field, String text) {
    try {
      return new EntryId(text);
    } catch (IllegalArgumentException _) {
      throw new BadInput(field, field + " 只能用小写字母、数字和连字符，最多 80 位");
    }
  }

  private static RegionCode region(String text) {
    try {
      return new RegionCode(text);
    } catch (IllegalArgumentException _) {
      throw new BadInput("region", "region 应为 CN 或行政区划代码");
    }
  }
}
