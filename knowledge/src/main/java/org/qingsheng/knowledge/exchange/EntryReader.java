package org.qingsheng.knowledge.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.qingsheng.knowledge.Entry;
import org.qingsheng.knowledge.EntryId;
import org.qingsheng.knowledge.RegionCode;
import org.qingsheng.knowledge.Source;

/**
 * Typed access to one mapping of a file; what is wrong is added to the problems and reading goes
 * on.
 */
final class EntryReader {
  private final JsonNode node;
  private final String name;
  private final List<Problem> problems;

  EntryReader(JsonNode node, String name, List<Problem> problems) {
    this.node = node;
    this.name = name;
    this.problems = problems;
  }

  /**
   * The entry, or empty when something it cannot be without is missing; problems are added in both
   * cases.
   */
  static Optional<Entry> entry(JsonNode node, int number, String topic, List<Problem> problems) {
    String name = node.path("id").isTextual() ? node.path("id").asText() : "#" + number;
    var reader = new EntryReader(node, name, problems);
    int before = problems.size();
    reader.onlyKeys(
        "id",
        "topic",
        "version",
        "question",
        "similar",
        "answer",
        "answerWithoutLocal",
        "official",
        "kind",
        "region",
        "audience",
        "validFrom",
        "validUntil",
        "checkedOn",
        "sources",
        "office",
        "facts",
        "related",
        "supersededBy");
    Optional<EntryId> id = reader.typed("id", EntryId::new, "编号用小写英文、数字和连字符");
    String question = reader.needed("question", "请写标准问");
    String answer = reader.needed("answer", "请写答复");
    Optional<RegionCode> region = reader.typed("region", RegionCode::new, "请写 CN 或 6、9、12 位区划代码");
    Optional<Entry.Kind> kind = reader.typed("kind", EntryReader::kind, "请写 policy 或 guide");
    reader.present("id", id, "请给一个全库唯一、终身不变的编号");
    reader.present("region", region, "请写适用地区,全国为 CN");
    reader.present("kind", kind, "请写 policy 或 guide");
    Optional<LocalDate> from = reader.date("validFrom");
    Optional<LocalDate> until = reader.date("validUntil");
    Optional<LocalDate> checked = reader.date("checkedOn");
    List<Source> sources = reader.sources();
    List<EntryId> related = reader.ids("related");
    Optional<EntryId> successor = reader.typed("supersededBy", EntryId::new, "请写接替条目的编号");
    List<String> similar = reader.strings("similar");
    Set<String> audience = Set.copyOf(reader.strings("audience"));
    if (problems.size() > before) {
      return Optional.empty();
    }
    return Optional.of(
        new Entry(
            id.orElseThrow(),
            node.path("version").asInt(1),
            question,
            similar,
            answer,
            reader.optional("answerWithoutLocal"),
            reader.optional("official").orElse(""),
            kind.orElseThrow(),
            reader.optional("topic").orElse(topic),
            region.orElseThrow(),
            audience,
            from,
            until,
            checked,
            sources,
            reader.optional("office").orElse(""),
            related,
            successor));
  }

  private static Entry.Kind kind(String text) {
    return switch (text) {
      case "policy" -> Entry.Kind.POLICY;
      case "guide" -> Entry.Kind.GUIDE;
      default -> throw new IllegalArgumentException(text);
    };
  }

  /** Every other key is a problem, with the nearest known one as suggestion. */
  void onlyKeys(String... known) {
    node.fieldNames()
        .forEachRemaining(key -> {
          if (!Arrays.asList(known).contains(key)) {
            add(key, "没有这个字段", suggestion(key, known));
          }
        });
  }

  private static String suggestion(String key, String... known) {
    String nearest = known[0];
    for (String each : known) {
      if (distance(key, each) < distance(key, nearest)) {
        nearest = each;
      }
    }
    return distance(key, nearest) <= 3
        ? "是不是想写 " + nearest + "?"
        : "可用的字段:" + String.join(" ", known);
  }

  /** Edit distance without regard to case. */
  private static int distance(String one, String other) {
    int[] row = new int[other.length() + 1];
    for (int j = 0; j <= other.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= other.length(); j++) {
        char a = Character.toLowerCase(one.charAt(i - 1));
        char b = Character.toLowerCase(other.charAt(j - 1));
        int changed = diagonal + (a == b ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[other.length()];
  }

  private void add(String field, String problem, String remedy) {
    problems.add(Problem.of(name, field, problem, remedy));
  }

  /** Text of a scalar; a list or a mapping in its place is a problem. */
  Optional<String> optional(String key) {
    JsonNode value = node.path(key);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (value.isContainerNode()) {
      add(key, "这里应是一段文字", "请写成一个值,不要写成列表");
      return Optional.empty();
    }
    String text = value.asText().strip();
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }

  private String needed(String key, String remedy) {
    Optional<String> text = optional(key);
    present(key, text, remedy);
    return text.orElse("");
  }

  private void present(String key, Optional<?> value, String remedy) {
    if (value.isEmpty() && (node.path(key).isMissingNode() || node.path(key).isNull())) {
      add(key, "没有填写", remedy);
    }
  }

  private <T> Optional<T> typed(String key, Function<String, T> of, String remedy) {
    return optional(key).flatMap(text -> parsed(key, text, of, remedy));
  }

  private <T> Optional<T> parsed(String key, String text, Function<String, T> of, String remedy) {
    try {
      return Optional.of(of.apply(text));
    } catch (IllegalArgumentException | DateTimeParseException _) {
      add(key, "看不懂“%s”".formatted(text), remedy);
      return Optional.empty();
    }
  }

  private Optional<LocalDate> date(String key) {
    return typed(key, LocalDate::parse, "日期写作 2026-11-01");
  }

  private List<String> strings(String key) {
    JsonNode list = node.path(key);
    if (list.isMissingNode() || list.isNull()) {
      return List.of();
    }
    var strings = new ArrayList<String>();
    if (!list.isArray()) {
      add(key, "这里应是一个列表", "每行一个,以“- ”开头");
      return strings;
    }
    for (JsonNode each : list) {
      if (each.isContainerNode() || each.isNull() || each.asText().isBlank()) {
        add(key, "第 %d 项不是一段文字".formatted(strings.size() + 1), "请检查冒号和引号,含冒号的句子要加引号");
      } else {
        strings.add(each.asText().strip());
      }
    }
    return strings;
  }

  private List<EntryId> ids(String key) {
    var ids = new ArrayList<EntryId>();
    for (String text : strings(key)) {
      parsed(key, text, EntryId::new, "请写条目编号").ifPresent(ids::add);
    }
    return ids;
  }

  private List<Source> sources() {
    JsonNode list = node.path("sources");
    var sources = new ArrayList<Source>();
    if (!list.isMissingNode() && !list.isNull() && !list.isArray()) {
      add("sources", "这里应是一个列表", "每个依据以“- issuer:”开头");
      return sources;
    }
    for (JsonNode each : list) {
      var reader = new EntryReader(each, name, problems);
      reader.onlyKeys("issuer", "title", "number", "date", "link");
      String issuer = reader.needed("issuer", "请填发文机关");
      String title = reader.needed("title", "请填文件名");
      String number = reader.needed("number", "请填文号;法律可写主席令号或条目");
      Optional<LocalDate> date = reader.date("date");
      reader.present("date", date, "请填发文日期,写作 2026-11-01");
      Optional<String> link = reader.optional("link");
      date.ifPresent(d -> sources.add(new Source(issuer, title, number, d, link)));
    }
    return sources;
  }
}
