package org.qingsheng.bot.curation;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.qingsheng.adapters.CleanText;
import org.qingsheng.bot.curation.GoldenCase.Origin;
import org.qingsheng.bot.people.Account;
import org.qingsheng.bot.people.AuditEvent;
import org.qingsheng.bot.people.BadInput;
import org.qingsheng.bot.people.NotAllowed;
import org.qingsheng.bot.people.Regions;
import org.qingsheng.bot.people.Role;
import org.qingsheng.bot.people.Scope;
import org.qingsheng.knowledge.EntryId;
import org.qingsheng.knowledge.RegionCode;
import org.qingsheng.knowledge.text.Masking;

/**
 * The operator's golden questions (回归题) and what people do with them. What is kept is masked, never
 * the words as they were said. Thread-safe.
 */
public final class RegressionSet {
  private static final int LONGEST = 500;
  private static final Visible EVERYTHING = new Visible(Scope.ALL, List.of(RegionCode.NATION));

  private final GoldenCases cases;
  private final Shelf shelf;
  private final Regions regions;
  private final RegionCode home;
  private final Supplier<String> ids;
  private final InstantSource clock;
  private volatile Kept kept = new Kept("", List.of());

  private record Kept(String stamp, List<GoldenCase> all) {}

  /**
   * @param home where the organisation is
   * @param ids makes a new id each time
   */
  public RegressionSet(
      GoldenCases cases,
      Shelf shelf,
      Regions regions,
      RegionCode home,
      Supplier<String> ids,
      InstantSource clock) {
    this.cases = cases;
    this.shelf = shelf;
    this.regions = regions;
    this.home = home;
    this.ids = ids;
    this.clock = clock;
  }

  /** What somebody fills in. */
  public record Input(
      String question,
      Optional<RegionCode> region,
      List<String> expected,
      boolean must,
      String note) {
    public Input {
      expected = List.copyOf(expected);
    }
  }

  /** Keeps the questions that come with the program, unless they were there before. */
  public int plant(Collection<GoldenCase> shipped) {
    return cases.plant(
        shipped,
        new AuditEvent(ids.get(), now(), Optional.empty(), "golden.seed", "golden", "放入随程序提供的题"));
  }

  /** All that may be seen, retired ones included. */
  public List<GoldenCase> list(Account by) {
    requireReader(by);
    var above = regions.path(by.region());
    return current().all().stream()
        .filter(each -> by.scope().covers(regionOf(each)) || above.contains(regionOf(each)))
        .toList();
  }

  public Optional<GoldenCase> find(Account by, String id) {
    return list(by).stream().filter(each -> each.id().equals(id)).findFirst();
  }

  /** Whether the account may change it. */
  public boolean mayChange(Account by, GoldenCase each) {
    return by.has(Role.EDITOR) && by.scope().covers(regionOf(each));
  }

  /** Those in use, as a yardstick. */
  public GoldenSet inUse() {
    return set(current().all().stream().filter(each -> !each.retired()).toList());
  }

  /** The same, those without a region of their own asked in this one. */
  public GoldenSet inUse(RegionCode here) {
    return new GoldenSet(inUse().cases(), region -> regions.path(region.orElse(here)));
  }

  /** Those in use over which figures do not flatter: the calibration was not fitted to them. */
  public GoldenSet unseen() {
    return set(inUse().cases().stream().filter(each -> !each.fitted()).toList());
  }

  private GoldenSet set(List<GoldenCase> some) {
    return new GoldenSet(some, region -> regions.path(region.orElse(home)));
  }

  /** Different after every change. */
  public String stamp() {
    return cases.stamp();
  }

  /**
   * @param item number of the item it is taken from
   */
  public GoldenCase add(Account by, Input input, Optional<String> item) {
    var fresh =
        new GoldenCase(
            "g-" + ids.get(),
            "",
            Optional.empty(),
            List.of(),
            false,
            item.isPresent() ? Origin.ITEM : Origin.HAND,
            item,
            false,
            false,
            "",
            "",
            now());
    return save(by, filled(by, fresh, input), "golden.add");
  }

  public GoldenCase edit(Account by, String id, Input input) {
    return save(by, filled(by, changeable(by, id), input), "golden.edit");
  }

  /** Asks it no more, or again. */
  public GoldenCase retire(Account by, String id, boolean retired) {
    var before = changeable(by, id);
    var input =
        new Input(
            before.question(), before.region(), before.expected(), before.must(), before.note());
    return save(by, with(by, before, input, retired), retired ? "golden.retire" : "golden.restore");
  }

  private GoldenCase changeable(Account by, String id) {
    var found = find(by, id).orElseThrow(() -> new NotAllowed("没有这道题，或不在你的地区"));
    if (!mayChange(by, found)) {
      throw new NotAllowed("只能改本地区及以下的题，需要“编辑”角色");
    }
    return found;
  }

  private GoldenCase filled(Account by, GoldenCase before, Input input) {
    var text = Masking.mask(CleanText.of(input.question()).strip()).text();
    if (text.isBlank()) {
      throw new BadInput("question", "请填写问题");
    }
    if (text.codePointCount(0, text.length()) > LONGEST) {
      throw new BadInput("question", "问题最多 %d 字".formatted(LONGEST));
    }
    if (!by.has(Role.EDITOR)) {
      throw new NotAllowed("需要“%s”角色".formatted(Role.EDITOR.label()));
    }
    var region = input.region();
    if (region.isPresent() && !regions.exists(region.get())) {
      throw new BadInput("region", "没有这个地区");
    }
    if (!by.scope().covers(region.orElse(home))) {
      throw new NotAllowed("只能加本地区及以下的题");
    }
    var expected = List.copyOf(new LinkedHashSet<>(input.expected()));
    expected.forEach(this::requireKnown);
    if (input.must() && expected.isEmpty()) {
      throw new BadInput("expected", "必答题要写明该用哪个条目答");
    }
    boolean twice =
        current().all().stream()
            .anyMatch(other ->
                !other.id().equals(before.id())
                    && other.question().equals(text)
                    && other.region().equals(region));
    if (twice) {
      throw new BadInput("question", "已经有这道题了");
    }
    return with(
        by,
        before,
        new Input(text, region, expected, input.must(), CleanText.of(input.note()).strip()),
        before.retired());
  }

  private void requireKnown(String entry) {
    try {
      if (!shelf.versions(new EntryId(entry), EVERYTHING).isEmpty()) {
        return;
      }
    } catch (IllegalArgumentException _) {
      // no entry can have such an id
    }
    throw new BadInput("expected", "没有编号为 %s 的条目".formatted(entry));
  }

  private GoldenCase with(Account by, GoldenCase before, Input input, boolean retired) {
    return new GoldenCase(
        before.id(),
        input.question(),
        input.region(),
        input.expected(),
        input.must(),
        before.origin(),
        before.originItem(),
        before.fitted(),
        retired,
        input.note(),
        by.id().value(),
        after(before.updatedAt()));
  }

  private GoldenCase save(Account by, GoldenCase each, String action) {
    cases.save(each, new AuditEvent(ids.get(), now(), Optional.of(by.id()), action, each.id(), ""));
    return each;
  }

  private Kept current() {
    var stamp = cases.stamp();
    var now = kept;
    if (!now.stamp().equals(stamp)) {
      now = new Kept(stamp, cases.all());
      kept = now;
    }
    return now;
  }

  private RegionCode regionOf(GoldenCase each) {
    return each.region().orElse(home);
  }

  private static void requireReader(Account by) {
    boolean reads = by.has(Role.EDITOR) || by.has(Role.REVIEWER) || by.has(Role.CADRE);
    if (!reads) {
      throw new NotAllowed("没有查看回归题的权限");
    }
  }

  /** Always later than before, even when the clock stands: it tells that something changed. */
  private Instant after(Instant before) {
    var now = now();
    return now.isAfter(before) ? now : before.plusMillis(1);
  }

  /** To the millisecond, as it is kept. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
