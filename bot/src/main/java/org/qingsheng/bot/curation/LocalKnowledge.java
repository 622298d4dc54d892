package org.qingsheng.bot.curation;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.qingsheng.knowledge.Decision;
import org.qingsheng.knowledge.Decision.Reason;
import org.qingsheng.knowledge.Entry;
import org.qingsheng.knowledge.EntryId;
import org.qingsheng.knowledge.Explanation;
import org.qingsheng.knowledge.Knowledge;
import org.qingsheng.knowledge.Match;
import org.qingsheng.knowledge.Query;
import org.qingsheng.knowledge.RegionCode;

/**
 * The knowledge base as people hear it: answers carry the local values of where the question comes
 * from. Everything that may be said goes through here. Thread-safe.
 */
public final class LocalKnowledge implements Knowledge {
  private final Knowledge knowledge;
  private final Supplier<LocalText> texts;
  private final List<RegionCode> home;

  /**
   * @param texts the values as they are now
   * @param home path of the area this installation is responsible for
   */
  public LocalKnowledge(Knowledge knowledge, Supplier<LocalText> texts, List<RegionCode> home) {
    this.knowledge = knowledge;
    this.texts = texts;
    this.home = List.copyOf(home);
  }

  @Override
  public Decision ask(Query query) {
    return filled(knowledge.ask(query), texts.get(), query.regions());
  }

  @Override
  public Explanation explain(Query query) {
    var text = texts.get();
    var found = knowledge.explain(query);
    return new Explanation(
        filled(found.decision(), text, query.regions()),
        found.normalized(),
        found.tokens(),
        found.candidates().stream()
            .map(each ->
                new Explanation.Candidate(
                    filled(each.match(), text, query.regions()),
                    each.score(),
                    each.matchedTerms(),
                    each.removedBy(),
                    each.features()))
            .toList(),
        found.answerThreshold(),
        found.clarifyThreshold());
  }

  @Override
  public Optional<Entry> entry(EntryId id) {
    return knowledge.entry(id).map(entry -> texts.get().filledForAnyone(entry, home));
  }

  @Override
  public Optional<Entry> entry(EntryId id, List<RegionCode> regions) {
    return knowledge.entry(id).map(entry -> texts.get().filled(entry, regions));
  }

  @Override
  public Optional<Entry> standing(EntryId id, List<RegionCode> regions, Instant at) {
    return knowledge.standing(id, regions, at).map(entry -> texts.get().filled(entry, regions));
  }

  @Override
  public long revision() {
    return knowledge.revision();
  }

  private static Decision filled(Decision decision, LocalText text, List<RegionCode> path) {
    return switch (decision) {
      case Decision.Answer(var match) -> new Decision.Answer(filled(match, text, path));
      case Decision.Clarify(var options) ->
          new Decision.Clarify(options.stream().map(each -> filled(each, text, path)).toList());
      case Decision.NoAnswer(var reason, var near) ->
          new Decision.NoAnswer(
              filled(reason, text, path),
              near.stream().map(each -> filled(each, text, path)).toList());
    };
  }

  private static Reason filled(Reason reason, LocalText text, List<RegionCode> path) {
    return switch (reason) {
      case Reason.NothingNear _, Reason.TooLittle _ -> reason;
      case Reason.NotInForce(var entry) -> new Reason.NotInForce(text.filled(entry, path));
      case Reason.OtherRegion(var entry) -> new Reason.OtherRegion(text.filled(entry, path));
      case Reason.OtherAudience(var entry) -> new Reason.OtherAudience(text.filled(entry, path));
    };
  }

  private static Match filled(Match match, LocalText text, List<RegionCode> path) {
    return new Match(text.filled(match.entry(), path), match.probability(), match.wording());
  }
}
