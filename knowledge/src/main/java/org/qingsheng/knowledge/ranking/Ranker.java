package org.qingsheng.knowledge.ranking;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;

/**
 * The linear ranker: for each {@link Feature} a weight, and how it changes with what the base is
 * like. Immutable.
 */
public final class Ranker {
  /**
   * Numbers for each feature: the weight itself, its change by size and by richness of the base.
   */
  static final int PARTS = 3;

  private final double[] numbers;

  /**
   * @param numbers all weights, then all changes by size, then all by richness
   */
  Ranker(double[] numbers) {
    if (numbers.length != PARTS * Feature.COUNT) {
      throw new IllegalArgumentException(
          "ranker has %d numbers, expected %d".formatted(numbers.length, PARTS * Feature.COUNT));
    }
    this.numbers = numbers.clone();
  }

  double[] numbers() {
    return numbers.clone();
  }

  /** The weights in such a base, by {@link Feature}. */
  double[] weights(BaseShape base) {
    return weights(numbers, base);
  }

  static double[] weights(double[] numbers, BaseShape base) {
    int count = Feature.COUNT;
    double[] weights = new double[count];
    for (int f = 0; f < count; f++) {
      weights[f] =
          numbers[f] + base.size() * numbers[count + f] + base.richness() * numbers[2 * count + f];
    }
    return weights;
  }

  static Ranker read(JsonNode node) {
    double[] numbers = new double[PARTS * Feature.COUNT];
    for (Feature feature : Feature.values()) {
      JsonNode own = node.path(feature.key());
      for (int part = 0; part < PARTS; part++) {
        numbers[part * Feature.COUNT + feature.index()] = own.path(part).asDouble();
      }
    }
    return new Ranker(numbers);
  }

  void write(ObjectNode node) {
    for (Feature feature : Feature.values()) {
      var own = node.putArray(feature.key());
      for (int part = 0; part < PARTS; part++) {
        own.add(numbers[part * Feature.COUNT + feature.index()]);
      }
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Ranker its && Arrays.equals(numbers, its.numbers);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(numbers);
  }
}
