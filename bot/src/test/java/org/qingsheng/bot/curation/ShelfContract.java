package org.qingsheng.bot.curation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.qingsheng.bot.curation.Revisions.anEntry;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.qingsheng.bot.curation.Revision.State;
import org.qingsheng.bot.curation.Shelf.Changed;
import org.qingsheng.bot.curation.Shelf.ShelfQuery;
import org.qingsheng.bot.ledger.ItemId;
import org.qingsheng.bot.people.AuditEvent;
import org.qingsheng.bot.people.BadInput;
import org.qingsheng.bot.people.Scope;
import org.qingsheng.knowledge.Entry;
import org.qingsheng.knowledge.EntryId;
import org.qingsheng.knowledge.RegionCode;
import org.qingsheng.knowledge.Source;

/** What every {@link Shelf} promises. */
@DisplayName("条目书架 · shelf")
public abstract class ShelfContract {
  private static final Instant AT = Instant.parse("2026-11-20T01:00:00Z");
  private static final Visible ALL = new Visible(Scope.ALL, List.of(RegionCode.NATION));

  private int events;

  protected abstract Shelf shelf();

  private AuditEvent event() {
    return new AuditEvent("e-" + events++, AT, Optional.empty(), "test", "subject", "");
  }

  private Revision put(Shelf shelf, Revision revision) {
    return shelf.change(
        revision.content().id(),
        (_, _) -> new Changed(revision, List.of(), revision.state() == State.PUBLISHED),
        event());
  }

  private Revision put(Shelf shelf, String id, String region, State state) {
    return put(shelf, Revisions.of(anEntry(id, region), state, "author", AT));
  }

  @Test
  @DisplayName("放上去的版本原样取得下来，每个字段都在")
  void gives_back_every_field() {
    var shelf = shelf();
    var whole =
        new Revision(
            new Entry(
                new EntryId("whole"),
                3,
                "创业担保贷款个人最高能贷多少",
                List.of("能贷多少", "额度“引号”\n换行 😀"),
                "最高 30 万",
                Optional.of("问县人社局"),
                "正式表述",
                Entry.Kind.POLICY,
                "创业贷款",
                new RegionCode("441826"),
                Set.of("返乡青年", "退役军人"),
                Optional.of(LocalDate.of(2023, 10, 1)),
                Optional.of(LocalDate.of(2026, 12, 31)),
                Optional.of(LocalDate.of(2026, 11, 1)),
                List.of(
                    new Source(
                        "财政部",
                        "办法",
                        "财金〔2023〕75号",
                        LocalDate.of(2023, 9, 4),
                        Optional.of("https://www.gov.cn/x"))),
                "县人社局",
                List.of(new EntryId("other")),
                Optional.of(new EntryId("newer"))),
            State.PUBLISHED,
            "author",
            List.of("author", "second"),
            Optional.of("reviewer"),
            Optional.of(new ItemId("item-1")),
            true,
            "原因",
            AT,
            AT.plusMillis(1),
            Optional.of(AT.plusMillis(2)));

    put(shelf, whole);

    assertThat(shelf.find(whole.id(), ALL)).contains(whole);
    assertThat(shelf.published().entries()).containsExactly(whole.content());
    assertThat(shelf.find(new RevisionId(new EntryId("whole"), 2), ALL)).isEmpty();
  }

  @Test
  @DisplayName("改动看得到已有的全部版本，存下后替换同一版本")
  void shows_a_decision_all_versions_in_order() {
    var shelf = shelf();
    var first = put(shelf, "a", "441826", State.PUBLISHED);
    var seen = new ArrayList<Revision>();

    shelf.change(
        first.content().id(),
        (versions, revision) -> {
          seen.clear();
          seen.addAll(versions);
          assertThat(revision).isEqualTo(1);
          var retired = new Revising(first, AT.plusSeconds(1)).state(State.RETIRED).done();
          return new Changed(retired, List.of(), true);
        },
        event());

    assertThat(seen).containsExactly(first);
    assertThat(shelf.versions(first.content().id(), ALL))
        .extracting(Revision::state)
        .containsExactly(State.RETIRED);
    assertThat(shelf.published().revision()).isEqualTo(2);
    assertThat(shelf.published().entries()).isEmpty();
  }

  @Test
  @DisplayName("被拒绝的改动什么都不留，修订号也不动")
  void keeps_nothing_of_a_refused_change() {
    var shelf = shelf();
    var before = put(shelf, "a", "441826", State.PUBLISHED);

    assertThatThrownBy(() ->
            shelf.change(
                before.content().id(),
                (_, _) -> {
                  throw new BadInput("state", "不行");
                },
                event()))
        .isInstanceOf(BadInput.class);

    assertThat(shelf.versions(before.content().id(), ALL)).containsExactly(before);
    assertThat(shelf.published().revision()).isEqualTo(1);
  }

  @Test
  @DisplayName("不影响线上内容的改动不动修订号")
  void counts_only_changes_of_what_is_live() {
    var shelf = shelf();

    put(shelf, "a", "441826", State.DRAFT);
    long before = shelf.published().revision();
    put(shelf, "b", "441826", State.PUBLISHED);

    assertThat(before).isZero();
    assertThat(shelf.published().revision()).isEqualTo(1);
    assertThat(shelf.published().entries()).containsExactly(anEntry("b", "441826"));
  }

  @Test
  @DisplayName("读者看得到本地区及以下的全部，和上级已发布的；看不到上级的草稿和邻县的任何版本")
  void shows_a_reader_what_the_region_allows() {
    var shelf = shelf();
    var regions = List.of("CN", "440000", "441800", "441826", "441826100", "441825");
    for (var region : regions) {
      for (var state : State.values()) {
        put(
            shelf,
            region.toLowerCase(java.util.Locale.ROOT)
                + "-"
                + state.name().toLowerCase(java.util.Locale.ROOT),
            region,
            state);
      }
    }
    var county =
        new Visible(
            new Scope(new RegionCode("441826")),
            List.of(
                new RegionCode("441826"),
                new RegionCode("441800"),
                new RegionCode("440000"),
                RegionCode.NATION));

    var seen = shelf.find(new ShelfQuery(Set.of(), "", "", "", 100, 0), county);

    assertThat(seen)
        .allMatch(one ->
            one.content().region().value().startsWith("441826")
                || (one.state() == State.PUBLISHED
                    && !one.content().region().value().equals("441825")));
    assertThat(seen).hasSize(6 + 6 + 3);
    assertThat(shelf.count(new ShelfQuery(Set.of(), "", "", "", 1, 0), county)).isEqualTo(15);
    for (var region : regions) {
      for (var state : State.values()) {
        var id =
            new EntryId(
                region.toLowerCase(java.util.Locale.ROOT)
                    + "-"
                    + state.name().toLowerCase(java.util.Locale.ROOT));
        boolean listed = seen.stream().anyMatch(one -> one.content().id().equals(id));
        assertThat(shelf.find(new RevisionId(id, 1), county).isPresent()).isEqualTo(listed);
        assertThat(shelf.versions(id, county)).hasSize(listed ? 1 : 0);
      }
    }
    assertThat(shelf.count(ShelfQuery.in(), ALL)).isEqualTo(36);
  }

  @Test
  @DisplayName("可按状态、主题、起草人和标准问里的字查找，百分号只当普通字")
  void finds_by_state_topic_author_and_text() {
    var shelf = shelf();
    put(shelf, Revisions.of(anEntry("a", "CN", "贷款利率 100% 吗"), State.DRAFT, "wang", AT));
    put(shelf, Revisions.of(anEntry("b", "CN", "贷款怎么办"), State.IN_REVIEW, "li", AT.plusSeconds(1)));
    put(shelf, Revisions.of(anEntry("c", "CN", "找工作"), State.PUBLISHED, "li", AT.plusSeconds(2)));

    assertThat(ids(shelf, ShelfQuery.in())).containsExactly("c", "b", "a");
    assertThat(ids(shelf, ShelfQuery.in(State.DRAFT, State.IN_REVIEW))).containsExactly("b", "a");
    assertThat(ids(shelf, new ShelfQuery(Set.of(), "", "li", "", 9, 0))).containsExactly("c", "b");
    assertThat(ids(shelf, new ShelfQuery(Set.of(), "", "", "贷款", 9, 0))).containsExactly("b", "a");
    assertThat(ids(shelf, new ShelfQuery(Set.of(), "", "", "0%", 9, 0))).containsExactly("a");
    assertThat(ids(shelf, new ShelfQuery(Set.of(), "", "", "%", 9, 0))).containsExactly("a");
    assertThat(ids(shelf, new ShelfQuery(Set.of(), "就业服务", "", "", 1, 1))).containsExactly("b");
    assertThat(ids(shelf, new ShelfQuery(Set.of(), "创业", "", "", 9, 0))).isEmpty();
  }

  private static List<String> ids(Shelf shelf, ShelfQuery query) {
    return shelf.find(query, ALL).stream().map(one -> one.content().id().value()).toList();
  }

  @Test
  @DisplayName("种子只放没有见过的，再放一次什么都不变，下架过的不会回来")
  void plants_only_what_it_never_knew() {
    var shelf = shelf();
    put(shelf, "a", "CN", State.RETIRED);
    var seeds = List.of(anEntry("a", "CN"), anEntry("b", "CN"), anEntry("c", "CN"));

    int first = shelf.plant(seeds, AT, event());
    int second = shelf.plant(seeds, AT, event());

    assertThat(first).isEqualTo(2);
    assertThat(second).isZero();
    assertThat(shelf.published().revision()).isEqualTo(1);
    assertThat(shelf.published().entries())
        .containsExactlyInAnyOrder(anEntry("b", "CN"), anEntry("c", "CN"));
    assertThat(shelf.find(new RevisionId(new EntryId("b"), 1), ALL))
        .hasValueSatisfying(seed -> {
          assertThat(seed.author()).isEqualTo("seed");
          assertThat(seed.state()).isEqualTo(State.PUBLISHED);
        });
  }
}
