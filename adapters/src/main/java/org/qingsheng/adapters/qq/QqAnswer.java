package org.qingsheng.adapters.qq;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Optional;

/** How one API call ended. Carries no token and nothing of what was sent. */
sealed interface QqAnswer {
  /** QQ did it. */
  record Ok(ObjectNode body) implements QqAnswer {}

  /**
   * QQ said no, whatever the HTTP status.
   *
   * @param status HTTP status; also 200, as for a token that is refused
   * @param code {@code err_code}, else {@code code}, else 0
   * @param retryAfter how long to wait, if it said so
   */
  record Failed(int status, long code, Optional<Duration> retryAfter) implements QqAnswer {}

  /** QQ certainly did nothing. */
  record NotDone(String reason, Duration retryAfter) implements QqAnswer {
    NotDone(String reason) {
      this(reason, Duration.ofSeconds(5));
    }
  }

  /** It may have reached QQ. */
  record Unclear(String reason) implements QqAnswer {}
}
