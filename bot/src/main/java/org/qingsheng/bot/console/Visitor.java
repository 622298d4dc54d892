package org.qingsheng.bot.console;

import io.javalin.http.Context;
import java.util.Optional;
import org.qingsheng.bot.people.Account;
import org.qingsheng.bot.people.Scope;

/**
 * Who is at the door: a signed-in account in one session.
 *
 * @param token the session's own, to end it with
 * @param csrf what every form of this session carries
 */
public record Visitor(Account account, String token, String csrf) {
  private static final String ATTRIBUTE = "qingsheng.visitor";

  public Scope scope() {
    return account.scope();
  }

  void enter(Context ctx) {
    ctx.attribute(ATTRIBUTE, this);
  }

  /** The visitor of this request, if signed in. */
  public static Optional<Visitor> in(Context ctx) {
    return Optional.ofNullable(ctx.attribute(ATTRIBUTE));
  }

  /** The visitor of a request whose gate asks for one. */
  public static Visitor of(Context ctx) {
    return in(ctx).orElseThrow(() -> new IllegalStateException("no gate before " + ctx.path()));
  }
}
