package org.qingsheng.knowledge;

/**
 * A found entry (命中).
 *
 * @param probability calibrated probability in [0,1] that this is the entry the asker wants
 * @param wording the question or similar question of the entry that matched best
 */
public record Match(Entry entry, double probability, String wording) {}
