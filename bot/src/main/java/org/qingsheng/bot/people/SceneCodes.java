package org.qingsheng.bot.people;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.qingsheng.adapters.ChannelId;

/** Codes that were made (场景码). Thread-safe. */
public interface SceneCodes {
  Optional<SceneCode> find(ChannelId channel, String scene);

  /** Codes whose region lies in the scope, newest first. */
  List<SceneCode> list(Scope scope);

  /** Keeps a code, and the event with it. */
  void add(SceneCode code, AccountId by, Instant at, AuditEvent event);
}
