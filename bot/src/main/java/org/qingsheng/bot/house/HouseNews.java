package org.qingsheng.bot.house;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.qingsheng.bot.delivery.ChannelWatch;
import org.qingsheng.bot.delivery.Mutes;

/** What stands on top of every console page: lost channels, silence. Thread-safe. */
record HouseNews(ChannelWatch watch, Mutes mutes) {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("M月d日 HH:mm", Locale.ROOT).withZone(ZoneId.of("Asia/Shanghai"));

  List<String> now() {
    var alarms = new ArrayList<String>();
    for (var loss : watch.losses()) {
      alarms.add(
          "渠道 %s 从 %s 起用不了：%s。答复先留着，恢复后自动送达；急的可以在条目页用取件网址，或转达到群里。"
              .formatted(loss.channel(), at(loss.since()), withoutStop(loss.reason())));
    }
    mutes.now().stream()
        .findFirst()
        .ifPresent(mute -> alarms.add("机器人正在静默，最晚到 " + at(mute.until()) + "；提问照常记录。"));
    return alarms;
  }

  private static String at(Instant time) {
    return TIME.format(time);
  }

  private static String withoutStop(String reason) {
    return reason.endsWith("。") ? reason.substring(0, reason.length() - 1) : reason;
  }
}
