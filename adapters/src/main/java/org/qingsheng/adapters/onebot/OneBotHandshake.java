package org.qingsheng.adapters.onebot;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Who is at the door: the headers a QQ client sends with its reverse WebSocket. Pure.
 *
 * @param self the QQ number it holds
 * @param role what the connection is for
 */
record OneBotHandshake(String self, Role role) {
  /** What one connection carries. */
  enum Role {
    UNIVERSAL,
    API,
    EVENT;

    boolean takesCalls() {
      return this != EVENT;
    }

    boolean bringsEvents() {
      return this != API;
    }

    /** NapCat writes {@code Universal}, Lagrange {@code Api}; no header means both. */
    static Optional<Role> of(String header) {
      return switch (header.strip().toLowerCase(Locale.ROOT)) {
        case "", "universal" -> Optional.of(UNIVERSAL);
        case "api" -> Optional.of(API);
        case "event" -> Optional.of(EVENT);
        default -> Optional.empty();
      };
    }
  }

  /** Why somebody is not let in, as an HTTP status. */
  enum Refusal {
    TOKEN_MISSING(401, "access token missing"),
    TOKEN_WRONG(403, "access token wrong"),
    ACCOUNT_NOT_ALLOWED(403, "account not allowed"),
    SELF_ID_MISSING(400, "X-Self-ID missing or not a number"),
    ROLE_UNKNOWN(400, "X-Client-Role unknown"),
    NOT_STARTED(503, "not ready");

    final int status;
    final String reason;

    Refusal(int status, String reason) {
      this.status = status;
      this.reason = reason;
    }
  }

  /**
   * Checks what came with the upgrade request.
   *
   * @param header gives a header's value by its name, letter case ignored, or an empty string
   * @param tokenInAddress the {@code access_token} of the query, or an empty string
   * @return empty when it may come in
   */
  static Optional<Refusal> refusal(
      OneBotSettings settings, UnaryOperator<String> header, String tokenInAddress) {
    Optional<String> token =
        Stream.of(bearer(header.apply("Authorization")), tokenInAddress)
            .filter(value -> !value.isBlank())
            .findFirst();
    if (token.isEmpty()) {
      return Optional.of(Refusal.TOKEN_MISSING);
    }
    if (!MessageDigest.isEqual(bytes(token.get()), bytes(settings.accessToken()))) {
      return Optional.of(Refusal.TOKEN_WRONG);
    }
    Optional<OneBotHandshake> handshake = read(header);
    if (handshake.isEmpty()) {
      return Optional.of(
          OneBotIds.isNumber(header.apply("X-Self-ID").strip())
              ? Refusal.ROLE_UNKNOWN
              : Refusal.SELF_ID_MISSING);
    }
    return settings.accounts().isEmpty() || settings.accounts().contains(handshake.get().self())
        ? Optional.empty()
        : Optional.of(Refusal.ACCOUNT_NOT_ALLOWED);
  }

  /** Reads account and role; empty when either is unusable. */
  static Optional<OneBotHandshake> read(UnaryOperator<String> header) {
    String self = header.apply("X-Self-ID").strip();
    return OneBotIds.isNumber(self)
        ? Role.of(header.apply("X-Client-Role")).map(role -> new OneBotHandshake(self, role))
        : Optional.empty();
  }

  /** Clients without a token still send {@code "Bearer "}: that is no token. */
  private static String bearer(String authorization) {
    String[] parts = authorization.strip().split("\\s+", 2);
    boolean known = parts[0].equalsIgnoreCase("Bearer") || parts[0].equalsIgnoreCase("Token");
    return parts.length == 2 && known ? parts[1] : "";
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
