package org.qingsheng.bot.house;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.qingsheng.bot.delivery.DeliveryRules;
import org.qingsheng.bot.settings.ChannelSettings;
import org.qingsheng.bot.settings.Settings;
import org.qingsheng.knowledge.exchange.EntryFiles;
import org.qingsheng.knowledge.exchange.EntryRules;

/** Checks what the settings' files say: wording, regions, calendar, rules, entries. */
public final class ContentCheck {
  private ContentCheck() {}

  private interface Reading {
    void read() throws IOException;
  }

  public static List<String> problems(Settings settings) {
    var problems = new ArrayList<String>();
    var files = settings.files();
    switch (ContentFiles.read(files)) {
      case ContentFiles.Broken(var broken) -> problems.addAll(broken);
      case ContentFiles.Read(var content) -> delivery(settings, content.delivery(), problems);
    }
    attempt("同义词", () -> Library.filed(files.synonyms()), problems);
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

  private static void delivery(Settings settings, DeliveryRules rules, List<String> problems) {
    var known = settings.channels().stream().map(ChannelSettings::id).toList();
    rules.channels().keySet().stream()
        .filter(channel -> !known.contains(channel))
        .map(channel -> "投递规则：channels." + channel + "：qingsheng.yaml 里没有这个渠道")
        .forEach(problems::add);
  }

  private static void attempt(String what, Reading reading, List<String> problems) {
    try {
      reading.read();
    } catch (IOException | RuntimeException e) {
      problems.add(what + "：" + ContentFiles.words(e));
    }
  }
}
