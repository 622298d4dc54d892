package org.qingsheng.bot.people;

import java.time.Instant;
import java.util.Optional;

/** Sessions by the SHA-256 of their token; the token itself is never stored. Thread-safe. */
public interface Sessions {
  /** One stored session. */
  record Stored(
      String tokenHash,
      AccountId account,
      String csrf,
      Session.Kind kind,
      Instant createdAt,
      Instant lastSeenAt) {}

  void begin(Stored session);

  Optional<Stored> find(String tokenHash);

  void seen(String tokenHash, Instant at);

  void end(String tokenHash);

  /** Ends every session of the account. */
  void endAll(AccountId account);

  /** Removes sessions that began before the moment. */
  void forgetBefore(Instant moment);
}
