package org.qingsheng.adapters.qq;

import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.qingsheng.adapters.Delivery;
import org.qingsheng.adapters.Delivery.Accepted;
import org.qingsheng.adapters.Delivery.Meaning;
import org.qingsheng.adapters.Delivery.NotSent;
import org.qingsheng.adapters.Delivery.Refused;
import org.qingsheng.adapters.Delivery.Unknown;
import org.qingsheng.adapters.qq.QqAnswer.Failed;

/**
 * What QQ's error codes mean for a send, and what they say about the bot as a whole. Thread-safe.
 *
 * @see <a href="https://bot.q.qq.com/wiki/develop/api-v2/openapi/error/error.html">错误码</a>
 */
final class QqErrors {
  private volatile Optional<String> trouble = Optional.empty();

  /** What the last sends told about the bot, in Chinese for the operator. */
  Optional<String> trouble() {
    return trouble;
  }

  /** A send went well. */
  void clear() {
    trouble = Optional.empty();
  }

  static boolean isTokenRefused(QqAnswer answer) {
    return answer instanceof Failed failed
        && (failed.code() == 11_241
            || failed.code() == 11_243
            || failed.code() == 11_244
            || (failed.status() == 401 && failed.code() == 0));
  }

  static boolean isLinkRefused(QqAnswer answer) {
    return answer instanceof Failed failed
        && (failed.code() == 304_003 || failed.code() == 40_054_010);
  }

  /** QQ has seen this message id with this number before. */
  static boolean isRepeat(QqAnswer answer) {
    return answer instanceof Failed failed && failed.code() == 40_054_005;
  }

  static boolean isGroupLeft(Failed failed) {
    return failed.code() == 40_034_101 || failed.code() == 40_054_003;
  }

  /** How the send ended. */
  Delivery delivery(Failed failed) {
    return switch ((int) failed.code()) {
      case 304_023, 304_024 -> new Accepted(Optional.empty());
      case 304_103, 40_034_005, 40_034_128 ->
          refused(failed, Meaning.WINDOW_CLOSED, "time or number of answers used up");
      case 40_034_025, 40_034_026, 40_034_027 ->
          refused(failed, Meaning.WINDOW_CLOSED, "that event cannot be answered any more");
      case 40_034_024 -> refused(failed, Meaning.OTHER, "no such message in this conversation");
      case 304_003, 40_054_010 -> refused(failed, Meaning.CONTENT, "a link not registered");
      case 40_034_006, 1_100_100, 1_100_101, 1_100_102, 1_100_103, 1_100_104 ->
          refused(failed, Meaning.CONTENT, "not passed by the safety check");
      case 40_054_007, 40_054_018 -> refused(failed, Meaning.CONTENT, "too long");
      case 40_034_101, 40_054_003 -> refused(failed, Meaning.UNREACHABLE, "not in that group");
      case 40_054_004, 40_054_013 ->
          refused(failed, Meaning.UNREACHABLE, "not a friend, or does not want messages");
      case 40_034_105 -> refused(failed, Meaning.NOT_PERMITTED, "only answers are allowed there");
      case 11_253, 11_254, 11_265 -> {
        trouble = Optional.of("QQ 回复 %d：机器人没有发消息的权限或已被封禁，请登录开放平台查看".formatted(failed.code()));
        yield refused(failed, Meaning.NOT_PERMITTED, "not granted to this bot, or banned");
      }
      case 40_054_016 -> {
        trouble = Optional.of("QQ 认为机器人不在线（40054016）：回调地址不通或网关没有连上");
        yield later(failed, Duration.ofSeconds(30), "QQ takes the bot for offline");
      }
      case 11_241, 11_243, 11_244 -> later(failed, Duration.ofMinutes(1), "token not taken");
      case 40_054_002 -> later(failed, Duration.ofMinutes(1), "muted in that group");
      case 40_034_100 -> later(failed, Duration.ofMinutes(1), "too many messages");
      case 22_009 -> later(failed, Duration.ofSeconds(2), "too many calls");
      case 40_054_005 -> later(failed, Duration.ofSeconds(2), "number taken twice");
      case 50_055_001, 50_055_002 -> new Unknown("QQ's server failed with " + failed.code());
      default -> byStatus(failed);
    };
  }

  private static Delivery byStatus(Failed failed) {
    if (failed.status() == 429) {
      return later(failed, Duration.ofSeconds(2), "too many calls");
    }
    if (failed.status() >= 500) {
      return new Unknown("QQ's server failed with status " + failed.status());
    }
    return switch (failed.status()) {
      case 201, 202 -> new Accepted(Optional.empty());
      case 401 -> later(failed, Duration.ofMinutes(1), "token not taken");
      default -> refused(failed, Meaning.OTHER, "not accepted");
    };
  }

  private static Delivery later(Failed failed, Duration atLeast, String reason) {
    UnaryOperator<Duration> longer = said -> said.compareTo(atLeast) > 0 ? said : atLeast;
    return new NotSent(
        described(failed, reason), Optional.of(failed.retryAfter().map(longer).orElse(atLeast)));
  }

  private static Delivery refused(Failed failed, Meaning meaning, String reason) {
    return new Refused(
        Long.toString(failed.code() == 0 ? failed.status() : failed.code()),
        meaning,
        described(failed, reason));
  }

  private static String described(Failed failed, String reason) {
    return "%s (status %d, code %d)".formatted(reason, failed.status(), failed.code());
  }
}
