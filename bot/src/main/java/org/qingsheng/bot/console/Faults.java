package org.qingsheng.bot.console;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.qingsheng.bot.console.page.DiffPart;
import org.qingsheng.bot.console.page.ErrorPage;
import org.qingsheng.bot.curation.GateClosed;
import org.qingsheng.bot.ledger.Refused;
import org.qingsheng.bot.people.AccountId;
import org.qingsheng.bot.people.Accounts;
import org.qingsheng.bot.people.BadInput;
import org.qingsheng.bot.people.NotAllowed;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place where an exception becomes an answer: a status, Chinese words, and nothing of the
 * inside. Pages get a page (or, asked by htmx, a note beside the form), the API gets JSON.
 */
final class Faults {
  private static final Logger log = LoggerFactory.getLogger(Faults.class);

  private final Frame frame;
  private final Accounts accounts;
  private final ObjectMapper json;

  Faults(Frame frame, Accounts accounts, ObjectMapper json) {
    this.frame = frame;
    this.accounts = accounts;
    this.json = json;
  }

  void addTo(RoutesConfig routes) {
    routes.exception(BadInput.class, (e, ctx) -> answer(ctx, 422, "invalid", words(e), e.field()));
    routes.exception(GateClosed.class, (e, ctx) -> answer(ctx, 422, "gate", words(e), "golden"));
    routes.exception(NotAllowed.class, (e, ctx) -> answer(ctx, 403, "forbidden", words(e), ""));
    routes.exception(NotFound.class, (e, ctx) -> answer(ctx, 404, "not-found", words(e), ""));
    routes.exception(Refused.class, (e, ctx) -> refused(ctx, e));
    routes.exception(Doorkeeper.NotSignedIn.class, (_, ctx) -> notSignedIn(ctx));
    routes.exception(HttpResponseException.class, (e, ctx) -> http(ctx, e.getStatus()));
    routes.exception(Exception.class, (e, ctx) -> unexpected(ctx, e));
    for (int status : new int[] {400, 404, 405, 413, 414, 415, 500}) {
      routes.error(status, ctx -> plain(ctx, status));
    }
  }

  /** What is asked for does not exist, or not for this reader. */
  static final class NotFound extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotFound(String message) {
      super(message);
    }
  }

  private void refused(Context ctx, Refused refused) {
    var difference =
        refused.why() == Refused.Why.ANSWERED_ALREADY
            ? difference(ctx, refused.item().answer())
            : List.<DiffPart>of();
    answer(ctx, 409, "conflict", explain(refused), "", difference);
  }

  /** The answer that went out against the one that came second. */
  private static List<DiffPart> difference(Context ctx, Optional<String> sent) {
    var mine = Optional.ofNullable(ctx.isFormUrlencoded() ? ctx.formParam("text") : null);
    return sent.isPresent() && mine.isPresent()
        ? TextDiff.between(sent.get(), cut(mine.get()))
        : List.of();
  }

  private static String cut(String text) {
    return text.substring(0, Math.min(text.length(), 2_000));
  }

  String explain(Refused refused) {
    var item = refused.item();
    var holder = item.assignee().flatMap(id -> accounts.find(new AccountId(id)));
    var name = holder.map(account -> account.name()).orElse("其他同事");
    return switch (refused.why()) {
      case TAKEN -> "这条已由" + name + "认领，正在办理";
      case ANSWERED_ALREADY -> "这条已经答复过了，你的内容没有发出";
      case NOT_YOURS ->
          item.assignee().isPresent() ? "这条由" + name + "办理，需要对方退回或转办给你" : "请先认领这条，再办理";
      case NOT_NOW -> "这条现在是“" + item.state().label() + "”，不能这样处理，请刷新看看最新情况";
    };
  }

  private void notSignedIn(Context ctx) {
    if (isApi(ctx)) {
      ctx.header("WWW-Authenticate", "Bearer");
      answer(ctx, 401, "not-signed-in", "请先登录，或令牌已过期", "");
    } else if (ctx.path().equals("/console/live")) {
      ctx.status(401);
    } else {
      Doorkeeper.showLogin(ctx);
    }
  }

  private void http(Context ctx, int status) {
    answer(ctx, status, "http-" + status, words(status), "");
  }

  private void unexpected(Context ctx, Exception e) {
    log.atError().addKeyValue("route", ctx.endpoint().path).setCause(e).log("request failed");
    answer(ctx, 500, "internal", words(500), "");
  }

  private void plain(Context ctx, int status) {
    if (ctx.attribute(ANSWERED) == null) {
      answer(ctx, status, "http-" + status, words(status), "");
    }
  }

  /** For exceptions whose message is Chinese and meant for the person. */
  static String words(RuntimeException meant) {
    return Optional.ofNullable(meant.getMessage()).orElse("");
  }

  private static String words(int status) {
    return switch (status) {
      case 400 -> "请求的格式不对";
      case 404 -> "没有这个页面";
      case 405 -> "这个地址不支持这样访问";
      case 413 -> "内容太大，请缩短后再提交";
      case 415 -> "内容格式不支持";
      default -> status >= 500 ? "系统出了点问题，已经记录，请稍后再试" : "请求没有成功";
    };
  }

  private static final String ANSWERED = "qingsheng.answered";

  private void answer(Context ctx, int status, String code, String message, String field) {
    answer(ctx, status, code, message, field, List.of());
  }

  private void answer(
      Context ctx,
      int status,
      String code,
      String message,
      String field,
      List<DiffPart> difference) {
    ctx.attribute(ANSWERED, true);
    ctx.status(status);
    if (isApi(ctx)) {
      var error = Map.of("error", Map.of("code", code, "message", message, "field", field));
      ctx.contentType("application/json; charset=utf-8").result(json.valueToTree(error).toString());
    } else if (ctx.path().startsWith("/channels/") || ctx.path().startsWith("/assets/")) {
      ctx.contentType("text/plain; charset=utf-8").result(message);
    } else {
      var shell = Visitor.in(ctx).isPresent() ? frame.around(ctx, "没有完成") : frame.bare("没有完成", "");
      var back = Visitor.in(ctx).map(visitor -> Frame.home(visitor.account())).orElse("/");
      var page = new ErrorPage(shell, status, message, advice(status), difference, back);
      if (ctx.header("HX-Request") != null) {
        ctx.header("HX-Retarget", "#problem").header("HX-Reswap", "innerHTML show:#problem:top");
        frame.show(ctx, "problem", page);
      } else {
        frame.show(ctx, "error", page);
      }
    }
  }

  private static String advice(int status) {
    return switch (status) {
      case 409 -> "你写的内容还保存在这台设备上。";
      case 403 -> "如果你认为应该可以，请联系管理员。";
      case 422 -> "改好后再提交一次。";
      default -> "";
    };
  }

  private static boolean isApi(Context ctx) {
    return ctx.path().startsWith("/api/");
  }
}
