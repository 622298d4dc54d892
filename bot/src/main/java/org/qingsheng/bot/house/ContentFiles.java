package org.qingsheng.bot.house;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.qingsheng.bot.delivery.DeliveryRules;
import org.qingsheng.bot.delivery.DeliveryRulesFile;
import org.qingsheng.bot.desk.WorkingCalendar;
import org.qingsheng.bot.dialogue.CrisisWords;
import org.qingsheng.bot.dialogue.DialogueContent;
import org.qingsheng.bot.dialogue.Intents;
import org.qingsheng.bot.dialogue.OutOfScope;
import org.qingsheng.bot.dialogue.Subjects;
import org.qingsheng.bot.dialogue.Wizards;
import org.qingsheng.bot.dialogue.Wording;
import org.qingsheng.bot.people.CsvRegions;
import org.qingsheng.bot.settings.Settings;

/** The files beside the settings that an operator edits, read and checked as a whole. Immutable. */
public record ContentFiles(
    Wording wording,
    CsvRegions regions,
    WorkingCalendar calendar,
    DialogueContent dialogue,
    DeliveryRules delivery) {
  /** How reading ended. */
  sealed interface Result {}

  record Read(ContentFiles content) implements Result {}

  /** Not usable; each problem in Chinese, beginning with what it is about; never empty. */
  record Broken(List<String> problems) implements Result {
    Broken {
      problems = List.copyOf(problems);
    }
  }

  /** The files cannot be used; the message lists every problem in Chinese. */
  static final class Unusable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unusable(List<String> problems) {
      super("配置指向的文件有 " + problems.size() + " 处问题：\n  " + String.join("\n  ", problems));
    }
  }

  static List<Path> paths(Settings.Files files) {
    return List.of(
        files.wording(),
        files.regions(),
        files.calendar(),
        files.outOfScope(),
        files.crisis(),
        intents(files),
        subjects(files),
        wizards(files),
        files.delivery());
  }

  private static Path intents(Settings.Files files) {
    return files.dialogue().resolve("intents.yaml");
  }

  private static Path subjects(Settings.Files files) {
    return files.dialogue().resolve("subjects.yaml");
  }

  private static Path wizards(Settings.Files files) {
    return files.dialogue().resolve("wizards.yaml");
  }

  /** Reads all of them, so that every problem is found at once. */
  static Result read(Settings.Files files) {
    var problems = new ArrayList<String>();
    var wording = attempt("话术", files.wording(), Wording::load, problems);
    var regions = attempt("行政区划", files.regions(), CsvRegions::read, problems);
    var calendar = attempt("工作日历", files.calendar(), WorkingCalendar::load, problems);
    var outOfScope = attempt("范围外的话", files.outOfScope(), OutOfScope::load, problems);
    var crisis = attempt("危机词", files.crisis(), CrisisWords::load, problems);
    var intents = attempt("意图规则", intents(files), Intents::load, problems);
    var subjects = attempt("话题", subjects(files), Subjects::load, problems);
    var wizards = attempt("资格自查", wizards(files), Wizards::load, problems);
    var delivery = attempt("投递规则", files.delivery(), DeliveryRulesFile::read, problems);
    if (!problems.isEmpty()) {
      return new Broken(problems);
    }
    return new Read(
        new ContentFiles(
            Objects.requireNonNull(wording),
            Objects.requireNonNull(regions),
            Objects.requireNonNull(calendar),
            new DialogueContent(
                Objects.requireNonNull(crisis),
                Objects.requireNonNull(outOfScope),
                Objects.requireNonNull(intents),
                Objects.requireNonNull(subjects),
                Objects.requireNonNull(wizards)),
            Objects.requireNonNull(delivery)));
  }

  /**
   * The same, for a start.
   *
   * @throws Unusable if any of them cannot be used
   */
  public static ContentFiles require(Settings.Files files) {
    return switch (read(files)) {
      case Read(var content) -> content;
      case Broken(var problems) -> throw new Unusable(problems);
    };
  }

  private interface Reading<T> {
    T from(Path file) throws IOException;
  }

  private static <T> @Nullable T attempt(
      String what, Path file, Reading<T> reading, List<String> problems) {
    try {
      return reading.from(file);
    } catch (IOException | RuntimeException e) {
      problems.add("%s（%s）：%s".formatted(what, file.getFileName(), words(e)));
      return null;
    }
  }

  /** What went wrong, in words for whoever edits the file. */
  static String words(Exception e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      switch (cause) {
        case JsonProcessingException parse -> {
          var at = parse.getLocation();
          return (at == null ? "" : "第 %d 行第 %d 列附近，".formatted(at.getLineNr(), at.getColumnNr()))
              + "不是正确的 YAML：请检查缩进、冒号后的空格和引号";
        }
        case NoSuchFileException _ -> {
          return "找不到这个文件";
        }
        case CharacterCodingException _ -> {
          return "应为 UTF-8 编码的文本";
        }
        case DateTimeParseException date -> {
          return "“" + date.getParsedString() + "”不是正确的日期或时间";
        }
        default -> {}
      }
    }
    return e instanceof IOException || e.getCause() instanceof IOException
        ? "读不出来，请检查文件权限"
        : Objects.requireNonNullElse(e.getMessage(), e.toString());
  }
}
