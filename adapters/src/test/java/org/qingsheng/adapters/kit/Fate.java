package org.qingsheng.adapters.kit;

/** What the platform makes of the next send. */
public enum Fate {
  /** Too late: the answer window is over. */
  WINDOW_OVER,
  /** All answers of this window are used up. */
  QUOTA_USED,
  /** This account may not send so. */
  NOT_PERMITTED,
  /** That person or group cannot be reached. */
  UNREACHABLE,
  /** The content is not liked. */
  CONTENT_REFUSED,
  /** Slow down. */
  TOO_FAST,
  /** An error code that nobody has heard of. */
  UNHEARD_OF,
  /** A gateway in between says 502. */
  BAD_GATEWAY,
  /** Status 200 with a page that is no answer. */
  NONSENSE,
  /** Never answers; the message is shown all the same. */
  SILENT_BUT_DONE,
  /** Never answers; nothing is shown. */
  SILENT,
  /** The line breaks after the message was shown. */
  CUT_BUT_DONE
}
