package org.qingsheng.bot.curation;

import java.util.Collection;
import java.util.List;
import org.qingsheng.knowledge.Entry;

/** What an entry must meet before it may be published. Thread-safe. */
@FunctionalInterface
public interface PublicationRules {
  /**
   * @param published what is live, the version to be replaced included
   * @return why the entry may not be published, in Chinese; empty if it may
   */
  List<String> problems(Entry entry, Collection<Entry> published);
}
