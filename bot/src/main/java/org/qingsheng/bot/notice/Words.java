package org.qingsheng.bot.notice;

import java.time.Duration;

/** How long something lasted, as people say it. */
final class Words {
  private Words() {}

  static String length(Duration time) {
    if (time.toHours() >= 48) {
      return time.toDays() + " 天";
    }
    if (time.toMinutes() >= 120) {
      return time.toHours() + " 小时";
    }
    return time.toSeconds() >= 120 ? time.toMinutes() + " 分钟" : time.toSeconds() + " 秒";
  }
}
