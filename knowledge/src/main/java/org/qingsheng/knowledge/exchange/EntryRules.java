package org.qingsheng.knowledge.exchange;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.qingsheng.knowledge.Entry;
import org.qingsheng.knowledge.EntryId;
import org.qingsheng.knowledge.Source;
import org.qingsheng.knowledge.text.Masking;
import org.qingsheng.knowledge.text.Normalization;

/**
 * What an entry must meet before it may be published (发布检查). A policy names its document, an answer
 * is short enough to be read on a phone, a wording leads to one entry only. Pure.
 */
public final class EntryRules {
  /**
   * Characters of an answer, so that it is one screen on a phone and one message on every platform.
   */
  public static final int MAX_ANSWER = 300;

  static final int MAX_OFFICIAL = 1_000;
  static final int MAX_QUESTION = 60;
  static final int LEAST_QUESTION = 4;

  private static final Pattern PLACEHOLDER = Pattern.compile("\\{local\\.[a-z0-9][a-z0-9._-]*}");

  /** An office or a hotline, as an answer names it. */
  private static final Pattern POINTS =
      Pattern.compile("1\\d{4,5}|局|办|中心|团委|政府|学校|银行|站|窗口|大厅|协会|法院|热线");

  private static final Pattern BRACES = Pattern.compile("[{}][^{}]*}?");

  private EntryRules() {}

  /**
   * Why the entry may not be published; empty when it may.
   *
   * @param others the rest of the base; an entry of the same id in it is the version being replaced
   */
  public static List<Problem> problems(Entry entry, Collection<Entry> others) {
    List<Entry> rest = others.stream().filter(o -> !o.id().equals(entry.id())).toList();
    var base = new ArrayList<>(rest);
    base.add(entry);
    return new Checking(entry, owners(rest), byId(base)).all();
  }

  /** The same for every entry of a base at once. */
  public static List<Problem> problems(Collection<Entry> base) {
    Map<String, List<Entry>> owners = owners(base);
    Map<EntryId, Entry> byId = byId(base);
    return base.stream()
        .flatMap(entry -> new Checking(entry, owners, byId).all().stream())
        .toList();
  }

  private static Map<EntryId, Entry> byId(Collection<Entry> entries) {
    var byId = new HashMap<EntryId, Entry>();
    entries.forEach(e -> byId.put(e.id(), e));
    return byId;
  }

  /** Names of the local values a text needs, in the order of the text, each once. */
  public static Set<String> localValues(String text) {
    var names = new LinkedHashSet<String>();
    Matcher matcher = PLACEHOLDER.matcher(text);
    while (matcher.find()) {
      names.add(matcher.group().substring("{local.".length(), matcher.group().length() - 1));
    }
    return names;
  }

  private static Map<String, List<Entry>> owners(Collection<Entry> entries) {
    var owners = new HashMap<String, List<Entry>>();
    for (Entry entry : entries) {
      for (String wording : wordings(entry)) {
        owners.computeIfAbsent(Normalization.of(wording).key(), _ -> new ArrayList<>(1)).add(entry);
      }
    }
    return owners;
  }

  private static List<String> wordings(Entry entry) {
    var wordings = new ArrayList<String>();
    wordings.add(entry.question());
    wordings.addAll(entry.similar());
    return wordings;
  }

  /**
   * Whether both could be meant at once: the same region, overlapping validity, overlapping
   * audience. Entries of different regions may share a wording: the nearest answers.
   */
  static boolean compete(Entry one, Entry other) {
    boolean together =
        !(endsBefore(one, other) || endsBefore(other, one)) && one.region().equals(other.region());
    boolean someone =
        one.audience().isEmpty()
            || other.audience().isEmpty()
            || !Collections.disjoint(one.audience(), other.audience());
    return together && someone;
  }

  private static boolean endsBefore(Entry one, Entry other) {
    return one.validUntil().isPresent()
        && other.validFrom().isPresent()
        && one.validUntil().get().isBefore(other.validFrom().get());
  }

  /** One entry being checked. */
  private static final class Checking {
    private final Entry entry;
    private final Map<String, List<Entry>> owners;
    private final Map<EntryId, Entry> base;
    private final List<Problem> problems = new ArrayList<>();

    Checking(Entry entry, Map<String, List<Entry>> owners, Map<EntryId, Entry> base) {
      this.entry = entry;
      this.owners = owners;
      this.base = base;
    }

    List<Problem> all() {
      question();
      wordings();
      answer();
      placeholders();
      validity();
      sources();
      references();
      personalData();
      if (entry.topic().isBlank()) {
        add("topic", "没有填主题", "请从主题表里选一个");
      }
      if (entry.office().isBlank()) {
        add("office", "没有填责任单位", "请写清该问哪个单位,附咨询电话");
      }
      return problems;
    }

    private void add(String field, String problem, String remedy) {
      problems.add(Problem.of(entry.id().value(), field, problem, remedy));
    }

    private static int length(String text) {
      return text.codePointCount(0, text.length());
    }

    private void question() {
      int content = Normalization.of(entry.question()).contentLength();
      if (content < LEAST_QUESTION) {
        add("question", "标准问太短(%d 字)".formatted(content), "请写成单独读也没有歧义的一句话");
      }
      if (length(entry.question()) > MAX_QUESTION) {
        add(
            "question",
            "标准问有 %d 字,超过 %d 字".formatted(length(entry.question()), MAX_QUESTION),
            "请只留一个问题");
      }
    }

    private void wordings() {
      var seen = new HashMap<String, String>();
      for (String wording : EntryRules.wordings(entry)) {
        String key = Normalization.of(wording).key();
        String field = wording.equals(entry.question()) ? "question" : "similar";
        if (key.isEmpty()) {
          add(field, "有一句问法是空的", "请删去或写全");
          continue;
        }
        String twin = seen.putIfAbsent(key, wording);
        if (twin != null) {
          add(field, "“%s”与本条的“%s”是同一句".formatted(wording, twin), "请删去一句");
        }
        owners.getOrDefault(key, List.of()).stream()
            .filter(o -> !o.id().equals(entry.id()) && compete(o, entry))
            .findFirst()
            .ifPresent(o ->
                add(
                    field,
                    "“%s”已是条目 %s(%s)的问法".formatted(wording, o.id(), o.question()),
                    "请换一句,或把两条合并"));
      }
    }

    private void answer() {
      text("answer", entry.answer(), MAX_ANSWER);
      entry.answerWithoutLocal().ifPresent(t -> text("answerWithoutLocal", t, MAX_ANSWER));
      if (length(entry.official()) > MAX_OFFICIAL) {
        add(
            "official",
            "正式表述有 %d 字,超过 %d 字".formatted(length(entry.official()), MAX_OFFICIAL),
            "请删到最要紧的条件和依据");
      }
    }

    private void text(String field, String text, int most) {
      if (text.isBlank()) {
        add(field, "没有内容", "请写出答复");
      } else if (length(text) > most) {
        add(field, "有 %d 字,超过 %d 字".formatted(length(text), most), "请删短,细节放到 official");
      }
    }

    private void placeholders() {
      boolean needsLocal = PLACEHOLDER.matcher(entry.answer()).find();
      if (needsLocal && entry.answerWithoutLocal().isEmpty()) {
        add("answerWithoutLocal", "答复里有本地值占位符,却没有未填时的说法", "请补一段不含占位符、指向责任单位的答复");
      }
      if (entry.answerWithoutLocal().filter(text -> !POINTS.matcher(text).find()).isPresent()) {
        add("answerWithoutLocal", "未填本地值时的说法没有指向单位或热线", "请写清问哪个单位,或打哪个热线");
      }
      if (!needsLocal && entry.answerWithoutLocal().isPresent()) {
        add("answerWithoutLocal", "答复里没有本地值占位符,用不到这一段", "请删去,或在 answer 里写上 {local.…}");
      }
      strayBraces("answer", entry.answer());
      noPlaceholder("answerWithoutLocal", entry.answerWithoutLocal().orElse(""));
      noPlaceholder("official", entry.official());
      EntryRules.wordings(entry).forEach(w -> noPlaceholder("similar", w));
    }

    private void strayBraces(String field, String text) {
      Matcher braces = BRACES.matcher(text);
      while (braces.find()) {
        if (!PLACEHOLDER.matcher(braces.group()).matches()) {
          add(field, "看不懂的占位符“%s”".formatted(braces.group()), "占位符写作 {local.名字},名字用小写英文");
        }
      }
    }

    private void noPlaceholder(String field, String text) {
      if (text.indexOf('{') >= 0 || text.indexOf('}') >= 0) {
        add(field, "这里不能用占位符", "请改成不依赖本地值的文字");
      }
    }

    private void validity() {
      if (entry.validFrom().isPresent()
          && entry.validUntil().isPresent()
          && entry.validUntil().get().isBefore(entry.validFrom().get())) {
        add(
            "validUntil",
            "失效日 %s 早于生效日 %s".formatted(entry.validUntil().get(), entry.validFrom().get()),
            "请核对两个日期");
      }
      if (entry.checkedOn().isEmpty()) {
        add("checkedOn", "没有核对日期", "请填上次对照原文核对的日期");
      }
    }

    private void sources() {
      if (entry.kind() == Entry.Kind.POLICY && entry.sources().isEmpty()) {
        add("sources", "政策条目没有依据", "请补发文机关、文件名、文号和日期;没有文件依据的改为 kind: guide");
      }
      for (Source source : entry.sources()) {
        named("sources.issuer", source.issuer(), "请填发文机关");
        named("sources.title", source.title(), "请填文件名");
        named("sources.number", source.number(), "请填文号;法律可写主席令号或条目");
        if (entry.checkedOn().isPresent() && source.date().isAfter(entry.checkedOn().get())) {
          add(
              "sources.date",
              "发文日期 %s 晚于核对日期 %s".formatted(source.date(), entry.checkedOn().get()),
              "请核对两个日期");
        }
        Optional<String> link = source.link();
        if (link.isPresent() && !link.get().startsWith("https://")) {
          add("sources.link", "链接不是 https", "请换成官方网站的 https 链接,没有就删去");
        }
      }
    }

    private void named(String field, String value, String remedy) {
      if (value.isBlank()) {
        add(field, "没有内容", remedy);
      }
    }

    private void references() {
      for (EntryId related : entry.related()) {
        reference("related", related);
      }
      entry.supersededBy().ifPresent(id -> reference("supersededBy", id));
      if (entry.supersededBy().isPresent() && entry.validUntil().isEmpty()) {
        add("validUntil", "写了接替条目,却没有失效日期", "请填被替代的前一天,之后 180 天内提问人会看到“已被替代”");
      }
      if (isReplacedByItself()) {
        add("supersededBy", "接替关系绕成了圈", "请让最新的一条不再指向别的条目");
      }
    }

    private boolean isReplacedByItself() {
      var seen = new HashSet<EntryId>();
      Entry at = entry;
      while (at != null && at.supersededBy().isPresent()) {
        EntryId next = at.supersededBy().get();
        if (!seen.add(next)) {
          return true;
        }
        at = base.get(next);
      }
      return false;
    }

    private void reference(String field, EntryId id) {
      if (id.equals(entry.id())) {
        add(field, "指向了自己", "请删去");
      } else if (!base.containsKey(id)) {
        add(field, "指向的条目 %s 不存在".formatted(id), "请改成已有条目的编号,或删去");
      }
    }

    private void personalData() {
      String all = String.join("\n", entry.question(), entry.answer(), entry.official());
      if (Masking.mask(all).spans().stream().anyMatch(s -> isPrivate(s.kind()))) {
        add("answer", "文字里有像个人手机号、证件号或卡号的内容", "请换成单位的公开电话");
      }
    }

    private static boolean isPrivate(Masking.Kind kind) {
      return kind == Masking.Kind.PHONE
          || kind == Masking.Kind.ID_NUMBER
          || kind == Masking.Kind.BANK_CARD;
    }
  }
}
