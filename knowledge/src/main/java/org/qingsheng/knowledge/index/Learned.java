package org.qingsheng.knowledge.index;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.qingsheng.knowledge.Entry;
import org.qingsheng.knowledge.ranking.Wordings;
import org.qingsheng.knowledge.vectors.GramVectors;

/**
 * The vectors of a base from one publication to the next. One corrected entry is compared by the
 * vectors there are, which takes no time; once a tenth of the wordings are new, they are trained
 * anew. The first publication always trains, so a restart or a rebuild gives the same vectors
 * wherever it happens. Used by one publication at a time.
 */
final class Learned {
  /** Wordings that may be new before training, whatever the size of the base. */
  private static final int FEW = 50;

  private static final int PART = 10;

  /**
   * Vectors by what they were trained on: the same base is often published more than once in one
   * process, by several houses in tests and by a rebuild in service.
   */
  private static final Cache<String, GramVectors> TRAINED =
      Caffeine.newBuilder().softValues().maximumSize(4).build();

  private Set<Integer> wordings = Set.of();
  private @Nullable GramVectors vectors;

  /** Vectors to compare these entries by. */
  GramVectors vectorsFor(Collection<Entry> entries) {
    Set<Integer> now = new HashSet<>();
    for (Entry entry : entries) {
      now.add(entry.question().hashCode());
      entry.similar().forEach(s -> now.add(s.hashCode()));
    }
    GramVectors kept = vectors;
    if (kept != null) {
      long unknown = now.stream().filter(w -> !wordings.contains(w)).count();
      if (unknown <= Math.max(FEW, now.size() / PART)) {
        return kept;
      }
    }
    GramVectors trained = TRAINED.get(fingerprint(entries), _ -> Wordings.learn(entries));
    vectors = trained;
    wordings = now;
    return trained;
  }

  private static String fingerprint(Collection<Entry> entries) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Entry entry : entries) {
        digest.update((byte) 1);
        digest.update(entry.question().getBytes(StandardCharsets.UTF_8));
        for (String similar : entry.similar()) {
          digest.update((byte) 0);
          digest.update(similar.getBytes(StandardCharsets.UTF_8));
        }
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
