package org.qingsheng.bot.dialogue;

import java.util.HashMap;
import java.util.Map;
import org.qingsheng.knowledge.Decision;
import org.qingsheng.knowledge.Knowledge;
import org.qingsheng.knowledge.Query;

/**
 * What was asked of the knowledge base for one message: nothing is searched for twice. For one
 * thread.
 */
final class Asked {
  private final Knowledge knowledge;
  private final Map<Query, Decision> decisions = new HashMap<>();

  Asked(Knowledge knowledge) {
    this.knowledge = knowledge;
  }

  Decision decision(Query query) {
    return decisions.computeIfAbsent(query, knowledge::ask);
  }
}
