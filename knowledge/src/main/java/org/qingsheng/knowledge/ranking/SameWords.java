package org.qingsheng.knowledge.ranking;

import java.util.Arrays;

/**
 * Which wordings are the same but for punctuation, by a hash of their keys: a tenth of the memory a
 * map of strings would take. Who looks one up compares the key itself once more. Written by one
 * thread, then read by many.
 */
final class SameWords {
  private static final int[] NONE = {};

  private long[] hashes = new long[1 << 10];

  /** Number of the first wording in that slot, from 1. */
  private int[] first = new int[1 << 10];

  /** For each wording the next one with the same key, from 1. */
  private int[] next = new int[1 << 10];

  private int size;
  private int used;

  /** Adds the next wording; they are numbered in this order. */
  void add(String key) {
    if (size == next.length) {
      next = Arrays.copyOf(next, 2 * size);
    }
    if (2 * used >= first.length) {
      grow();
    }
    long hash = hash(key);
    int slot = slot(hash);
    size++;
    if (first[slot] == 0) {
      hashes[slot] = hash;
      first[slot] = size;
      used++;
    } else {
      int last = first[slot];
      while (next[last - 1] != 0) {
        last = next[last - 1];
      }
      next[last - 1] = size;
    }
  }

  /** Wordings with a key of that hash, in order. */
  int[] with(String key) {
    int at = first[slot(hash(key))];
    if (at == 0) {
      return NONE;
    }
    int[] found = new int[1];
    int count = 0;
    for (; at != 0; at = next[at - 1]) {
      if (count == found.length) {
        found = Arrays.copyOf(found, 2 * count);
      }
      found[count++] = at - 1;
    }
    return Arrays.copyOf(found, count);
  }

  /** For each wording the first that has the same key. */
  int[] firsts() {
    int[] firsts = new int[size];
    for (int start : first) {
      for (int at = start; at != 0; at = next[at - 1]) {
        firsts[at - 1] = start - 1;
      }
    }
    return firsts;
  }

  private int slot(long hash) {
    int mask = first.length - 1;
    int slot = (int) (hash >>> 20) & mask;
    while (first[slot] != 0 && hashes[slot] != hash) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    long[] oldHashes = hashes;
    int[] oldFirst = first;
    hashes = new long[2 * oldHashes.length];
    first = new int[2 * oldFirst.length];
    for (int i = 0; i < oldFirst.length; i++) {
      if (oldFirst[i] != 0) {
        int slot = slot(oldHashes[i]);
        hashes[slot] = oldHashes[i];
        first[slot] = oldFirst[i];
      }
    }
  }

  private static long hash(String key) {
    long hash = key.length();
    for (int i = 0; i < key.length(); i++) {
      hash = (hash ^ key.charAt(i)) * 0x9E3779B97F4A7C15L;
      hash ^= hash >>> 29;
    }
    return hash;
  }
}
