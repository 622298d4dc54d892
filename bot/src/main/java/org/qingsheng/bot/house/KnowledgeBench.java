package org.qingsheng.bot.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Collection;
import java.util.List;
import org.qingsheng.bot.curation.LocalText;
import org.qingsheng.bot.dialogue.Answers;
import org.qingsheng.bot.dialogue.Wording;
import org.qingsheng.bot.people.CsvRegions;
import org.qingsheng.bot.people.Regions;
import org.qingsheng.bot.settings.Settings;
import org.qingsheng.bot.store.Database;
import org.qingsheng.bot.store.SqlShelf;
import org.qingsheng.knowledge.Entry;
import org.qingsheng.knowledge.KnowledgeBase;
import org.qingsheng.knowledge.exchange.EntryFiles;
import org.qingsheng.knowledge.index.LuceneKnowledge;

/**
 * The knowledge base alone, in memory, for commands that ask it and record nothing: the published
 * entries of the data folder, or the shipped ones if there is none yet.
 */
public record KnowledgeBench(
    Settings settings, Regions regions, KnowledgeBase knowledge, Answers answers)
    implements AutoCloseable {

  public static KnowledgeBench open(Settings settings) {
    try {
      var regions = CsvRegions.read(settings.files().regions());
      var knowledge = LuceneKnowledge.inMemory(Calibrations.inForce(settings));
      knowledge.replaceAll(entries(settings), 1);
      knowledge.synonyms(Library.filed(settings.files().synonyms()));
      var answers =
          new Answers(
              Wording.load(settings.files().wording()),
              regions,
              settings.dialogue().firstMessageCharacters());
      return new KnowledgeBench(settings, regions, knowledge, answers);
    } catch (IOException e) {
      throw new UncheckedIOException("知识库文件读不出来", e);
    }
  }

  private static Collection<Entry> entries(Settings settings) throws IOException {
    var url = settings.database().url();
    boolean started =
        !url.startsWith("jdbc:sqlite:")
            || Files.exists(java.nio.file.Path.of(url.substring("jdbc:sqlite:".length())));
    if (!started) {
      return EntryFiles.readFolder(settings.files().knowledge()).orThrow();
    }
    try (var database = Database.open(url)) {
      return new SqlShelf(database).published().entries();
    }
  }

  public String answer(Entry entry) {
    var home = regions.path(settings.organisation().region());
    return answers.preview(new LocalText(List.of()).filled(entry, home));
  }

  @Override
  public void close() {
    try {
      knowledge.close();
    } catch (Exception e) {
      throw new IllegalStateException("the knowledge base did not close", e);
    }
  }
}
