package org.qingsheng.adapters.onebot.fake;

import java.time.Duration;

/** How the client programs in use differ, by their sources and field reports of 2025 and 2026. */
public enum Dialect {
  NAPCAT(
      "x-client-role", "Universal", "OneBot/11", false, Duration.ofSeconds(30), 1200, false, true),
  LLBOT(
      "x-client-role",
      "Universal",
      "LLOneBot/7.0",
      false,
      Duration.ofSeconds(60),
      1200,
      false,
      true),
  LAGRANGE(
      "X-Client-Role",
      "Api+Event",
      "Lagrange.OneBot",
      false,
      Duration.ofSeconds(5),
      120,
      false,
      false),
  GO_CQHTTP(
      "X-Client-Role", "Universal", "CQHttp/4.15.0", true, Duration.ofSeconds(5), 100, true, false);

  final String roleHeader;
  final String role;
  final String userAgent;

  /** Messages as strings with CQ codes instead of arrays. */
  final boolean strings;

  final Duration heartbeat;

  /** The code of a send that failed or timed out on the platform. */
  final int failure;

  /** Message ids below zero occur. */
  final boolean negativeIds;

  /** Whether events carry {@code message_seq}, {@code message_format} and the like. */
  final boolean extended;

  Dialect(
      String roleHeader,
      String role,
      String userAgent,
      boolean strings,
      Duration heartbeat,
      int failure,
      boolean negativeIds,
      boolean extended) {
    this.roleHeader = roleHeader;
    this.role = role;
    this.userAgent = userAgent;
    this.strings = strings;
    this.heartbeat = heartbeat;
    this.failure = failure;
    this.negativeIds = negativeIds;
    this.extended = extended;
  }

  /** Two connections, one for calls and one for events, instead of one for both. */
  boolean split() {
    return role.contains("+");
  }
}
