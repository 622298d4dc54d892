package org.qingsheng.knowledge.index;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.qingsheng.knowledge.Decision;
import org.qingsheng.knowledge.Decision.Reason;
import org.qingsheng.knowledge.Entry;
import org.qingsheng.knowledge.EntryId;
import org.qingsheng.knowledge.Explanation;
import org.qingsheng.knowledge.Match;
import org.qingsheng.knowledge.Query;
import org.qingsheng.knowledge.ranking.Candidate;
import org.qingsheng.knowledge.ranking.Comparison;
import org.qingsheng.knowledge.ranking.Feature;
import org.qingsheng.knowledge.ranking.Judgement;
import org.qingsheng.knowledge.ranking.Ranking;
import org.qingsheng.knowledge.ranking.RankingModel;
import org.qingsheng.knowledge.ranking.Wordings;
import org.qingsheng.knowledge.text.Normalization;
import org.qingsheng.knowledge.text.Tokens;

/**
 * The way of one query through one generation: normalise, find, compare, rank, judge, and say why
 * the best entry was out of bounds if it was. Used once, by one thread.
 */
final class Asking {
  /**
   * Below this part of the question's weight found in the closest entry, answer texts are searched
   * too.
   */
  private static final float COVERED = 0.6f;

  /**
   * By how much (log-odds of the ranker) an entry out of scope must beat the best one in scope
   * before the asker is told about it instead of being answered.
   */
  private static final double CLEARLY = 0.5;

  private static final int EXPLAINED = 10;

  private final Generation generation;
  private final Wordings wordings;
  private final RankingModel model;
  private final Scope scope;
  private final Normalization text;
  private final Tokens tokens;
  private final Comparison comparison;
  private final Judgement judgement;

  private final Map<Integer, Candidate> compared = new HashMap<>();

  /** Whether something that was found is out of scope. */
  private final boolean removed;

  /** In scope, ranked. */
  private final Ranking ranking;

  /** With those out of scope, ranked; the same as {@link #ranking} when nothing was removed. */
  private final Ranking all;

  Asking(Generation generation, RankingModel model, Vocabulary vocabulary, Query query) {
    this.generation = generation;
    this.wordings = generation.wordings();
    this.model = model;
    this.scope = Scope.of(query);
    this.text = generation.understood(query.text(), vocabulary, query.regions());
    this.tokens = Tokens.of(text);
    this.comparison = new Comparison(wordings, text, tokens);
    this.judgement = new Judgement(model, wordings);
    try (Retrieval.Found hits = generation.find(tokens, text.key())) {
      List<Candidate> found = nearestOnly(find(hits, false));
      this.removed = found.stream().anyMatch(c -> !allowed(c));
      if (removed) {
        List<Candidate> inside = nearestOnly(find(hits, true));
        this.ranking = Ranking.of(model, inside, comparison);
        this.all = Ranking.of(model, found, comparison);
      } else {
        this.ranking = Ranking.of(model, found, comparison);
        this.all = ranking;
      }
    }
  }

  private boolean allowed(Candidate candidate) {
    return scope.allows(wordings.entry(candidate.entry()));
  }

  private List<Candidate> find(Retrieval.Found hits, boolean inScope) {
    List<Candidate> found = search(hits, inScope, false);
    for (Candidate each : found) {
      if (each.feature(Feature.ENTRY_UNIT_RECALL) >= COVERED) {
        return found;
      }
    }
    return search(hits, inScope, true);
  }

  /** What one search has compared the next need not compare again. */
  private List<Candidate> search(Retrieval.Found hits, boolean inScope, boolean answersToo) {
    List<Candidate> found =
        hits.candidates(
            answersToo, generation.present(inScope ? e -> scope.allows(wordings.entry(e)) : null));
    var remembered = new ArrayList<Candidate>(found.size());
    for (Candidate each : found) {
      if (!scope.isForgotten(wordings.entry(each.entry()))) {
        Candidate before = compared.putIfAbsent(each.entry(), each);
        if (before == null) {
          comparison.fill(each);
        } else {
          each.comparedAs(before);
        }
        remembered.add(each);
      }
    }
    comparison.align(remembered);
    return remembered;
  }

  /**
   * Among entries whose closest wordings are the same, the one of the nearest region stands for
   * all; one in scope stands for those out of scope. Entries of the same region all stay: which is
   * meant has to be asked.
   */
  private List<Candidate> nearestOnly(List<Candidate> found) {
    var keys = new HashSet<Integer>(2 * found.size());
    for (Candidate each : found) {
      keys.add(sameAs(each));
    }
    if (keys.size() == found.size()) {
      return found;
    }
    Map<Integer, List<Candidate>> same = LinkedHashMap.newLinkedHashMap(keys.size());
    for (Candidate each : found) {
      same.computeIfAbsent(sameAs(each), _ -> new ArrayList<>(1)).add(each);
    }
    return same.values().stream().map(this::nearest).flatMap(Collection::stream).toList();
  }

  private int sameAs(Candidate candidate) {
    return candidate.wording() < 0 ? -1 - candidate.entry() : wordings.sameAs(candidate.wording());
  }

  private List<Candidate> nearest(List<Candidate> equal) {
    int best =
        equal.stream()
            .filter(this::allowed)
            .mapToInt(c -> scope.distance(wordings.entry(c.entry())))
            .min()
            .orElse(-1);
    if (best < 0) {
      return equal.subList(0, 1);
    }
    return equal.stream()
        .filter(c -> allowed(c) && scope.distance(wordings.entry(c.entry())) == best)
        .toList();
  }

  Examined examined() {
    return new Examined(wordings, comparison, all.ordered(), wordings.exact(text.key()).length > 0);
  }

  Decision decide() {
    Decision inside = judgement.decide(ranking, text);
    if (!removed) {
      return inside;
    }
    return outOfScope(inside)
        .<Decision>map(reason -> new Decision.NoAnswer(redirected(reason), near()))
        .orElse(inside);
  }

  /** Why the best entry of all may not answer, if it would have and nothing in scope is as good. */
  private Optional<Reason> outOfScope(Decision inside) {
    if (!(judgement.decide(all, text) instanceof Decision.Answer(Match best))) {
      return Optional.empty();
    }
    Optional<Reason> refusal = scope.refusal(best.entry());
    if (refusal.isEmpty() || !(inside instanceof Decision.Answer)) {
      return refusal;
    }
    double lead = scoreOf(best.entry()) - ranking.ordered().getFirst().score();
    return lead > CLEARLY ? refusal : Optional.empty();
  }

  /** An entry that was replaced names the one in force now, however long the chain. */
  private Reason redirected(Reason reason) {
    if (!(reason instanceof Reason.NotInForce(Entry old))) {
      return reason;
    }
    Set<EntryId> seen = new HashSet<>();
    Optional<EntryId> next = old.supersededBy();
    while (next.isPresent() && seen.add(next.get())) {
      Optional<Entry> successor = generation.entry(next.get());
      if (successor.isEmpty()) {
        return reason;
      }
      if (scope.allows(successor.get())) {
        return new Reason.NotInForce(old.withSuccessor(successor.get().id()));
      }
      next = successor.get().supersededBy();
    }
    return reason;
  }

  private double scoreOf(Entry entry) {
    return all.ordered().stream()
        .filter(c -> wordings.entry(c.entry()).id().equals(entry.id()))
        .mapToDouble(Candidate::score)
        .findFirst()
        .orElseThrow();
  }

  private List<Match> near() {
    return ranking.ordered().stream().limit(Ranking.OFFERED).map(judgement::match).toList();
  }

  Explanation explain() {
    return new Explanation(
        decide(),
        text.text(),
        tokens.units(),
        all.ordered().stream().limit(EXPLAINED).map(this::explained).toList(),
        model.answerThreshold(),
        model.clarifyThreshold());
  }

  private Explanation.Candidate explained(Candidate candidate) {
    Entry entry = wordings.entry(candidate.entry());
    Match match = judgement.match(inScope(candidate));
    String removed = scope.refusal(entry).map(Asking::name).orElse("");
    return new Explanation.Candidate(
        match, candidate.score(), matchedTerms(match), removed, features(candidate));
  }

  /** The probability shown is the one the decision was made with. */
  private Candidate inScope(Candidate candidate) {
    return ranking.ordered().stream()
        .filter(c -> c.entry() == candidate.entry())
        .findFirst()
        .orElse(candidate);
  }

  private static String name(Reason reason) {
    return switch (reason) {
      case Reason.OtherRegion _ -> "地区";
      case Reason.OtherAudience _ -> "人群";
      case Reason.NotInForce _ -> "有效期";
      case Reason.NothingNear _, Reason.TooLittle _ -> "";
    };
  }

  private List<String> matchedTerms(Match match) {
    Tokens other = Tokens.of(Normalization.of(match.wording()));
    Set<String> theirs = new LinkedHashSet<>(other.units());
    Set<String> terms = new LinkedHashSet<>();
    for (int i = 0; i < tokens.size(); i++) {
      if (theirs.contains(tokens.unit(i))) {
        terms.add(tokens.unit(i));
      }
    }
    return List.copyOf(terms);
  }

  private static Map<String, Double> features(Candidate candidate) {
    var features = new LinkedHashMap<String, Double>();
    for (Feature feature : Feature.values()) {
      features.put(feature.key(), (double) candidate.feature(feature));
    }
    return features;
  }
}
