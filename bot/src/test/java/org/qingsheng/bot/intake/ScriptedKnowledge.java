package org.qingsheng.bot.intake;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.qingsheng.knowledge.Decision;
import org.qingsheng.knowledge.Entry;
import org.qingsheng.knowledge.EntryId;
import org.qingsheng.knowledge.Explanation;
import org.qingsheng.knowledge.Knowledge;
import org.qingsheng.knowledge.Match;
import org.qingsheng.knowledge.Query;
import org.qingsheng.knowledge.RegionCode;
import org.qingsheng.knowledge.Source;

/** A knowledge base that decides as the test says, word for word. Thread-safe once scripted. */
public final class ScriptedKnowledge implements Knowledge {
  private final Map<String, Decision> decisions = new ConcurrentHashMap<>();
  private final Map<EntryId, Entry> entries = new HashMap<>();
  private final Map<String, Query> asked = new ConcurrentHashMap<>();

  /** An entry with a source, of the whole country unless said otherwise. */
  public Entry entry(String id, String answer) {
    return entry(id, "标准问-" + id, answer);
  }

  /** The same under a question of its own. */
  public Entry entry(String id, String question, String answer) {
    return keep(
        new Entry(
            new EntryId(id),
            1,
            question,
            List.of(),
            answer,
            Optional.empty(),
            "",
            Entry.Kind.POLICY,
            "就业",
            RegionCode.NATION,
            Set.of(),
            Optional.of(LocalDate.parse("2025-01-01")),
            Optional.empty(),
            Optional.of(LocalDate.parse("2026-11-01")),
            List.of(
                new Source(
                    "财政部", "办法", "财金〔2025〕1号", LocalDate.parse("2025-01-01"), Optional.empty())),
            "团县委",
            List.of(),
            Optional.empty()));
  }

  /** The same entry under other limits. */
  public Entry limited(
      Entry of,
      RegionCode region,
      Set<String> audience,
      Optional<LocalDate> from,
      Optional<LocalDate> until,
      String official,
      Optional<EntryId> supersededBy) {
    return keep(
        new Entry(
            of.id(),
            of.version(),
            of.question(),
            of.similar(),
            of.answer(),
            of.answerWithoutLocal(),
            official,
            of.kind(),
            of.topic(),
            region,
            audience,
            from,
            until,
            of.checkedOn(),
            of.sources(),
            of.office(),
            of.related(),
            supersededBy));
  }

  private Entry keep(Entry entry) {
    entries.put(entry.id(), entry);
    return entry;
  }

  /** The entry is published no more. */
  public void forget(String id) {
    entries.remove(new EntryId(id));
  }

  public void answers(String text, Entry entry) {
    decisions.put(text, new Decision.Answer(match(entry)));
  }

  public void clarifies(String text, Entry... options) {
    decisions.put(
        text,
        new Decision.Clarify(List.of(options).stream().map(ScriptedKnowledge::match).toList()));
  }

  public void finds(String text, Decision.Reason reason, Entry... near) {
    decisions.put(
        text,
        new Decision.NoAnswer(
            reason, List.of(near).stream().map(ScriptedKnowledge::match).toList()));
  }

  private static Match match(Entry entry) {
    return new Match(entry, 0.98, entry.question());
  }

  /** The query as it was last asked with these words. */
  public Query asked(String text) {
    return java.util.Objects.requireNonNull(asked.get(text), text);
  }

  @Override
  public Decision ask(Query query) {
    asked.put(query.text(), query);
    var decision =
        decisions.getOrDefault(
            query.text(), new Decision.NoAnswer(new Decision.Reason.NothingNear(), List.of()));
    return decision instanceof Decision.Clarify(var options) && !query.audience().isEmpty()
        ? narrowed(options, query.audience())
        : decision;
  }

  /** What is left of a choice for those it is known to be. */
  private static Decision narrowed(List<Match> options, Set<String> audience) {
    var left =
        options.stream()
            .filter(each ->
                each.entry().audience().isEmpty()
                    || !java.util.Collections.disjoint(each.entry().audience(), audience))
            .toList();
    return switch (left.size()) {
      case 0 -> new Decision.NoAnswer(new Decision.Reason.NothingNear(), List.of());
      case 1 -> new Decision.Answer(left.getFirst());
      default -> new Decision.Clarify(left);
    };
  }

  @Override
  public Explanation explain(Query query) {
    return new Explanation(ask(query), query.text(), List.of(), List.of(), 0.97, 0.5);
  }

  @Override
  public Optional<Entry> entry(EntryId id) {
    return Optional.ofNullable(entries.get(id));
  }

  @Override
  public long revision() {
    return 1;
  }
}
