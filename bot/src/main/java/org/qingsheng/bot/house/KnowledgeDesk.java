package org.qingsheng.bot.house;

import java.util.List;
import java.util.function.Consumer;
import org.qingsheng.bot.console.Cards;
import org.qingsheng.bot.console.EntryPages;
import org.qingsheng.bot.console.GoldenPages;
import org.qingsheng.bot.console.HitSheetPages;
import org.qingsheng.bot.console.HitTestPages;
import org.qingsheng.bot.console.QualityPages;
import org.qingsheng.bot.console.ReplayPages;
import org.qingsheng.bot.console.WebServer.Mount;
import org.qingsheng.bot.console.WordPages;
import org.qingsheng.bot.curation.IndexRebuild;
import org.qingsheng.bot.curation.QualityWatch;
import org.qingsheng.bot.rehearsal.HitTest;
import org.qingsheng.bot.rehearsal.Replay;
import org.qingsheng.bot.rehearsal.ReplayRuns;
import org.qingsheng.bot.store.SqlAudit;
import org.qingsheng.bot.store.SqlPast;

/** Wires what the console shows of the knowledge: entries, words, tests, quality, replay. */
final class KnowledgeDesk {
  final QualityWatch quality;
  final HitTest hitTest;
  private final Qingsheng house;
  private final Cards cards;

  KnowledgeDesk(Qingsheng house, Cards cards) {
    this.house = house;
    this.cards = cards;
    var library = house.library;
    quality =
        new QualityWatch(
            library.golden, house.knowledge, library.words, house.beside(), house.clock);
    hitTest = new HitTest(house.rehearsal(), house.said, house.regions);
  }

  /** The pages, each adding its routes. */
  List<Consumer<Mount>> pages() {
    var library = house.library;
    var clock = house.clock;
    var regions = house.regions;
    var rebuild =
        new IndexRebuild(
            library::rebuild, new SqlAudit(house.database), house.beside(), house.ids::next, clock);
    var replay = new Replay(new SqlPast(house.database), house.rehearsal(), clock);
    return List.of(
        new EntryPages(library.curation, library::problems, cards, house.ids::next)::addTo,
        new HitTestPages(hitTest, house.said, regions, clock)::addTo,
        new HitSheetPages(hitTest, house.said, regions, library::titled, clock)::addTo,
        new GoldenPages(library.golden, house.said, house.items, regions, clock)::addTo,
        new QualityPages(quality, rebuild, house.said, clock)::addTo,
        new ReplayPages(new ReplayRuns(replay, house.beside()), house.said, regions, clock)::addTo,
        new WordPages(library.words, library.golden, house.knowledge, regions, clock)::addTo);
  }
}
