package org.qingsheng.bot.settings;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.qingsheng.knowledge.RegionCode;

/** Reads whom the server tells over HTTP: {@code webhooks} and {@code alerts}. For one thread. */
final class NoticeReader {
  private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");
  private static final String ID_EXPECTED = "应为小写字母、数字和连字符，最多 40 个";
  private static final Pattern SECRET = Pattern.compile("(?s)\\S{16,200}");
  private static final Pattern EVENT = Pattern.compile("[a-z][a-z-]{1,39}");
  private static final Pattern ROLE = Pattern.compile("operator|admin|leader|cadre|none");
  private static final String ADDRESS = "应为 https:// 开头的网址；http:// 只能指向本机";

  private final Placeholders placeholders;
  private final List<Problem> problems;

  NoticeReader(Placeholders placeholders, List<Problem> problems) {
    this.placeholders = placeholders;
    this.problems = problems;
  }

  List<Settings.Webhook> webhooks(Section keys) {
    var webhooks = new ArrayList<Settings.Webhook>();
    Set<String> ids = new HashSet<>();
    int index = 0;
    for (var node : keys.list("webhooks")) {
      var section = section("webhooks", index++, node);
      var id = section.requiredText("id", ID, ID_EXPECTED);
      unique(section, id, ids);
      var url = address(section);
      var secret = section.requiredSecret("secret", SECRET, "应为 16 到 200 位的密钥，不含空格");
      var region =
          section.converted("region", RegionCode.NATION, "应为 CN 或 6、9、12 位区划代码", RegionCode::new);
      var events = events(section);
      boolean text = section.yesOrNo("text", false);
      section.finish();
      webhooks.add(
          new Settings.Webhook(
              id, url.orElse(URI.create("https://invalid.")), secret, region, events, text));
    }
    return webhooks;
  }

  private static Set<String> events(Section section) {
    var events = new LinkedHashSet<String>();
    for (var event : section.list("events")) {
      if (EVENT.matcher(event.asText()).matches()) {
        events.add(event.asText());
      } else {
        section.refuse("events", "\"" + event.asText() + "\"", "应为事件名，如 handed-off");
      }
    }
    return events;
  }

  Settings.Alerts alerts(Section keys) {
    var queue = Duration.ofSeconds(keys.wholeNumber("queueAgeSeconds", 60, 10, 86_400));
    var silent = Duration.ofMinutes(keys.wholeNumber("channelSilentMinutes", 10, 1, 1_440));
    var role =
        keys.text("consoleRole", ROLE, "应为 operator、admin、leader、cadre 或 none").orElse("operator");
    var robots = new ArrayList<Settings.Robot>();
    Set<String> ids = new HashSet<>();
    int index = 0;
    for (var node : keys.list("robots")) {
      var section = section("alerts.robots", index++, node);
      var id = section.requiredText("id", ID, ID_EXPECTED);
      unique(section, id, ids);
      var url = section.requiredSecret("url", Pattern.compile("\\S+"), ADDRESS);
      if (!url.value().isEmpty() && allowed(url.value()).isEmpty()) {
        section.refuse("url", "***", ADDRESS);
      }
      section.finish();
      robots.add(new Settings.Robot(id, url));
    }
    keys.finish();
    return new Settings.Alerts(
        queue, silent, Optional.of(role).filter(name -> !name.equals("none")), robots);
  }

  private Section section(String list, int index, JsonNode node) {
    return new Section("%s[%d]".formatted(list, index), node, placeholders, problems);
  }

  private static void unique(Section section, String id, Set<String> ids) {
    if (!id.isEmpty() && !ids.add(id)) {
      section.refuse("id", "\"" + id + "\"", "前面已有同名的，id 不能重复");
    }
  }

  /** An address may hold a key of its own and is not printed. */
  private static Optional<URI> address(Section section) {
    var url = section.requiredSecret("url", Pattern.compile("\\S+"), ADDRESS).value();
    var address = allowed(url);
    if (address.isEmpty() && !url.isEmpty()) {
      section.refuse("url", "***", ADDRESS);
    }
    return address;
  }

  private static Optional<URI> allowed(String text) {
    try {
      var address = URI.create(text);
      boolean safe =
          "https".equals(address.getScheme())
              || ("http".equals(address.getScheme())
                  && address.getHost() != null
                  && Addresses.isLoopback(address.getHost()));
      return Optional.of(address)
          .filter(_ -> safe)
          .filter(each -> each.getHost() != null)
          .filter(each -> each.getUserInfo() == null && each.getFragment() == null);
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
