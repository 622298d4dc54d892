package org.qingsheng.bot.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import org.qingsheng.bot.curation.Curation;
import org.qingsheng.bot.curation.GoldenFile;
import org.qingsheng.bot.curation.KnowledgeFollower;
import org.qingsheng.bot.curation.RegressionGate;
import org.qingsheng.bot.curation.RegressionSet;
import org.qingsheng.bot.curation.SeedBase;
import org.qingsheng.bot.curation.Shelf;
import org.qingsheng.bot.curation.Words;
import org.qingsheng.bot.ledger.Ids;
import org.qingsheng.bot.people.Regions;
import org.qingsheng.bot.settings.Settings;
import org.qingsheng.bot.store.Database;
import org.qingsheng.bot.store.SqlGoldenCases;
import org.qingsheng.bot.store.SqlLedger;
import org.qingsheng.bot.store.SqlShelf;
import org.qingsheng.bot.store.SqlWords;
import org.qingsheng.knowledge.Entry;
import org.qingsheng.knowledge.EntryId;
import org.qingsheng.knowledge.KnowledgeBase;
import org.qingsheng.knowledge.Synonym;
import org.qingsheng.knowledge.exchange.EntryFiles;
import org.qingsheng.knowledge.exchange.EntryRules;
import org.qingsheng.knowledge.exchange.Problem;
import org.qingsheng.knowledge.exchange.SynonymFile;

/** Wires entries: the shelf they stand on, who changes them, and the index that follows. */
public final class Library {
  final Shelf shelf;
  public final Curation curation;
  public final Words words;
  final RegressionSet golden;
  private final KnowledgeFollower follower;
  private final SeedBase seed;
  private final Settings settings;

  public Library(
      Settings settings,
      Database database,
      KnowledgeBase knowledge,
      Regions regions,
      Ids ids,
      InstantSource clock) {
    this.settings = settings;
    this.shelf = new SqlShelf(database);
    this.follower = new KnowledgeFollower(shelf, knowledge, clock);
    var words = new SqlWords(database);
    this.words =
        new Words(
            words.localValues(),
            words.synonyms(),
            filed(settings.files().synonyms()),
            knowledge,
            shelf,
            regions,
            ids::next,
            clock);
    this.golden =
        new RegressionSet(
            new SqlGoldenCases(database),
            shelf,
            regions,
            settings.organisation().region(),
            ids::next,
            clock);
    this.seed = new SeedBase(shelf, follower, ids::next, clock);
    this.curation =
        new Curation(
            shelf,
            Library::sentences,
            new RegressionGate(golden, knowledge, clock),
            follower,
            regions,
            ids::next,
            clock);
  }

  /** Synonyms of the settings; a file that is not there holds none. */
  static List<Synonym> filed(Path file) {
    try {
      return Files.exists(file) ? SynonymFile.read(file) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the synonyms", e);
    }
  }

  /** What stands against publishing an entry, by field. */
  List<Problem> problems(Entry entry) {
    return EntryRules.problems(entry, shelf.published().entries());
  }

  private static List<String> sentences(Entry entry, Collection<Entry> published) {
    return EntryRules.problems(entry, published).stream()
        .map(problem -> problem.field() + "：" + problem.problem() + "。" + problem.remedy())
        .toList();
  }

  SqlLedger.Proposals proposals() {
    return SqlShelf::propose;
  }

  /** Puts shipped entries on the shelf that are not there yet, and lets the index follow. */
  void load() {
    try {
      seed.plant(EntryFiles.readFolder(settings.files().knowledge()).orThrow());
    } catch (IOException e) {
      throw new UncheckedIOException("种子条目读不出来", e);
    }
    golden.plant(GoldenFile.read(settings.files().knowledge().resolveSibling("golden")));
    follow();
  }

  /** Takes over what another node has published. */
  public void follow() {
    follower.follow();
    words.follow();
  }

  /** Builds the whole index anew from the database, while questions go on being answered. */
  void rebuild() {
    follower.rebuild();
  }

  /** Published entries of which this is the standard question. */
  List<EntryId> titled(String question) {
    return shelf.published().entries().stream()
        .filter(entry -> entry.question().equals(question))
        .map(Entry::id)
        .toList();
  }

  /** Builds the index anew behind what was published piece by piece, when it has been quiet. */
  void settle() {
    follower.settle();
  }

  /** Publishes entries beside those there are, as the shipped ones are. */
  void plant(Collection<Entry> entries) {
    seed.plant(entries);
    follower.follow();
  }
}
