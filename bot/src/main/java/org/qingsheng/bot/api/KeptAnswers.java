package org.qingsheng.bot.api;

import java.time.Instant;
import org.qingsheng.bot.people.AccountId;

/**
 * What the API answered to requests that came with a key of their own (幂等键), so that a request sent
 * twice is carried out once. Keys belong to the account that sent them. Thread-safe.
 */
public interface KeptAnswers {
  /** What is known of a key. */
  sealed interface Known {}

  /** It was free and is now taken: carry the request out. */
  record First() implements Known {}

  /** The same request was answered so. */
  record Answered(int status, String body) implements Known {}

  /** Another request was sent with it. */
  record Other() implements Known {}

  /** The same request began then and has no answer yet: it is under way, or was interrupted. */
  record Begun(Instant at) implements Known {}

  /**
   * Takes the key, if it is free.
   *
   * @param fingerprint the same for the same method, address and body only
   */
  Known take(AccountId account, String key, String fingerprint, Instant now);

  void keep(AccountId account, String key, int status, String body);

  /** The request failed on our side: it may be sent again with the same key. */
  void release(AccountId account, String key);

  /** Forgets keys taken before that time. */
  void forget(Instant before);
}
