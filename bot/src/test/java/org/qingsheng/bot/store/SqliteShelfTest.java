package org.qingsheng.bot.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qingsheng.bot.curation.Revision;
import org.qingsheng.bot.curation.Revision.State;
import org.qingsheng.bot.curation.Shelf;
import org.qingsheng.bot.curation.Shelf.ShelfQuery;
import org.qingsheng.bot.curation.ShelfContract;
import org.qingsheng.bot.curation.Visible;
import org.qingsheng.bot.ledger.Effect;
import org.qingsheng.bot.ledger.ItemId;
import org.qingsheng.bot.ledger.ItemNumber;
import org.qingsheng.bot.people.Scope;
import org.qingsheng.knowledge.Entry;
import org.qingsheng.knowledge.RegionCode;

@DisplayName("SQLite：条目书架")
class SqliteShelfTest extends ShelfContract {
  @TempDir Path folder;

  @SuppressWarnings("NullAway.Init") // before each test
  private Database database;

  @BeforeEach
  void open() {
    database = FreshDatabase.in(folder);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Override
  protected Shelf shelf() {
    return new SqlShelf(database);
  }

  @Test
  @DisplayName("团干部的答复成为草稿，带着提问人的说法；同一条目再答一次不会多出一份")
  void keeps_an_answer_as_one_draft() {
    var at = Instant.parse("2026-11-20T01:00:00Z");
    var proposed =
        new Effect.EntryProposed(
            new ItemId("item-1"), "创业贷款能贷几多", "最高 30 万", new RegionCode("441826"), "团县委", "wang");
    var number = new ItemNumber("QS-261120-0042");

    for (int i = 0; i < 2; i++) {
      database.writeNow(handle -> {
        SqlShelf.propose(handle, proposed, number, at);
        return true;
      });
    }

    var all = shelf().find(ShelfQuery.in(), new Visible(Scope.ALL, List.of(RegionCode.NATION)));
    assertThat(all)
        .singleElement()
        .satisfies(draft -> {
          assertThat(draft.id()).hasToString("item-261120-0042@1");
          assertThat(draft.state()).isEqualTo(State.DRAFT);
          assertThat(draft.originItem()).contains(new ItemId("item-1"));
          assertThat(draft.wasWrittenBy("wang")).isTrue();
          assertThat(draft.content().question()).isEqualTo("创业贷款能贷几多");
          assertThat(draft.content().office()).isEqualTo("团县委");
          assertThat(draft.content().checkedOn()).isPresent();
          assertThat(draft.content().answer()).isEqualTo("最高 30 万");
          assertThat(draft.content().kind()).isEqualTo(Entry.Kind.GUIDE);
          assertThat(draft.content().topic()).isEqualTo("待归类");
        });
    assertThat(shelf().published().entries()).isEmpty();
    assertThat(all).extracting(Revision::emergency).containsExactly(false);
  }
}
