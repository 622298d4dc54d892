package org.qingsheng.bot.curation;

/** Told after each publication, so that questions are answered from what is live now. */
@FunctionalInterface
public interface KnowledgeFeed {
  void follow();
}
