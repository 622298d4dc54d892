package org.qingsheng.bot.curation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.qingsheng.bot.curation.Revisions.anEntry;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.qingsheng.bot.curation.Revision.State;
import org.qingsheng.bot.curation.Shelf.ShelfQuery;
import org.qingsheng.bot.house.TestClock;
import org.qingsheng.bot.people.Account;
import org.qingsheng.bot.people.AccountId;
import org.qingsheng.bot.people.BadInput;
import org.qingsheng.bot.people.NotAllowed;
import org.qingsheng.bot.people.Role;
import org.qingsheng.knowledge.RegionCode;

@DisplayName("条目权限矩阵 · who may do what with which entry")
class CurationMatrixTest {
  private static final List<String> REGIONS =
      List.of("CN", "440000", "441826", "441826100", "441825");

  /** Each role alone, and none at all. */
  private static final List<Set<Role>> ROLES = roles();

  private final TestClock clock = new TestClock();
  private final AtomicInteger ids = new AtomicInteger();

  enum Authorship {
    OWN,
    EDITED,
    OTHERS
  }

  private static List<Set<Role>> roles() {
    var all = new ArrayList<Set<Role>>();
    all.add(Set.of());
    for (var role : Role.values()) {
      all.add(Set.of(role));
    }
    return all;
  }

  private Curation curation(Shelf shelf) {
    return new Curation(
        shelf,
        (_, _) -> List.of(),
        PublicationGate.OPEN,
        () -> {},
        RegionTree.SMALL,
        () -> "id-" + ids.incrementAndGet(),
        clock);
  }

  private static Account account(Set<Role> roles, String region) {
    return new Account(
        new AccountId("me"), "me", "我", roles, new RegionCode(region), true, Optional.empty());
  }

  private Revision revision(State state, String region, Authorship authorship) {
    var author = authorship == Authorship.OWN ? "me" : "somebody";
    var plain = Revisions.of(anEntry("x", region), state, author, clock.instant());
    return authorship == Authorship.EDITED
        ? new Revising(plain, clock.instant())
            .content(plain.content(), account(Set.of(), "CN"))
            .done()
        : plain;
  }

  private static Revision perform(Curation curation, Move move, Account by, Revision on) {
    var id = on.id();
    return switch (move) {
      case DRAFT -> curation.draft(by, on.content());
      case EDIT -> curation.edit(by, id, on.updatedAt(), on.content());
      case SUBMIT -> curation.submit(by, id);
      case APPROVE -> curation.approve(by, id, on.updatedAt());
      case RETURN -> curation.returnForChanges(by, id, "数字要核对");
      case RETIRE -> curation.retire(by, id, "政策已变");
      case DISCARD -> curation.discard(by, id, "与已有条目重复");
      case PUBLISH_ALONE -> curation.publishAlone(by, id, on.updatedAt(), "台风停工急需");
      case NEW_VERSION -> curation.newVersion(by, on.content().id());
    };
  }

  /** The rule once more, written from the requirement and not from the code. */
  private static boolean mayByRole(Move move, Set<Role> roles) {
    if (roles.contains(Role.ADMIN)) {
      return true;
    }
    return switch (move) {
      case DRAFT, EDIT, SUBMIT, DISCARD, NEW_VERSION -> roles.contains(Role.EDITOR);
      case APPROVE, RETURN, RETIRE -> roles.contains(Role.REVIEWER);
      case PUBLISH_ALONE -> false;
    };
  }

  private static boolean mayByRegion(String account, String entry) {
    return switch (account) {
      case "CN" -> true;
      case "440000" -> entry.startsWith("44");
      case "441826" -> entry.equals("441826") || entry.equals("441826100");
      default -> entry.equals(account);
    };
  }

  private static boolean mayByAuthorship(Move move, Authorship authorship) {
    return (move != Move.APPROVE && move != Move.RETURN) || authorship == Authorship.OTHERS;
  }

  /** Where the version stands afterwards; empty if the step cannot follow. */
  private static Optional<State> after(Move move, State state) {
    return switch (move) {
      case DRAFT -> Optional.empty();
      case EDIT -> when(state == State.DRAFT || state == State.RETURNED, State.DRAFT);
      case SUBMIT -> when(state == State.DRAFT, State.IN_REVIEW);
      case APPROVE -> when(state == State.IN_REVIEW, State.PUBLISHED);
      case RETURN -> when(state == State.IN_REVIEW, State.RETURNED);
      case RETIRE -> when(state == State.PUBLISHED, State.RETIRED);
      case DISCARD -> when(state == State.DRAFT || state == State.RETURNED, State.RETIRED);
      case PUBLISH_ALONE ->
          when(
              state == State.DRAFT || state == State.IN_REVIEW || state == State.RETURNED,
              State.PUBLISHED);
      case NEW_VERSION -> when(state == State.PUBLISHED || state == State.RETIRED, State.DRAFT);
    };
  }

  private static Optional<State> when(boolean possible, State state) {
    return possible ? Optional.of(state) : Optional.empty();
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("动作 × 角色 × 地区 × 状态 × 起草人：该拒的全拒，拒了不留痕迹，该成的全成")
  @EnumSource(Move.class)
  void leaks_nothing_over_the_whole_matrix(Move move) {
    var leaks = new ArrayList<String>();
    int cases = 0;
    int allowed = 0;
    for (var roles : ROLES) {
      for (var mine : REGIONS) {
        for (var entry : REGIONS) {
          for (var state : State.values()) {
            for (var authorship : Authorship.values()) {
              var before = revision(state, entry, authorship);
              var expected =
                  mayByRole(move, roles)
                          && mayByRegion(mine, entry)
                          && mayByAuthorship(move, authorship)
                      ? after(move, state)
                      : Optional.<State>empty();
              var found = outcome(move, account(roles, mine), before);
              if (!found.equals(expected)) {
                leaks.add(
                    "%s %s %s on %s %s %s: %s, expected %s"
                        .formatted(move, roles, mine, entry, state, authorship, found, expected));
              }
              cases++;
              allowed += expected.isPresent() ? 1 : 0;
            }
          }
        }
      }
    }

    assertThat(leaks).isEmpty();
    assertThat(cases).isEqualTo(7 * 5 * 5 * 6 * 3);
    assertThat(allowed).isGreaterThan(move == Move.DRAFT ? -1 : 0);
  }

  /** What became of it; empty if it was refused, and then nothing may have changed. */
  private Optional<State> outcome(Move move, Account by, Revision before) {
    var shelf = new InMemoryShelf();
    shelf.put(before);
    try {
      return Optional.of(perform(curation(shelf), move, by, before).state());
    } catch (NotAllowed | BadInput e) {
      assertThat(shelf.find(before.id(), RegionTree.EVERYTHING)).contains(before);
      assertThat(shelf.count(ShelfQuery.in(), RegionTree.EVERYTHING)).isEqualTo(1);
      assertThat(shelf.published().revision()).isZero();
      assertThat(shelf.events).isEmpty();
      assertThat(e.getMessage()).matches("(?s).*\\p{IsHan}.*");
      return Optional.empty();
    }
  }

  @Test
  @DisplayName("起草：角色 × 地区，只有编辑和管理员能在本地区及以下起草")
  void lets_only_editors_draft_within_their_region() {
    for (var roles : ROLES) {
      for (var mine : REGIONS) {
        for (var entry : REGIONS) {
          var shelf = new InMemoryShelf();
          boolean drafted;
          try {
            curation(shelf).draft(account(roles, mine), anEntry("new", entry));
            drafted = true;
          } catch (NotAllowed e) {
            drafted = false;
          }
          assertThat(drafted)
              .as("%s of %s drafts for %s", roles, mine, entry)
              .isEqualTo(mayByRole(Move.DRAFT, roles) && mayByRegion(mine, entry));
          assertThat(shelf.count(ShelfQuery.in(), RegionTree.EVERYTHING))
              .isEqualTo(drafted ? 1 : 0);
        }
      }
    }
  }

  @Test
  @DisplayName("修改时改地区：原地区和新地区都要管得到，县里改不出全国条目")
  void refuses_to_move_an_entry_out_of_reach() {
    for (var mine : REGIONS) {
      for (var from : REGIONS) {
        for (var to : REGIONS) {
          var shelf = new InMemoryShelf();
          var before = revision(State.DRAFT, from, Authorship.OTHERS);
          shelf.put(before);
          boolean edited;
          try {
            curation(shelf)
                .edit(
                    account(Set.of(Role.EDITOR), mine),
                    before.id(),
                    before.updatedAt(),
                    anEntry("x", to));
            edited = true;
          } catch (NotAllowed e) {
            edited = false;
          }
          assertThat(edited)
              .as("%s moves %s to %s", mine, from, to)
              .isEqualTo(mayByRegion(mine, from) && mayByRegion(mine, to));
        }
      }
    }
  }

  @Test
  @DisplayName("查看：角色 × 地区 × 状态，运维和没有角色的人看不到，其余只看得到该看的")
  void shows_each_role_only_what_it_may_read() {
    var shelf = new InMemoryShelf();
    for (var region : REGIONS) {
      for (var state : State.values()) {
        var id =
            region.toLowerCase(java.util.Locale.ROOT)
                + "-"
                + state.name().toLowerCase(java.util.Locale.ROOT);
        shelf.put(Revisions.of(anEntry(id, region), state, "somebody", clock.instant()));
      }
    }
    var curation = curation(shelf);
    var readers = EnumSet.of(Role.CADRE, Role.EDITOR, Role.REVIEWER, Role.LEADER, Role.ADMIN);
    for (var roles : ROLES) {
      for (var mine : REGIONS) {
        var by = account(roles, mine);
        if (roles.stream().noneMatch(readers::contains)) {
          assertThatThrownBy(() -> curation.find(by, ShelfQuery.in()))
              .isInstanceOf(NotAllowed.class);
          continue;
        }
        var above = RegionTree.SMALL.path(new RegionCode(mine));
        assertThat(curation.find(by, ShelfQuery.in()))
            .containsExactlyInAnyOrderElementsOf(
                shelf.find(ShelfQuery.in(), RegionTree.EVERYTHING).stream()
                    .filter(one ->
                        mayByRegion(mine, one.content().region().value())
                            || (one.state() == State.PUBLISHED
                                && above.contains(one.content().region())))
                    .toList());
      }
    }
  }
}
