package org.qingsheng.bot.console;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.Base64;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.qingsheng.bot.console.page.LoginPage;
import org.qingsheng.bot.people.Session;
import org.qingsheng.bot.people.SignIn;

/**
 * Signing in and out. The login form has a token of its own, kept in a cookie, so that no other
 * site can sign a person in under a foreign name.
 */
public final class SignInPages {
  private final SignIn signIn;
  private final RandomGenerator random;

  /**
   * @param random cryptographically strong in service
   */
  public SignInPages(SignIn signIn, RandomGenerator random) {
    this.signIn = signIn;
    this.random = random;
  }

  public void addTo(WebServer.Mount mount) {
    var pages = new Bound(mount);
    mount.routes().get("/console/login", pages::form, Gate.EVERYONE);
    mount.routes().post("/console/login", pages::signIn, Gate.EVERYONE);
    mount.routes().post("/console/logout", pages::signOut, Gate.STAFF);
  }

  private final class Bound {
    private final Frame frame;
    private final Doorkeeper doorkeeper;

    Bound(WebServer.Mount mount) {
      this.frame = mount.frame();
      this.doorkeeper = mount.doorkeeper();
    }

    void form(Context ctx) {
      if (Visitor.in(ctx).isPresent()) {
        ctx.redirect(Frame.home(Visitor.of(ctx).account()), HttpStatus.SEE_OTHER);
      } else {
        show(ctx, "", "");
      }
    }

    void signIn(Context ctx) {
      var expected = Optional.ofNullable(ctx.cookie(Doorkeeper.LOGIN_TOKEN));
      var login = Optional.ofNullable(ctx.formParam("login")).orElse("").strip();
      var password = Optional.ofNullable(ctx.formParam("password")).orElse("");
      if (expected.isEmpty() || !doorkeeper.sameToken(ctx, expected.get())) {
        ctx.status(403);
        show(ctx, login, "页面已过期，请再登录一次");
        return;
      }
      var earlier = Optional.ofNullable(ctx.cookie(Doorkeeper.SESSION));
      var address = doorkeeper.address(ctx);
      switch (signIn.signIn(login, password, address, Session.Kind.CONSOLE, earlier)) {
        case SignIn.SignedIn(var token, var session) -> {
          ctx.removeCookie(Doorkeeper.LOGIN_TOKEN, "/console");
          doorkeeper.setCookie(ctx, Doorkeeper.SESSION, token);
          ctx.redirect(wanted(ctx).orElse(Frame.home(session.account())), HttpStatus.SEE_OTHER);
        }
        case SignIn.Denied(var message) -> {
          ctx.status(401);
          show(ctx, login, message);
        }
        case SignIn.TooManyTries(var message, var wait) -> {
          ctx.status(429).header("Retry-After", String.valueOf(wait.toSeconds()));
          show(ctx, login, message);
        }
      }
    }

    void signOut(Context ctx) {
      signIn.signOut(Visitor.of(ctx).token());
      ctx.removeCookie(Doorkeeper.SESSION, "/console");
      ctx.redirect("/console/login", HttpStatus.SEE_OTHER);
    }

    private void show(Context ctx, String login, String problem) {
      var bits = new byte[16];
      random.nextBytes(bits);
      var token = Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
      doorkeeper.setCookie(ctx, Doorkeeper.LOGIN_TOKEN, token);
      frame.show(
          ctx,
          "login",
          new LoginPage(frame.bare("登录", token), wanted(ctx).orElse(""), login, problem));
    }

    /** Where the person wanted to go; only within the console, never another site. */
    private Optional<String> wanted(Context ctx) {
      var next =
          io.javalin.http.HandlerType.POST.equals(ctx.method())
              ? ctx.formParam("next")
              : ctx.queryParam("next");
      return Optional.ofNullable(next)
          .filter(path ->
              path.equals("/console")
                  || path.startsWith("/console/")
                  || path.startsWith("/console?"))
          .filter(path -> !path.contains("\\") && path.chars().noneMatch(c -> c < ' '))
          .filter(path -> !path.startsWith("/console/login"));
    }
  }
}
