package org.qingsheng.bot.commands;

import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.qingsheng.bot.store.Database;
import org.qingsheng.bot.store.SqlShelf;
import org.qingsheng.knowledge.index.LuceneKnowledge;
import org.qingsheng.knowledge.ranking.RankingModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Builds the index anew from the database, with the server stopped. */
@Command(
    name = "rebuild-index",
    mixinStandardHelpOptions = true,
    description = {"停机时从数据库重建索引；平时不需要，启动会自动做。", "Rebuilds the index from the database."})
final class RebuildIndexCommand implements Callable<Integer> {
  @Mixin private SettingsOption settings = new SettingsOption();
  @Spec private @org.jspecify.annotations.Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    var usable = settings.settings();
    try (var database = Database.open(usable.database().url());
        var knowledge =
            new LuceneKnowledge(usable.data().resolve("index"), RankingModel.shipped())) {
      var published = new SqlShelf(database).published();
      knowledge.replaceAll(published.entries(), published.revision());
      var out = Objects.requireNonNull(spec).commandLine().getOut();
      out.println("索引已重建，共 " + published.entries().size() + " 条");
      out.flush();
      return 0;
    }
  }
}
