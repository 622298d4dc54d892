package org.qingsheng.bot.console;

import io.javalin.config.RoutesConfig;

/** Headers that every answer carries, so that a page runs our own scripts only. */
final class Secure {
  static final String POLICY =
      "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

  private Secure() {}

  static void addTo(RoutesConfig routes, boolean https) {
    routes.before(ctx -> {
      ctx.header("Content-Security-Policy", POLICY);
      ctx.header("X-Content-Type-Options", "nosniff");
      // With no-referrer Chromium sends "Origin: null" with our own forms as well.
      ctx.header("Referrer-Policy", "same-origin");
      ctx.header("Cross-Origin-Opener-Policy", "same-origin");
      ctx.header("Permissions-Policy", "camera=(), microphone=(), geolocation=()");
      if (https) {
        ctx.header("Strict-Transport-Security", "max-age=31536000");
      }
      if (!ctx.path().startsWith("/assets/") && !ctx.path().startsWith("/webjars/")) {
        ctx.header("Cache-Control", "no-store");
      }
    });
  }
}
