package org.qingsheng.bot.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.http.Context;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.qingsheng.bot.console.Visitor;
import org.qingsheng.bot.people.BadInput;
import org.qingsheng.bot.people.NotAllowed;

/** Reads what all requests have in common and writes what all answers have in common. */
final class Requests {
  private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
  private static final int MOST = 200;

  private Requests() {}

  static NotAllowed unknown() {
    return new NotAllowed("没有这一条，或不在你的地区");
  }

  static Visitor by(Context ctx) {
    return Visitor.of(ctx);
  }

  static Optional<LocalDate> day(Context ctx, String name) {
    try {
      return Optional.ofNullable(ctx.queryParam(name)).map(LocalDate::parse);
    } catch (DateTimeParseException _) {
      throw new BadInput(name, name + " 应为 2026-11-20 这样的日期");
    }
  }

  static Instant startOf(LocalDate day) {
    return day.atStartOfDay(SHANGHAI).toInstant();
  }

  static int limit(Context ctx) {
    return Math.clamp(number(ctx, "limit", 50), 1, MOST);
  }

  static int offset(Context ctx) {
    return Math.max(0, number(ctx, "offset", 0));
  }

  static int number(Context ctx, String name, int otherwise) {
    try {
      return Optional.ofNullable(ctx.queryParam(name)).map(Integer::parseInt).orElse(otherwise);
    } catch (NumberFormatException _) {
      throw new BadInput(name, name + " 应为数字");
    }
  }

  static void write(Context ctx, ObjectMapper json, Object body) {
    ctx.contentType("application/json; charset=utf-8").result(json.valueToTree(body).toString());
  }
}
