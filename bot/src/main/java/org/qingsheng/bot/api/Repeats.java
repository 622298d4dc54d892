package org.qingsheng.bot.api;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.qingsheng.bot.console.Visitor;
import org.qingsheng.bot.console.WebServer;
import org.qingsheng.bot.people.AccountId;
import org.qingsheng.bot.people.BadInput;

/**
 * Stands around every writing request of the API: one that comes with an {@code Idempotency-Key}
 * and was answered before gets the same answer and does nothing again. Signing in and out are left
 * out: their answers are secrets.
 *
 * @see <a href="https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/">The
 *     Idempotency-Key HTTP Header Field</a>
 */
final class Repeats {
  static final String HEADER = "Idempotency-Key";
  private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,200}");
  private static final Set<HandlerType> WRITING =
      Set.of(HandlerType.POST, HandlerType.PUT, HandlerType.PATCH, HandlerType.DELETE);
  private static final Set<String> SECRET =
      Set.of(ApiRoutes.BASE + "/login", ApiRoutes.BASE + "/logout");
  private static final String TAKEN = "qingsheng.idempotency";

  /** No request takes longer. */
  private static final Duration UNDER_WAY = Duration.ofMinutes(1);

  private final KeptAnswers answers;
  private final InstantSource clock;

  Repeats(KeptAnswers answers, InstantSource clock) {
    this.answers = answers;
    this.clock = clock;
  }

  /** The key this request holds. */
  private record Taken(AccountId account, String key) {}

  void addTo(WebServer.Mount mount) {
    mount.routes().beforeMatched(ApiRoutes.BASE + "/*", ctx -> before(ctx, mount));
    mount.routes().after(ApiRoutes.BASE + "/*", this::after);
  }

  private void before(Context ctx, WebServer.Mount mount) {
    var key = ctx.header(HEADER);
    var visitor = Visitor.in(ctx);
    if (key == null
        || visitor.isEmpty()
        || !WRITING.contains(ctx.method())
        || SECRET.contains(ctx.path())) {
      return;
    }
    if (!KEY.matcher(key).matches()) {
      throw new BadInput(HEADER, HEADER + " 应为 1 到 200 个英文字母、数字或符号，不含空格");
    }
    var account = visitor.get().account().id();
    var now = clock.instant();
    switch (answers.take(account, key, fingerprint(ctx), now)) {
      case KeptAnswers.First _ -> ctx.attribute(TAKEN, new Taken(account, key));
      case KeptAnswers.Answered(int status, String body) -> {
        ctx.status(status).header("Idempotency-Replayed", "true");
        if (!body.isEmpty()) {
          ctx.contentType("application/json; charset=utf-8").result(body);
        }
        ctx.skipRemainingHandlers();
      }
      case KeptAnswers.Other _ ->
          throw new BadInput(HEADER, "这个 Idempotency-Key 已经用在另一个请求上，请换一个新的");
      case KeptAnswers.Begun(var at) -> {
        var message =
            at.plus(UNDER_WAY).isAfter(now)
                ? "同一个请求正在处理，请稍后用同样的 Idempotency-Key 再试"
                : "同一个请求处理到一半时服务中断了，请先查询它是否已生效，再用新的 Idempotency-Key 提交";
        ctx.status(409);
        Requests.write(
            ctx,
            mount.json(),
            Map.of("error", Map.of("code", "under-way", "message", message, "field", HEADER)));
        ctx.skipRemainingHandlers();
      }
    }
  }

  private void after(Context ctx) {
    Taken taken = ctx.attribute(TAKEN);
    if (taken == null) {
      return;
    }
    int status = ctx.statusCode();
    if (status >= 500) {
      answers.release(taken.account(), taken.key());
    } else {
      answers.keep(
          taken.account(), taken.key(), status, Optional.ofNullable(ctx.result()).orElse(""));
    }
  }

  private static String fingerprint(Context ctx) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      var query = ctx.queryString();
      var line = ctx.method() + " " + ctx.path() + "?" + (query == null ? "" : query) + "\n";
      digest.update(line.getBytes(StandardCharsets.UTF_8));
      digest.update(ctx.bodyAsBytes());
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
