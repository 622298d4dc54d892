package org.qingsheng.bot.console;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpStatus;
import io.javalin.http.SameSite;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import org.qingsheng.bot.people.NotAllowed;
import org.qingsheng.bot.people.Session;
import org.qingsheng.bot.people.SignIn;

/**
 * The one place that decides who may pass: before each matched route it looks at the route's {@link
 * Gate}, the session, the origin and the form's token. Routes of the console and the API without a
 * gate open for nobody.
 */
final class Doorkeeper {
  static final String SESSION = "qs_console";
  static final String LOGIN_TOKEN = "qs_login";
  static final String CSRF_FIELD = "_csrf";
  private static final String CSRF_HEADER = "X-CSRF-Token";
  private static final String BEARER = "Bearer ";

  private final SignIn signIn;
  private final WebSettings settings;

  Doorkeeper(SignIn signIn, WebSettings settings) {
    this.signIn = signIn;
    this.settings = settings;
  }

  void addTo(RoutesConfig routes) {
    routes.beforeMatched(this::check);
  }

  private void check(Context ctx) {
    var gates = ctx.routeRoles();
    boolean api = ctx.path().startsWith("/api/");
    boolean console = ctx.path().equals("/console") || ctx.path().startsWith("/console/");
    if (!api && !console) {
      return;
    }
    if (gates.size() != 1 || !(gates.iterator().next() instanceof Gate gate)) {
      throw new NotAllowed("这个地址没有开放");
    }
    if (console && HandlerType.POST.equals(ctx.method()) && foreignOrigin(ctx)) {
      throw new NotAllowed("请从本站页面提交");
    }
    var visitor = api ? bearer(ctx) : cookie(ctx);
    visitor.ifPresent(present -> present.enter(ctx));
    if (gate != Gate.EVERYONE) {
      if (visitor.isEmpty()) {
        throw new NotSignedIn();
      }
      if (console
          && HandlerType.POST.equals(ctx.method())
          && !sameToken(ctx, visitor.get().csrf())) {
        throw new NotAllowed("页面已过期，请刷新后再提交");
      }
      if (!gate.admits(visitor.get().account())) {
        throw new NotAllowed("你的账号没有这项权限，如需要请联系管理员");
      }
    }
  }

  /** Nobody is signed in where somebody must be. */
  static final class NotSignedIn extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotSignedIn() {
      super("not signed in");
    }
  }

  /** Sends the person to the login page and back afterwards. */
  static void showLogin(Context ctx) {
    var login = "/console/login";
    if (HandlerType.GET.equals(ctx.method()) && ctx.header("HX-Request") == null) {
      var query = ctx.queryString();
      var wanted = ctx.path() + (query == null ? "" : "?" + query);
      ctx.redirect(
          login + "?next=" + URLEncoder.encode(wanted, StandardCharsets.UTF_8),
          HttpStatus.SEE_OTHER);
    } else if (ctx.header("HX-Request") != null) {
      ctx.status(401).header("HX-Redirect", login);
    } else {
      ctx.redirect(login, HttpStatus.SEE_OTHER);
    }
  }

  boolean sameToken(Context ctx, String expected) {
    var given =
        Optional.ofNullable(ctx.header(CSRF_HEADER))
            .or(() -> Optional.ofNullable(ctx.formParam(CSRF_FIELD)));
    return given
        .filter(value ->
            MessageDigest.isEqual(
                value.getBytes(StandardCharsets.UTF_8), expected.getBytes(StandardCharsets.UTF_8)))
        .isPresent();
  }

  /** Where the person is, as far as our own proxy or the connection tells. */
  String address(Context ctx) {
    var forwarded = settings.behindProxy() ? ctx.header("X-Forwarded-For") : null;
    return forwarded == null
        ? ctx.ip()
        : forwarded.substring(forwarded.lastIndexOf(',') + 1).strip();
  }

  void setCookie(Context ctx, String name, String value) {
    ctx.cookie(
        new Cookie(name, value, "/console", -1, settings.secure(), true, null, SameSite.STRICT));
  }

  private Optional<Visitor> cookie(Context ctx) {
    boolean byItself =
        ctx.path().equals("/console/live") || ctx.header("X-Background-Refresh") != null;
    return Optional.ofNullable(ctx.cookie(SESSION))
        .flatMap(token ->
            (byItself
                    ? signIn.look(token, Session.Kind.CONSOLE)
                    : signIn.session(token, Session.Kind.CONSOLE))
                .map(session -> new Visitor(session.account(), token, session.csrf())));
  }

  private Optional<Visitor> bearer(Context ctx) {
    return Optional.ofNullable(ctx.header("Authorization"))
        .filter(value -> value.startsWith(BEARER))
        .map(value -> value.substring(BEARER.length()))
        .flatMap(token ->
            signIn
                .session(token, Session.Kind.API)
                .map(session -> new Visitor(session.account(), token, session.csrf())));
  }

  /** Browsers send the origin with every POST; a page of another site cannot hide its own. */
  private boolean foreignOrigin(Context ctx) {
    var origin = ctx.header("Origin");
    if (origin == null) {
      var site = ctx.header("Sec-Fetch-Site");
      return site != null && !site.equals("same-origin");
    }
    try {
      var from = URI.create(origin).getAuthority();
      return from == null
          || !(from.equalsIgnoreCase(ctx.header("Host"))
              || from.equalsIgnoreCase(settings.publicUrl().getAuthority()));
    } catch (IllegalArgumentException _) {
      return true;
    }
  }
}
