package org.qingsheng.bot.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.qingsheng.adapters.Capabilities.Opener;
import org.qingsheng.adapters.Capabilities.Window;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.OutboundMessage;
import org.qingsheng.adapters.OutboundMessage.Route;
import org.qingsheng.bot.delivery.DeliveryPlan.Step;
import org.qingsheng.bot.delivery.DeliveryRules;
import org.qingsheng.bot.delivery.DeliveryRules.Amendment;
import org.qingsheng.bot.delivery.Outbox.Stuck;
import org.qingsheng.bot.delivery.QuietHours;
import org.qingsheng.bot.people.Scope;

@DisplayName("所有渠道的一个月 · a month on every channel")
@Timeout(600)
class MonthTest {
  private static final Pattern MARK = Pattern.compile("答复第\\d+号：");

  @TempDir Path folder;

  @Test
  @DisplayName("两百人二十名团干部一个月：窗口外、超次数、打扰休息的一条没有；每句都有着落，没有丢的，没有重的")
  void a_month_breaks_no_rule_and_loses_nothing() {
    try (var month =
        new Month(folder, Duration.ofDays(30), 200, 20, 20_261_120, Optional.empty())) {
      month.pass();

      assertThat(month.judge.faults()).isEmpty();
      assertThat(month.judge.said()).hasSizeGreaterThan(1_000);
      assertThat(
              month.judge.said().stream().map(said -> said.channel().value()).distinct().toList())
          .hasSize(9);
      assertThat(month.answers()).hasSizeGreaterThan(500);
      assertThat(unexplained(month)).isEmpty();
      assertThat(unanswered(month)).isEmpty();
      assertThat(notOnce(month)).isEmpty();
      assertThat(month.house().auditor.reconcile().faults()).isEmpty();
    }
  }

  @Test
  @DisplayName("把规则改坏，裁判一样样都抓得到")
  void the_judge_catches_each_broken_rule() {
    var always = List.of(new Window(Opener.MESSAGE, Duration.ofDays(9), 90));
    var tooMany = List.of(new Window(Opener.MESSAGE, Duration.ofHours(48), 90));
    var broken =
        new DeliveryRules(
            QuietHours.NEVER,
            QuietHours.NEVER,
            Map.of(
                new ChannelId("qq-main"), windows(always),
                new ChannelId("wecom-bot"), windows(always),
                new ChannelId("wecom-kf"), windows(tooMany)));
    try (var month = new Month(folder, Duration.ofDays(8), 90, 5, 7, Optional.of(broken))) {
      month.pass();

      var faults = month.judge.faults();
      assertThat(faults).containsOnlyKeys("pace", "quiet", "quota", "window");
      assertThat(channels(faults, "window")).containsExactlyInAnyOrder("qq-main", "wecom-bot");
      assertThat(channels(faults, "quota")).contains("wecom-kf");
      assertThat(channels(faults, "pace")).containsExactly("qq-groups");
    }
  }

  private static List<String> channels(Map<String, List<String>> faults, String kind) {
    return faults.getOrDefault(kind, List.of()).stream()
        .map(each -> each.split(" ", 3)[1])
        .distinct()
        .toList();
  }

  private static Amendment windows(List<Window> windows) {
    return new Amendment(Optional.of(windows), Optional.empty(), Optional.empty(), List.of());
  }

  private static List<Stuck> waiting(Month month) {
    return month.house().outbox.waiting(Scope.ALL, 100_000);
  }

  /** What waits without a reason and a next chance, or waits although it might go now. */
  private static List<String> unexplained(Month month) {
    var found = new ArrayList<String>();
    for (var stuck : waiting(month)) {
      var standing = stuck.standing();
      var step = month.house().dispatch.planned(standing.message());
      boolean explained =
          switch (step) {
            case Step.Hold(var reason, var chance) ->
                !reason.isBlank() && !chance.label().isBlank();
            case Step.Wait(var reason, var until) ->
                !reason.isBlank() && until.isAfter(month.house().clock.instant());
            case Step.Send _ -> false;
          };
      if (!explained || standing.reason().orElse("").isBlank()) {
        found.add(standing + " " + step);
      }
    }
    return found;
  }

  /**
   * Words said to the bot that nothing answers and nothing will. What was held goes out with the
   * person's next words and quotes those: so a person who has a reply for each thing said is fine.
   */
  private static List<String> unanswered(Month month) {
    var quoted = new HashSet<String>();
    var replies = new HashMap<String, Integer>();
    for (var seen : month.judge.seen()) {
      quoted.addAll(repliesTo(seen.message()));
      if (!MARK.matcher(seen.message().text()).find()) {
        replies.merge(MonthJudge.person(seen.message()), 1, Integer::sum);
      }
    }
    for (var stuck : waiting(month)) {
      var message = stuck.standing().message();
      message.inReplyTo().ifPresent(id -> quoted.add(message.to().channel() + " " + id));
      replies.merge(
          "%s %s %s"
              .formatted(
                  message.to().channel(), message.to().conversation().id(), message.to().asker()),
          1,
          Integer::sum);
    }
    var said = new HashMap<String, Integer>();
    month.judge.said().forEach(each -> said.merge(MonthJudge.person(each), 1, Integer::sum));
    return month.judge.said().stream()
        .filter(each -> !quoted.contains(each.channel() + " " + each.id()))
        .filter(each -> {
          var person = MonthJudge.person(each);
          return replies.getOrDefault(person, 0) < said.getOrDefault(person, 0);
        })
        .map(each -> each.channel() + " " + each.id())
        .toList();
  }

  private static List<String> repliesTo(OutboundMessage message) {
    var replies = new ArrayList<String>();
    message.quote().ifPresent(id -> replies.add(message.channel() + " " + id));
    if (message.route() instanceof Route.Passive(var id)) {
      replies.add(message.channel() + " " + id);
    }
    return replies;
  }

  /** Cadres' answers that reached their asker more than once, or neither did nor wait. */
  private static List<String> notOnce(Month month) {
    var times = new HashMap<String, Integer>();
    month.answers().forEach(mark -> times.put(mark, 0));
    var texts = new ArrayList<String>();
    month.judge.seen().forEach(seen -> texts.add(seen.message().text()));
    waiting(month).forEach(stuck -> texts.add(stuck.standing().message().text()));
    for (var text : texts) {
      var mark = MARK.matcher(text);
      while (mark.find()) {
        times.merge(mark.group(), 1, Integer::sum);
      }
    }
    return times.entrySet().stream()
        .filter(each -> each.getValue() != 1)
        .map(Object::toString)
        .toList();
  }
}
