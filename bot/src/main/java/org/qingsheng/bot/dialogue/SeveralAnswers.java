package org.qingsheng.bot.dialogue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.qingsheng.knowledge.Decision;
import org.qingsheng.knowledge.Entry;
import org.qingsheng.knowledge.EntryId;
import org.qingsheng.knowledge.Match;
import org.qingsheng.knowledge.text.Normalization;

/**
 * Looks for an answer to each of several questions asked at once; one that names no subject is
 * about that of the one before. For one thread.
 */
final class SeveralAnswers {
  private final Subjects subjects;
  private final Function<String, Decision> decisions;
  private final Function<EntryId, Optional<Entry>> inForce;
  private final Map<EntryId, Entry> found = new LinkedHashMap<>();
  private final List<String> left = new ArrayList<>();
  private double probability = 1;

  SeveralAnswers(
      Subjects subjects,
      Function<String, Decision> decisions,
      Function<EntryId, Optional<Entry>> inForce) {
    this.subjects = subjects;
    this.decisions = decisions;
    this.inForce = inForce;
  }

  /**
   * @param subject what the message as a whole, or the talk before it, is about
   */
  void ask(List<String> parts, Optional<String> subject) {
    var carried = subject;
    var open = new LinkedHashMap<String, Decision>();
    for (var part : parts) {
      var own = subjects.in(part);
      var about = own.isPresent() ? Optional.<String>empty() : carried;
      carried = own.or(() -> subject);
      var read = read(part, about);
      if (!read.isEmpty()) {
        read.forEach(entry -> found.putIfAbsent(entry.id(), entry));
        continue;
      }
      var decision = decisions.apply(about.map(name -> name + part).orElse(part));
      if (about.isPresent() && !(decision instanceof Decision.Answer)) {
        var alone = decisions.apply(part);
        decision = alone instanceof Decision.Answer ? alone : decision;
      }
      if (decision instanceof Decision.Answer(var match)) {
        found.putIfAbsent(match.entry().id(), match.entry());
        probability = Math.min(probability, match.probability());
      } else {
        open.put(part, decision);
      }
    }
    open.forEach(this::leave);
  }

  private List<Entry> read(String part, Optional<String> about) {
    var ids = subjects.reading(Normalization.of(part).text(), about);
    var entries = ids.stream().map(inForce).flatMap(Optional::stream).toList();
    return entries.size() == ids.size() ? entries : List.of();
  }

  /** What an entry already used would answer is not left over. */
  private void leave(String part, Decision decision) {
    boolean covered =
        decision instanceof Decision.Clarify(var options)
            && options.stream().map(Match::entry).map(Entry::id).anyMatch(found::containsKey);
    if (!covered) {
      left.add(part);
    }
  }

  List<Entry> entries() {
    return List.copyOf(found.values());
  }

  /** Of the least sure one. */
  double probability() {
    return probability;
  }

  List<String> left() {
    return left;
  }
}
