package org.qingsheng.knowledge.ranking;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A sum of small decision trees giving log-odds. Every tree is complete: node i has the children
 * 2i+1 and 2i+2, values below the split go left. Immutable.
 */
final class Forest {
  /** One complete tree of {@code splits.length} inner nodes. */
  static final class Tree {
    final int[] inputs;
    final float[] splits;
    final float[] leaves;

    Tree(int[] inputs, float[] splits, float[] leaves) {
      this.inputs = inputs;
      this.splits = splits;
      this.leaves = leaves;
    }

    Tree halved() {
      float[] half = leaves.clone();
      for (int i = 0; i < half.length; i++) {
        half[i] /= 2;
      }
      return new Tree(inputs, splits, half);
    }

    float value(float[] row) {
      int node = 0;
      while (node < splits.length) {
        node = 2 * node + (row[inputs[node]] < splits[node] ? 1 : 2);
      }
      return leaves[node - splits.length];
    }
  }

  private final double base;
  private final List<Tree> trees;

  Forest(double base, List<Tree> trees) {
    this.base = base;
    this.trees = List.copyOf(trees);
  }

  double logOdds(float[] row) {
    double sum = base;
    for (int i = 0; i < trees.size(); i++) {
      sum += trees.get(i).value(row);
    }
    return sum;
  }

  /** The mean of the log-odds of two forests. */
  static Forest mean(Forest one, Forest other) {
    var trees = new ArrayList<Tree>(one.trees.size() + other.trees.size());
    one.trees.forEach(t -> trees.add(t.halved()));
    other.trees.forEach(t -> trees.add(t.halved()));
    return new Forest((one.base + other.base) / 2, trees);
  }

  ObjectNode json(List<String> inputs) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("base", base);
    ArrayNode list = node.putArray("trees");
    for (Tree tree : trees) {
      ObjectNode one = list.addObject();
      ArrayNode names = one.putArray("inputs");
      for (int input : tree.inputs) {
        names.add(inputs.get(input));
      }
      ArrayNode splits = one.putArray("splits");
      for (float split : tree.splits) {
        splits.add(split);
      }
      ArrayNode leaves = one.putArray("leaves");
      for (float leaf : tree.leaves) {
        leaves.add(leaf);
      }
    }
    return node;
  }

  static Forest read(JsonNode node, List<String> inputs) {
    var trees = new ArrayList<Tree>();
    for (JsonNode one : node.required("trees")) {
      int size = one.required("splits").size();
      int[] numbers = new int[size];
      float[] splits = new float[size];
      for (int i = 0; i < size; i++) {
        numbers[i] = number(inputs, one.required("inputs").get(i).asText());
        splits[i] = (float) one.required("splits").get(i).asDouble();
      }
      float[] leaves = new float[size + 1];
      for (int i = 0; i <= size; i++) {
        leaves[i] = (float) one.required("leaves").get(i).asDouble();
      }
      trees.add(new Tree(numbers, splits, leaves));
    }
    return new Forest(node.required("base").asDouble(), trees);
  }

  private static int number(List<String> inputs, String name) {
    int at = inputs.indexOf(name);
    if (at < 0) {
      throw new IllegalArgumentException("ranking model: unknown input \"" + name + "\"");
    }
    return at;
  }
}
