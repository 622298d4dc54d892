package org.qingsheng.bot.house;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.qingsheng.adapters.InboundEvent.MessageReceived;
import org.qingsheng.adapters.OutboundMessage;
import org.qingsheng.adapters.OutboundMessage.Route;

/**
 * Counts what reached people against what the platforms allow, in words of its own: nothing of the
 * delivery package, none of its rules or times, is used here. The numbers are those of the
 * platforms' pages (protocols §0.1, §1.4–1.6, §2.2–2.6, §3.7, §4.7). Thread-safe.
 */
final class MonthJudge {
  private static final ZoneId BEIJING = ZoneId.of("Asia/Shanghai");

  /** What came longer than this after the person's own words, at night, was not asked for now. */
  private static final Duration AT_ONCE = Duration.ofMinutes(2);

  private final InstantSource clock;
  private final Map<String, MessageReceived> said = new LinkedHashMap<>();
  private final Map<String, List<MessageReceived>> ofPerson = new HashMap<>();
  private final Map<String, List<Seen>> pushes = new HashMap<>();
  private final Map<String, Instant> lastOfChannel = new HashMap<>();
  private final Set<String> keys = new HashSet<>();
  private final Set<String> exchanges = new HashSet<>();
  private final Set<String> nightWorkers = new HashSet<>();
  private final Map<String, List<String>> faults = new TreeMap<>();
  private final List<Seen> seen = new ArrayList<>();

  MonthJudge(InstantSource clock) {
    this.clock = clock;
  }

  /** The person wants to be left alone by day instead of at night. */
  synchronized void worksAtNight(String person) {
    nightWorkers.add(person);
  }

  /** One message that a platform showed. */
  record Seen(OutboundMessage message, Instant at) {}

  synchronized void heard(MessageReceived message) {
    if (said.putIfAbsent(message.channel() + " " + message.id(), message) == null) {
      ofPerson.computeIfAbsent(person(message), _ -> new ArrayList<>()).add(message);
    }
  }

  synchronized void saw(OutboundMessage message) {
    var shown = new Seen(message, clock.instant());
    seen.add(shown);
    if (!keys.add(message.channel() + " " + message.key())) {
      fault("doubled", shown, "the same key twice");
    }
    allowed(shown);
    if (message.route() instanceof Route.Push) {
      pushes.computeIfAbsent(person(message), _ -> new ArrayList<>()).add(shown);
      quiet(shown);
    } else if (!exchanges.add(message.channel() + " " + message.route())) {
      fault("quota", shown, "one exchange answered twice");
    }
  }

  /** Kind of fault to what happened; empty when every rule was kept. */
  synchronized Map<String, List<String>> faults() {
    return new TreeMap<>(faults);
  }

  synchronized List<Seen> seen() {
    return List.copyOf(seen);
  }

  synchronized List<MessageReceived> said() {
    return List.copyOf(said.values());
  }

  private void allowed(Seen shown) {
    boolean passive = shown.message().route() instanceof Route.Passive;
    switch (shown.message().channel().value()) {
      case "wechat-main" -> {
        longest(shown, 2_048);
        if (passive) {
          answers(shown, Duration.ofSeconds(5));
        } else {
          sinceLastWords(shown, Duration.ofHours(48), 5);
        }
      }
      case "wecom-kf" -> {
        longest(shown, 2_048);
        sinceLastWords(shown, Duration.ofHours(48), 5);
      }
      case "wecom-bot" -> {
        longest(shown, 20_480);
        if (passive) {
          answers(shown, Duration.ofMinutes(6));
        } else {
          sinceLastWords(shown, Duration.ofHours(1), 1);
        }
      }
      case "wecom-line" -> {
        longest(shown, 20_480);
        sinceLastWords(shown, Duration.ofDays(365), Integer.MAX_VALUE); // it has spoken there
        perChat(shown, Duration.ofMinutes(1), 30);
        perChat(shown, Duration.ofHours(1), 1_000);
      }
      case "wecom-app" -> {
        longest(shown, 2_048);
        perChat(shown, Duration.ofMinutes(1), 30);
        perChat(shown, Duration.ofHours(1), 1_000);
      }
      case "qq-main" -> {
        longest(shown, 3_000);
        boolean group = shown.message().conversation().isGroup();
        sinceLastWords(shown, Duration.ofMinutes(group ? 5 : 60), group ? 5 : 4);
      }
      case "qq-groups" -> {
        longest(shown, 4_500);
        apart(shown, Duration.ofSeconds(1));
        perChat(shown, Duration.ofMinutes(1), 20);
      }
      case "web", "portal" -> longest(shown, 8_000);
      default -> throw new IllegalStateException("no rule for " + shown.message().channel());
    }
  }

  private void longest(Seen shown, int bytes) {
    if (shown.message().text().getBytes(UTF_8).length > bytes) {
      fault("size", shown, "too long");
    }
  }

  /** An answer inside the platform's own call: that call must be open. */
  private void answers(Seen shown, Duration within) {
    var to = ((Route.Passive) shown.message().route()).inReplyTo();
    var call = said.get(shown.message().channel() + " " + to);
    if (call == null || shown.at().isAfter(call.at().plus(within))) {
      fault("window", shown, "the call is over");
    }
  }

  /** So many pushes since the person last said something, and not later than that. */
  private void sinceLastWords(Seen shown, Duration within, int most) {
    var words = ofPerson.getOrDefault(person(shown.message()), List.of());
    if (words.isEmpty()) {
      fault("window", shown, "never spoke");
      return;
    }
    var last = words.getLast().at();
    if (shown.at().isAfter(last.plus(within))) {
      fault("window", shown, Duration.between(last, shown.at()) + " after the last words");
    }
    long before =
        pushes.getOrDefault(person(shown.message()), List.of()).stream()
            .filter(each -> !each.at().isBefore(last))
            .count();
    if (before >= most) {
      fault("quota", shown, "number " + (before + 1));
    }
  }

  @SuppressWarnings("ReferenceEquality") // this sighting itself, not one that looks the same
  private void perChat(Seen shown, Duration within, int most) {
    long before =
        seen.stream()
            .filter(each -> !each.equals(shown))
            .filter(each -> each.message().channel().equals(shown.message().channel()))
            .filter(each -> each.message().conversation().equals(shown.message().conversation()))
            .filter(each -> each.at().isAfter(shown.at().minus(within)))
            .count();
    if (before >= most) {
      fault("pace", shown, "%d within %s".formatted(before + 1, within));
    }
  }

  private void apart(Seen shown, Duration atLeast) {
    var before = lastOfChannel.put(shown.message().channel().value(), shown.at());
    if (before != null && shown.at().isBefore(before.plus(atLeast))) {
      fault("pace", shown, "only " + Duration.between(before, shown.at()) + " apart");
    }
  }

  private void quiet(Seen shown) {
    var words = ofPerson.getOrDefault(person(shown.message()), List.of());
    boolean asked = !words.isEmpty() && !shown.at().isAfter(words.getLast().at().plus(AT_ONCE));
    var time = LocalTime.ofInstant(shown.at(), BEIJING);
    boolean works = nightWorkers.contains(person(shown.message()));
    boolean sleeps =
        works
            ? !time.isBefore(LocalTime.of(8, 0)) && time.isBefore(LocalTime.of(15, 0))
            : !time.isBefore(LocalTime.of(22, 0)) || time.isBefore(LocalTime.of(7, 30));
    if (!asked && sleeps) {
      fault("quiet", shown, "at " + time);
    }
  }

  private void fault(String kind, Seen shown, String why) {
    var message = shown.message();
    faults
        .computeIfAbsent(kind, _ -> new ArrayList<>())
        .add(
            "%s %s %s %s: %s"
                .formatted(shown.at(), message.channel(), message.asker(), message.key(), why));
  }

  static String person(OutboundMessage message) {
    return message.channel() + " " + message.conversation().id() + " " + message.asker();
  }

  static String person(MessageReceived message) {
    return message.channel() + " " + message.conversation().id() + " " + message.asker();
  }
}
