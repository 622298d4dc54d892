package org.qingsheng.bot.curation;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.qingsheng.bot.curation.Revision.State;
import org.qingsheng.bot.curation.Shelf.Changed;
import org.qingsheng.bot.curation.Shelf.ShelfQuery;
import org.qingsheng.bot.people.Account;
import org.qingsheng.bot.people.AuditEvent;
import org.qingsheng.bot.people.BadInput;
import org.qingsheng.bot.people.NotAllowed;
import org.qingsheng.bot.people.Regions;
import org.qingsheng.bot.people.Role;
import org.qingsheng.bot.people.Scope;
import org.qingsheng.knowledge.Entry;
import org.qingsheng.knowledge.EntryId;
import org.qingsheng.knowledge.RegionCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What people do with entries (知识维护). Thread-safe. Every method checks role and region; {@link
 * Move} says what is possible, the shelf decides atomically who wins when two do the same.
 */
public final class Curation {
  private static final Logger log = LoggerFactory.getLogger(Curation.class);

  /** How often a publication is checked again because another one came in between. */
  private static final int CHECKS = 10;

  /** For the system itself; rights are checked on what is found. */
  private static final Visible EVERYTHING = new Visible(Scope.ALL, List.of(RegionCode.NATION));

  private static final int SHORTEST_REASON = 5;
  private static final int LONGEST_REASON = 500;

  private final Shelf shelf;
  private final PublicationRules rules;
  private final PublicationGate gate;
  private final KnowledgeFeed feed;
  private final Regions regions;
  private final Supplier<String> ids;
  private final InstantSource clock;

  /**
   * @param ids makes a new id each time
   */
  public Curation(
      Shelf shelf,
      PublicationRules rules,
      PublicationGate gate,
      KnowledgeFeed feed,
      Regions regions,
      Supplier<String> ids,
      InstantSource clock) {
    this.shelf = shelf;
    this.rules = rules;
    this.gate = gate;
    this.feed = feed;
    this.regions = regions;
    this.ids = ids;
    this.clock = clock;
  }

  /** Begins an entry under an id that is not taken. Whatever version it brings, it is the first. */
  public Revision draft(Account by, Entry content) {
    Move.DRAFT.requireRight(by, content.region());
    check(content);
    var id = content.id();
    return shelf.change(
        id,
        (versions, _) -> {
          if (!versions.isEmpty()) {
            throw new BadInput("id", "编号 %s 已被使用".formatted(id));
          }
          return new Changed(begun(by, content, 1), List.of(), false);
        },
        event(by, Move.DRAFT, new RevisionId(id, 1).toString(), ""));
  }

  /**
   * Begins the next version of an entry; the old one stays live until the new one is published.
   *
   * @throws BadInput if somebody is at work on a next version already
   */
  public Revision newVersion(Account by, EntryId id) {
    return shelf.change(
        id,
        (versions, _) -> {
          var base = latestPublished(versions);
          Move.NEW_VERSION.require(by, base);
          versions.stream()
              .filter(version -> version.state().isOpen())
              .findAny()
              .ifPresent(open -> {
                throw new BadInput(
                    "state",
                    "第 %d 版还在%s，请先处理它".formatted(open.content().version(), open.state().label()));
              });
          int next = versions.getLast().content().version() + 1;
          return new Changed(begun(by, base.content(), next), List.of(), false);
        },
        event(by, Move.NEW_VERSION, id.value(), ""));
  }

  /**
   * Changes the text of a draft. Id and version stay whatever the content says.
   *
   * @param asSeen {@link Revision#updatedAt} of what the editor changed
   */
  public Revision edit(Account by, RevisionId id, Instant asSeen, Entry content) {
    Move.EDIT.requireRight(by, content.region());
    check(content);
    return change(
        by,
        Move.EDIT,
        id,
        "",
        (before, revising) -> {
          requireSeen(before, asSeen);
          return revising.content(identified(content, id.entry(), id.version()), by);
        });
  }

  public Revision submit(Account by, RevisionId id) {
    return change(by, Move.SUBMIT, id, "", (_, revising) -> revising);
  }

  /**
   * Publishes what somebody else wrote; the version that was live is superseded.
   *
   * @param asSeen {@link Revision#updatedAt} of what the reviewer read
   * @throws BadInput also if the entry does not meet the rules of publication
   * @throws GateClosed if the golden questions would come out worse
   */
  public Revision approve(Account by, RevisionId id, Instant asSeen) {
    return publish(by, Move.APPROVE, id, asSeen, "", false);
  }

  /**
   * Publishes without a second person, in an emergency; the version keeps the mark for ever.
   *
   * @param reason at least five characters
   * @throws GateClosed if the golden questions would come out worse
   */
  public Revision publishAlone(Account by, RevisionId id, Instant asSeen, String reason) {
    return publish(by, Move.PUBLISH_ALONE, id, asSeen, reason(reason, SHORTEST_REASON), false);
  }

  /**
   * Publishes although the golden questions come out worse (放行); only an administrator may, and the
   * log says so. What somebody else wrote and handed in counts as reviewed, all else as published
   * without a second person.
   *
   * @param reason at least five characters
   */
  public Revision publishThroughGate(Account by, RevisionId id, Instant asSeen, String reason) {
    if (!by.has(Role.ADMIN)) {
      throw new NotAllowed("放行需要“%s”角色".formatted(Role.ADMIN.label()));
    }
    var why = reason(reason, SHORTEST_REASON);
    var looked = shelf.find(id, EVERYTHING).orElseThrow(Curation::unknown);
    var move = Move.APPROVE.isOpenTo(by, looked) ? Move.APPROVE : Move.PUBLISH_ALONE;
    return publish(by, move, id, asSeen, why, true);
  }

  /** What publishing the version would do to the golden questions. */
  public GoldenSet.Comparison consequences(Account by, RevisionId id) {
    var revision = find(by, id).orElseThrow(Curation::unknown);
    return gate.check(List.of(revision.content()));
  }

  public Revision returnForChanges(Account by, RevisionId id, String reason) {
    var why = reason(reason, 1);
    return change(by, Move.RETURN, id, why, (_, revising) -> revising.reviewer(by).note(why));
  }

  /** Takes a published entry down at once. */
  public Revision retire(Account by, RevisionId id, String reason) {
    var why = reason(reason, 1);
    var retired = change(by, Move.RETIRE, id, why, (_, revising) -> revising.note(why));
    followed();
    return retired;
  }

  /** Gives up a version that was never published. */
  public Revision discard(Account by, RevisionId id, String reason) {
    var why = reason(reason, 1);
    return change(by, Move.DISCARD, id, why, (_, revising) -> revising.note(why));
  }

  /** Why the version could not be published as it is, in Chinese. */
  public List<String> problems(Account by, RevisionId id) {
    var revision = find(by, id).orElseThrow(Curation::unknown);
    return rules.problems(revision.content(), shelf.published().entries());
  }

  public Optional<Revision> find(Account by, RevisionId id) {
    return shelf.find(id, visible(by));
  }

  public List<Revision> history(Account by, EntryId id) {
    return shelf.versions(id, visible(by));
  }

  public List<Revision> find(Account by, ShelfQuery query) {
    return shelf.find(query, visible(by));
  }

  public long count(Account by, ShelfQuery query) {
    return shelf.count(query, visible(by));
  }

  private Visible visible(Account by) {
    boolean reads =
        by.has(Role.EDITOR) || by.has(Role.REVIEWER) || by.has(Role.CADRE) || by.has(Role.LEADER);
    if (!reads) {
      throw new NotAllowed("没有查看知识条目的权限");
    }
    return new Visible(by.scope(), regions.path(by.region()));
  }

  private interface Step {
    Revising on(Revision before, Revising revising);
  }

  private Revision change(Account by, Move move, RevisionId id, String detail, Step step) {
    return shelf.change(
        id.entry(),
        (versions, _) -> {
          var before = one(versions, id);
          move.require(by, before);
          var after = step.on(before, new Revising(before, now()).to(move)).done();
          return new Changed(after, List.of(), move == Move.RETIRE);
        },
        event(by, move, id.toString(), detail));
  }

  /** What was live moved on while the rules looked at it. */
  private static final class MovedOn extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /**
   * The rules look at the whole base, which takes too long for a transaction; so they look before,
   * and the transaction makes sure that it still is the base, and the text, they looked at.
   */
  private Revision publish(
      Account by, Move move, RevisionId id, Instant asSeen, String reason, boolean throughGate) {
    for (int check = 0; check < CHECKS; check++) {
      var looked = shelf.find(id, EVERYTHING).orElseThrow(Curation::unknown);
      move.require(by, looked);
      var live = shelf.published();
      var problems = rules.problems(looked.content(), live.entries());
      var event =
          problems.isEmpty()
              ? passed(by, move, looked, reason, throughGate)
              : event(by, move, id.toString(), reason);
      try {
        var published =
            shelf.change(
                id.entry(),
                (versions, revision) -> {
                  var before = one(versions, id);
                  move.require(by, before);
                  requireSeen(before, asSeen);
                  if (revision != live.revision() || !before.equals(looked)) {
                    throw new MovedOn();
                  }
                  requireNone(problems);
                  return published(by, move, before, versions, reason);
                },
                event);
        followed();
        return published;
      } catch (MovedOn e) {
        log.atDebug().addKeyValue("entry", id.entry().value()).log("publication checked again");
      }
    }
    throw new BadInput("state", "知识库正在被频繁修改，请稍后再试");
  }

  /** What the log will say of the publication, once the golden questions let it pass. */
  private AuditEvent passed(
      Account by, Move move, Revision looked, String reason, boolean throughGate) {
    var subject = looked.id().toString();
    var comparison = gate.check(List.of(looked.content()));
    var objections = comparison.objections();
    if (objections.isEmpty()) {
      return event(by, move, subject, reason);
    }
    if (!throughGate) {
      throw new GateClosed(comparison);
    }
    return new AuditEvent(
        ids.get(),
        now(),
        Optional.of(by.id()),
        "entry.gate-override",
        subject,
        String.join("；", objections) + "。放行原因：" + reason);
  }

  private Changed published(
      Account by, Move move, Revision before, List<Revision> versions, String reason) {
    var now = now();
    var published =
        new Revising(before, now)
            .to(move)
            .reviewer(by)
            .emergency(move == Move.PUBLISH_ALONE)
            .note(reason)
            .publishedAt(now)
            .done();
    var superseded =
        versions.stream()
            .filter(version -> version.state() == State.PUBLISHED)
            .map(version -> new Revising(version, now).state(State.SUPERSEDED).done())
            .toList();
    return new Changed(published, superseded, true);
  }

  /** The publication is on disk: what fails here is made good by the follower's next round. */
  private void followed() {
    try {
      feed.follow();
    } catch (RuntimeException e) {
      log.atError().setCause(e).log("knowledge did not follow the shelf");
    }
  }

  private Revision begun(Account by, Entry content, int version) {
    var author = by.id().value();
    var now = now();
    return new Revision(
        identified(content, content.id(), version),
        State.DRAFT,
        author,
        List.of(author),
        Optional.empty(),
        Optional.empty(),
        false,
        "",
        now,
        now,
        Optional.empty());
  }

  private static Revision one(List<Revision> versions, RevisionId id) {
    return versions.stream()
        .filter(version -> version.id().equals(id))
        .findFirst()
        .orElseThrow(Curation::unknown);
  }

  /** The live version, or the last one that was retired: what a next version begins with. */
  private static Revision latestPublished(List<Revision> versions) {
    return versions.stream()
        .filter(version -> version.state() == State.PUBLISHED)
        .findFirst()
        .or(() -> versions.stream().reduce((_, last) -> last))
        .orElseThrow(Curation::unknown);
  }

  private static NotAllowed unknown() {
    return new NotAllowed("没有这个条目，或不在你的地区");
  }

  private static void requireSeen(Revision before, Instant asSeen) {
    if (!before.updatedAt().equals(asSeen)) {
      throw new BadInput("asSeen", "条目在你打开之后被改过，请重新查看");
    }
  }

  private static void requireNone(List<String> problems) {
    if (!problems.isEmpty()) {
      throw new BadInput("content", "还不能发布：" + String.join("；", problems));
    }
  }

  private void check(Entry content) {
    if (content.question().isBlank()) {
      throw new BadInput("question", "请填写标准问");
    }
    if (!regions.exists(content.region())) {
      throw new BadInput("region", "没有这个地区");
    }
  }

  private static String reason(String text, int shortest) {
    var words = org.qingsheng.adapters.CleanText.of(text).strip();
    if (words.codePointCount(0, words.length()) < shortest) {
      throw new BadInput("reason", shortest == 1 ? "请填写原因" : "请填写原因，至少 %d 个字".formatted(shortest));
    }
    if (words.length() > LONGEST_REASON) {
      throw new BadInput("reason", "原因最多 %d 个字".formatted(LONGEST_REASON));
    }
    return words;
  }

  private static Entry identified(Entry content, EntryId id, int version) {
    return new Entry(
        id,
        version,
        content.question(),
        content.similar(),
        content.answer(),
        content.answerWithoutLocal(),
        content.official(),
        content.kind(),
        content.topic(),
        content.region(),
        content.audience(),
        content.validFrom(),
        content.validUntil(),
        content.checkedOn(),
        content.sources(),
        content.office(),
        content.related(),
        content.supersededBy());
  }

  /** To the millisecond, as the shelf keeps it. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  private AuditEvent event(Account by, Move move, String subject, String detail) {
    return new AuditEvent(ids.get(), now(), Optional.of(by.id()), move.action(), subject, detail);
  }
}
