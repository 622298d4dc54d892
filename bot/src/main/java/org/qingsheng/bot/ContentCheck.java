package org.qingsheng.bot;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.qingsheng.bot.settings.Settings;
import org.qingsheng.knowledge.exchange.EntryFiles;
import org.qingsheng.knowledge.exchange.EntryRules;

/** Checks what the settings' files say: wording, regions, calendar, crisis words, entries. */
final class ContentCheck {
  private ContentCheck() {}

  private interface Reading {
    void read() throws IOException;
  }

  static List<String> problems(Settings settings) {
    var problems = new ArrayList<String>();
    var files = settings.files();
    if (ContentFiles.read(files) instanceof ContentFiles.Broken(var broken)) {
      problems.addAll(broken);
    }
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

  private static void attempt(String what, Reading reading, List<String> problems) {
    try {
      reading.read();
    } catch (IOException | RuntimeException e) {
      problems.add(what + "：" + ContentFiles.words(e));
    }
  }
}
