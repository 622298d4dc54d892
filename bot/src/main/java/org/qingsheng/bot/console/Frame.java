package org.qingsheng.bot.console;

import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.qingsheng.bot.console.page.Shell;
import org.qingsheng.bot.people.Account;
import org.qingsheng.bot.people.Regions;

/** Renders pages and puts the common frame around them. Thread-safe. */
public final class Frame {
  private static final List<Destination> DESTINATIONS =
      List.of(
          new Destination("/console", "待办", "inbox", Gate.DESK),
          new Destination("/console/items", "条目", "list", Gate.READ_ITEMS),
          new Destination("/console/entries", "知识库", "book", Gate.READ_ENTRIES),
          new Destination("/console/ledger", "台账", "chart", Gate.READ_ITEMS),
          new Destination("/console/hit-test", "命中测试", "target", Gate.READ_ENTRIES),
          new Destination("/console/channels", "渠道", "pulse", Gate.OPERATE),
          new Destination("/console/groups", "群", "group", Gate.ADMINISTER),
          new Destination("/console/local-values", "本地值", "pin", Gate.ADMINISTER),
          new Destination("/console/synonyms", "同义词", "equal", Gate.ADMINISTER),
          new Destination("/console/people", "人员", "person", Gate.ADMINISTER),
          new Destination("/console/binding", "企业微信", "link", Gate.DESK));

  private final TemplateEngine templates;
  private final Regions regions;
  private final String version;
  private final Supplier<List<String>> alarms;

  /**
   * @param alarms what every page shows on top, in Chinese
   * @param version of the static files, changes whenever one of them does
   */
  Frame(TemplateEngine templates, Regions regions, String version, Supplier<List<String>> alarms) {
    this.templates = templates;
    this.regions = regions;
    this.version = version;
    this.alarms = alarms;
  }

  private record Destination(String path, String label, String icon, Gate gate) {}

  /** The frame for a signed-in visitor. */
  Shell around(Context ctx, String title) {
    var visitor = Visitor.of(ctx);
    var links = new ArrayList<Shell.Link>();
    for (var to : DESTINATIONS) {
      if (to.gate().admits(visitor.account())) {
        links.add(new Shell.Link(to.path(), to.label(), to.icon(), isHere(ctx, to)));
      }
    }
    return new Shell(
        title,
        visitor.account().name(),
        regions.name(visitor.account().region()),
        visitor.account().id().value(),
        visitor.csrf(),
        links,
        Stream.concat(Alarms.in(ctx).stream(), alarms.get().stream()).toList(),
        version);
  }

  /** The frame for everyone else. */
  Shell bare(String title, String csrf) {
    return new Shell(title, "", "", "", csrf, List.of(), List.of(), version);
  }

  /** Where somebody begins after signing in. */
  static String home(Account account) {
    return DESTINATIONS.stream()
        .filter(to -> to.gate().admits(account))
        .map(Destination::path)
        .findFirst()
        .orElse("/console/login");
  }

  String version() {
    return version;
  }

  /** Answers with a page. */
  void show(Context ctx, String template, Object page) {
    var out = new StringOutput();
    templates.render(template + ".jte", page, out);
    ctx.html(out.toString());
  }

  /** Answers a form that was accepted: with a redirect, which htmx follows as a whole page too. */
  static void goTo(Context ctx, String path) {
    if (ctx.header("HX-Request") != null) {
      ctx.status(204).header("HX-Redirect", path);
    } else {
      ctx.redirect(path, io.javalin.http.HttpStatus.SEE_OTHER);
    }
  }

  private static boolean isHere(Context ctx, Destination to) {
    return ctx.path().equals(to.path())
        || (!to.path().equals("/console") && ctx.path().startsWith(to.path() + "/"));
  }
}
