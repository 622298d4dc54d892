package org.qingsheng.knowledge.ranking;

/**
 * What a base is like as a whole: among sixty entries with five wordings each another feature tells
 * the right one than among twenty thousand with one.
 *
 * @param size 0 for about 300 entries, −1 for 10 and fewer, 1 for 10,000 and more
 * @param richness 0 for one wording an entry, 1 for sixteen and more
 */
record BaseShape(double size, double richness) {
  private static final double MIDDLE = 2.5;
  private static final double SPAN = 1.5;
  private static final double RICHEST = 4;

  /**
   * @param entries at least one of them, else as if there were
   */
  static BaseShape of(int entries, int wordings) {
    double size = (Math.log10(Math.max(1, entries)) - MIDDLE) / SPAN;
    double each = (double) Math.max(1, wordings) / Math.max(1, entries);
    double richness = Math.log(Math.max(1, each)) / Math.log(2) / RICHEST;
    return new BaseShape(Math.clamp(size, -1, 1), Math.min(1, richness));
  }
}
