package org.qingsheng.adapters;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A channel whose platform tells which groups the account is in. */
public interface KnowsGroups {
  /**
   * The groups as last told, in no order; empty while nobody has been connected since the start.
   * Cheap, calls nobody.
   */
  List<Group> groups();

  /**
   * When the list was told; the oldest where several accounts tell theirs, empty while none has.
   * Asked for again when the account joins or leaves a group, and now and then.
   */
  Optional<Instant> groupsTold();

  /**
   * One group.
   *
   * @param name as its members see it; untrusted text, may be empty
   * @param members how many it has, 0 where the platform does not say
   */
  record Group(ConversationId id, String name, int members) {}
}
