package org.qingsheng.bot.dialogue;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.qingsheng.bot.people.Regions;
import org.qingsheng.knowledge.Entry;
import org.qingsheng.knowledge.RegionCode;

/** Puts entries and staff answers into the words people receive. Immutable, thread-safe. */
public final class Answers {
  private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
  private static final DateTimeFormatter DUE =
      DateTimeFormatter.ofPattern("M月d日（E）HH:mm", Locale.CHINA);

  private final Wording wording;
  private final Regions regions;
  private final int firstMessage;

  /**
   * @param firstMessage most characters in one message, the first in particular (Y17: 300)
   */
  public Answers(Wording wording, Regions regions, int firstMessage) {
    this.wording = wording;
    this.regions = regions;
    this.firstMessage = firstMessage;
  }

  /** A message now, and what 详情 will send. */
  record Parts(String first, List<String> rest) {}

  /**
   * The answer of an entry with its source, region and validity (依据、地区、时间): these stand in the
   * first message even if the answer itself needs a second one.
   *
   * @param reserved characters of the first message to leave free
   */
  Parts of(Entry entry, int reserved) {
    var tail = sourceLines(entry, 1) + "\n" + wording.say(Phrase.ANSWER_FOOTER);
    return parts(entry.answer(), tail, firstMessage - reserved);
  }

  /** Several answers in one message, numbered, each with its first source. */
  Parts several(List<Entry> entries, String head, int reserved) {
    var body = new StringBuilder(head);
    for (int i = 0; i < entries.size(); i++) {
      var entry = entries.get(i);
      body.append("\n").append(i + 1).append(". ").append(entry.answer().strip());
      entry.sources().stream()
          .findFirst()
          .ifPresent(source -> body.append("（").append(source.number()).append("）"));
    }
    return parts(body.toString(), sourceLines(entries.getFirst(), 0), firstMessage - reserved);
  }

  /** The whole answer as it would be sent, undivided. */
  public String preview(Entry entry) {
    return entry.answer().strip() + "\n\n" + sourceLines(entry, 1);
  }

  /** The precise wording of an entry, with all its sources. */
  Parts official(Entry entry) {
    return parts(entry.official(), sourceLines(entry, entry.sources().size()), firstMessage);
  }

  /**
   * @param longest characters of the first part
   */
  private Parts parts(String body, String tail, int longest) {
    var whole = body.strip() + "\n\n" + tail;
    if (length(whole) <= longest) {
      return new Parts(whole, List.of());
    }
    var hint = wording.say(Phrase.ANSWER_MORE);
    int room = longest - length(hint) - 1;
    int besideSources = room - length(tail) - 2;
    if (besideSources < longest / 3) {
      // Many sources: they follow the text.
      var pieces = TextSplit.parts(whole, room);
      return new Parts(pieces.getFirst() + "\n" + hint, pieces.subList(1, pieces.size()));
    }
    var first = TextSplit.parts(body, besideSources).getFirst();
    var rest = TextSplit.parts(body.strip().substring(first.length()), firstMessage);
    return new Parts(first + "\n" + hint + "\n\n" + tail, rest);
  }

  private String sourceLines(Entry entry, int sources) {
    var lines = new ArrayList<String>();
    entry.sources().stream()
        .limit(sources)
        .forEach(source ->
            lines.add(
                wording.say(
                    Phrase.ANSWER_SOURCE,
                    "source",
                    source.issuer()
                        + "《"
                        + source.title()
                        + "》（"
                        + source.number()
                        + "，"
                        + source.date()
                        + "）")));
    lines.add(
        wording.say(
            Phrase.ANSWER_SCOPE,
            "region",
            region(entry.region()),
            "validity",
            validity(entry),
            "checked",
            entry.checkedOn().map(LocalDate::toString).orElse("未")));
    return String.join("\n", lines);
  }

  private static String validity(Entry entry) {
    var from = entry.validFrom().map(day -> day + "起");
    var until = entry.validUntil().map(day -> "有效至" + day);
    if (from.isPresent() && until.isPresent()) {
      return from.get() + "，" + until.get();
    }
    return from.or(() -> until).orElse("现行");
  }

  /** What the asker receives when a cadre has answered; delivery cuts it to the channel's size. */
  public String staff(String number, String unit, String answer) {
    return wording.say(Phrase.STAFF_ANSWER, "number", number, "unit", unit, "answer", answer);
  }

  /**
   * What is asked when somebody says 转人工 and a question in one breath; all of it if nothing is
   * left.
   */
  public static String withoutCallForPerson(String said) {
    var left = Commands.withoutHandOff(said);
    return left.isEmpty() ? said : left;
  }

  String region(RegionCode region) {
    return regions.name(region);
  }

  static String due(Instant at) {
    return DUE.format(at.atZone(ZONE));
  }

  static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
