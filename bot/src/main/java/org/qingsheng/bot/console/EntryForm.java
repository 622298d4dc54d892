package org.qingsheng.bot.console;

import io.javalin.http.Context;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.qingsheng.adapters.CleanText;
import org.qingsheng.bot.people.BadInput;
import org.qingsheng.bot.people.Regions;
import org.qingsheng.knowledge.Entry;
import org.qingsheng.knowledge.EntryId;
import org.qingsheng.knowledge.RegionCode;
import org.qingsheng.knowledge.Source;

/** The fields of an entry as a form has them, in both directions. Immutable. */
record EntryForm(Map<String, String> values, List<Map<String, String>> sources) {
  private static final List<String> FIELDS =
      List.of(
          "id",
          "question",
          "similar",
          "answer",
          "answerWithoutLocal",
          "official",
          "kind",
          "topic",
          "region",
          "audience",
          "validFrom",
          "validUntil",
          "checkedOn",
          "office",
          "related",
          "supersededBy");
  private static final List<String> SOURCE_FIELDS =
      List.of("issuer", "title", "number", "date", "link");

  /** One field may hold at most this; the longest is a list of 200 similar questions. */
  private static final int LONGEST = 20_000;

  static EntryForm blank(RegionCode region, Regions regions) {
    return new EntryForm(
        Map.of("region", RegionInput.write(region, regions), "kind", "POLICY"), List.of());
  }

  static EntryForm of(Entry entry, Regions regions) {
    var values = new LinkedHashMap<String, String>();
    values.put("id", entry.id().value());
    values.put("question", entry.question());
    values.put("similar", String.join("\n", entry.similar()));
    values.put("answer", entry.answer());
    values.put("answerWithoutLocal", entry.answerWithoutLocal().orElse(""));
    values.put("official", entry.official());
    values.put("kind", entry.kind().name());
    values.put("topic", entry.topic());
    values.put("region", RegionInput.write(entry.region(), regions));
    values.put("audience", entry.audience().stream().sorted().collect(Collectors.joining("、")));
    values.put("validFrom", entry.validFrom().map(LocalDate::toString).orElse(""));
    values.put("validUntil", entry.validUntil().map(LocalDate::toString).orElse(""));
    values.put("checkedOn", entry.checkedOn().map(LocalDate::toString).orElse(""));
    values.put("office", entry.office());
    values.put(
        "related", entry.related().stream().map(EntryId::value).collect(Collectors.joining("\n")));
    values.put("supersededBy", entry.supersededBy().map(EntryId::value).orElse(""));
    return new EntryForm(
        values,
        entry.sources().stream()
            .map(source ->
                Map.of(
                    "issuer", source.issuer(),
                    "title", source.title(),
                    "number", source.number(),
                    "date", source.date().toString(),
                    "link", source.link().orElse("")))
            .toList());
  }

  static EntryForm read(Context ctx) {
    var values = new LinkedHashMap<String, String>();
    for (var field : FIELDS) {
      var value = CleanText.of(ItemPages.field(ctx, field)).replace("\r\n", "\n").strip();
      if (value.length() > LONGEST) {
        throw new BadInput(field, "最多 " + LONGEST + " 字");
      }
      values.put(field, value);
    }
    var rows = ctx.formParams("source.title").size();
    var sources = new ArrayList<Map<String, String>>();
    for (int row = 0; row < Math.min(rows, 20); row++) {
      var source = new LinkedHashMap<String, String>();
      for (var field : SOURCE_FIELDS) {
        var all = ctx.formParams("source." + field);
        source.put(field, row < all.size() ? CleanText.of(all.get(row)).strip() : "");
      }
      if (source.values().stream().anyMatch(value -> !value.isEmpty())) {
        sources.add(source);
      }
    }
    return new EntryForm(values, sources);
  }

  /**
   * The entry the form describes.
   *
   * @param id used where the form has none
   * @throws BadInput naming the first field that cannot be read
   */
  Entry entry(String id, int version, Regions regions, RegionCode near) {
    return new Entry(
        id("id", value("id").isEmpty() ? id : value("id")),
        version,
        value("question"),
        lines("similar"),
        value("answer"),
        Optional.of(value("answerWithoutLocal")).filter(text -> !text.isEmpty()),
        value("official"),
        "GUIDE".equals(value("kind")) ? Entry.Kind.GUIDE : Entry.Kind.POLICY,
        value("topic"),
        RegionInput.read(value("region"), "region", regions, near),
        Set.copyOf(
            Arrays.stream(value("audience").split("[、,，\\s]+"))
                .filter(word -> !word.isBlank())
                .collect(Collectors.toSet())),
        day("validFrom", value("validFrom")),
        day("validUntil", value("validUntil")),
        day("checkedOn", value("checkedOn")),
        sources.stream().map(EntryForm::source).toList(),
        value("office"),
        lines("related").stream().map(each -> id("related", each)).toList(),
        Optional.of(value("supersededBy"))
            .filter(text -> !text.isEmpty())
            .map(text -> id("supersededBy", text)));
  }

  private String value(String field) {
    return values.getOrDefault(field, "");
  }

  private List<String> lines(String field) {
    return value(field).lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
  }

  private static Source source(Map<String, String> row) {
    var link = Optional.of(row.getOrDefault("link", "")).filter(text -> !text.isEmpty());
    link.filter(text -> !text.startsWith("https://"))
        .ifPresent(_ -> {
          throw new BadInput("sources", "依据的链接要以 https:// 开头，没有就留空");
        });
    return new Source(
        row.getOrDefault("issuer", ""),
        row.getOrDefault("title", ""),
        row.getOrDefault("number", ""),
        day("sources", row.getOrDefault("date", ""))
            .orElseThrow(() -> new BadInput("sources", "请填写依据的发文日期")),
        link);
  }

  private static Optional<LocalDate> day(String field, String text) {
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(LocalDate.parse(text));
    } catch (DateTimeParseException _) {
      throw new BadInput(field, "日期格式不对，应为 2026-11-20 这样");
    }
  }

  private static EntryId id(String field, String text) {
    try {
      return new EntryId(text);
    } catch (IllegalArgumentException _) {
      throw new BadInput(field, "编号“" + text + "”不对：只能用小写字母、数字和连字符，最多 80 位");
    }
  }
}
