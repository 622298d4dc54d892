package org.qingsheng.bot;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.qingsheng.bot.delivery.DeliveryRulesFile;
import org.qingsheng.bot.desk.WorkingCalendar;
import org.qingsheng.bot.dialogue.DialogueFiles;
import org.qingsheng.bot.dialogue.Wording;
import org.qingsheng.bot.people.CsvRegions;
import org.qingsheng.bot.settings.ChannelSettings;
import org.qingsheng.bot.settings.Settings;
import org.qingsheng.knowledge.exchange.EntryFiles;
import org.qingsheng.knowledge.exchange.EntryRules;

/** Checks what the settings' files say: wording, regions, calendar, rules, entries. */
final class ContentCheck {
  private ContentCheck() {}

  private interface Reading {
    void read() throws IOException;
  }

  static List<String> problems(Settings settings) {
    var problems = new ArrayList<String>();
    var files = settings.files();
    attempt("话术", () -> Wording.load(files.wording()), problems);
    attempt("行政区划", () -> CsvRegions.read(files.regions()), problems);
    attempt("工作日历", () -> WorkingCalendar.load(files.calendar()), problems);
    attempt("同义词", () -> Library.filed(files.synonyms()), problems);
    attempt("投递规则", () -> delivery(settings, problems), problems);
    problems.addAll(
        DialogueFiles.in(files.crisis(), files.outOfScope(), files.dialogue()).problems());
    attempt(
        "知识条目",
        () -> {
          var reading = EntryFiles.readFolder(files.knowledge());
          reading.problems().forEach(problem -> problems.add(problem.toString()));
          EntryRules.problems(reading.entries())
              .forEach(problem -> problems.add(problem.toString()));
        },
        problems);
    return problems;
  }

  private static void delivery(Settings settings, List<String> problems) {
    var known = settings.channels().stream().map(ChannelSettings::id).toList();
    DeliveryRulesFile.read(settings.files().delivery()).channels().keySet().stream()
        .filter(channel -> !known.contains(channel))
        .map(channel -> "投递规则：channels." + channel + "：qingsheng.yaml 里没有这个渠道")
        .forEach(problems::add);
  }

  private static void attempt(String what, Reading reading, List<String> problems) {
    try {
      reading.read();
    } catch (IOException | RuntimeException e) {
      problems.add(what + "：" + e.getMessage());
    }
  }
}
