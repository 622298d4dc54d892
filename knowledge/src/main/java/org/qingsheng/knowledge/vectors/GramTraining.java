package org.qingsheng.knowledge.vectors;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.qingsheng.knowledge.text.Tokens;

/**
 * Trains {@link GramVectors} so that wordings of one meaning lie close and others apart: each
 * wording is drawn to another of its group, or to a damaged copy, and away from the rest of its
 * batch. One thread, one seed: the same wordings in the same order give the same vectors. Used
 * once.
 */
public final class GramTraining {
  private static final long SEED = 20261120;

  /** Below this there is nothing to tell apart; the vectors stay random. */
  private static final int LEAST_GROUPS = 50;

  /** Wordings looked at in one step; more make the task harder and cost their square. */
  private static final int BATCH = 96;

  /** Times each wording is looked at in a small base, and wordings looked at in a large one. */
  private static final int EPOCHS = 20;

  private static final int MOST = 250_000;

  private static final float RATE = 0.1f;

  /** Part of the rate that is left at the end. */
  private static final float LAST = 0.1f;

  /** How often a wording is drawn to a damaged copy of another rather than to the other itself. */
  private static final double DAMAGED = 0.3;

  /** Texts whose grams are kept while training; of more they are made each time. */
  private static final int KEPT = 100_000;

  private final List<Tokens> texts = new ArrayList<>();
  private final List<Integer> first = new ArrayList<>();

  /** What is added from now on means something else. */
  public void nextGroup() {
    if (first.isEmpty() || first.getLast() < texts.size()) {
      first.add(texts.size());
    }
  }

  /** Adds one wording of the current group. */
  public void add(Tokens tokens) {
    texts.add(tokens);
  }

  /** Trains on all that was added. */
  public GramVectors train() {
    GramTable table = GramTable.of(texts);
    var random = new Random(SEED);
    float[] rows = GramVectors.random(table, random);
    nextGroup();
    if (first.size() > LEAST_GROUPS) {
      run(table, rows, random);
    }
    return new GramVectors(table, rows);
  }

  private void run(GramTable table, float[] rows, Random random) {
    int n = texts.size();
    int[] group = groups();
    int[] @Nullable [] kept = new int[Math.min(n, KEPT)][];
    var units = new TreeSet<String>();
    texts.forEach(t -> units.addAll(t.units()));
    var damage = new Damage(units, random);
    var step = new ContrastiveStep(rows, BATCH);
    int[] order = new int[n];
    Arrays.setAll(order, i -> i);
    long total = Math.min((long) EPOCHS * n, MOST);
    long done = 0;
    while (done < total) {
      shuffle(order, random);
      for (int from = 0; n - from > 1 && done < total; from += BATCH) {
        int size = Math.min(BATCH, n - from);
        for (int i = 0; i < size; i++) {
          int one = order[from + i];
          int start = first.get(group[one]);
          int other = start + random.nextInt(first.get(group[one] + 1) - start);
          boolean damaged = other == one || random.nextDouble() < DAMAGED;
          step.set(
              i,
              group[one],
              rows(one, table, kept),
              damaged
                  ? table.rowsOf(Grams.of(damage.copy(texts.get(other))))
                  : rows(other, table, kept));
        }
        step.run(size, RATE * (1 - (1 - LAST) * done / total));
        done += size;
      }
    }
  }

  private int[] groups() {
    int[] group = new int[texts.size()];
    for (int g = 0; g + 1 < first.size(); g++) {
      Arrays.fill(group, first.get(g), first.get(g + 1), g);
    }
    return group;
  }

  private int[] rows(int text, GramTable table, int[] @Nullable [] kept) {
    if (text >= kept.length) {
      return table.rowsOf(Grams.of(texts.get(text)));
    }
    int[] rows = kept[text];
    if (rows == null) {
      rows = table.rowsOf(Grams.of(texts.get(text)));
      kept[text] = rows;
    }
    return rows;
  }

  private static void shuffle(int[] order, Random random) {
    for (int i = order.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int kept = order[i];
      order[i] = order[j];
      order[j] = kept;
    }
  }
}
