package org.qingsheng.bot.curation;

import org.qingsheng.knowledge.EntryId;

/** Names one version of one entry. */
public record RevisionId(EntryId entry, int version) {
  @Override
  public String toString() {
    return entry + "@" + version;
  }
}
