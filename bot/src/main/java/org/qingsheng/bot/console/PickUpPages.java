package org.qingsheng.bot.console;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.javalin.http.Context;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.qingsheng.bot.console.page.PickUpPage;
import org.qingsheng.bot.ledger.Item;
import org.qingsheng.bot.ledger.ItemNumber;
import org.qingsheng.bot.ledger.ItemState;
import org.qingsheng.bot.ledger.Items;
import org.qingsheng.bot.people.Scope;
import org.qingsheng.bot.pickup.PickUpLinks;
import org.qingsheng.knowledge.text.Masking;

/**
 * An item's pick-up page (取件页), for whoever has its link. A wrong secret and a number that does not
 * exist look the same, and nobody may try often.
 */
public final class PickUpPages {
  /** With 60 bits to guess, this many tries an hour find nothing in any lifetime. */
  private static final int TRIES = 10;

  private static final Duration FORGOTTEN = Duration.ofMinutes(10);

  private final Items items;
  private final PickUpLinks links;
  private final String name;
  private final String unit;
  private final Phrases phrases;
  private final Cache<String, AtomicInteger> wrong;

  /**
   * @param name how the bot is called
   * @param unit who runs it
   */
  public PickUpPages(
      Items items, PickUpLinks links, String name, String unit, InstantSource clock) {
    this.items = items;
    this.links = links;
    this.name = name;
    this.unit = unit;
    this.phrases = new Phrases(clock);
    this.wrong =
        Caffeine.newBuilder()
            .expireAfterWrite(FORGOTTEN)
            .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
            .maximumSize(100_000)
            .build();
  }

  public void addTo(WebServer.Mount mount) {
    mount.routes().get("/q/{number}", ctx -> show(mount, ctx), Gate.EVERYONE);
  }

  private void show(WebServer.Mount mount, Context ctx) {
    ctx.header("X-Robots-Tag", "noindex, nofollow");
    ctx.header("Referrer-Policy", "no-referrer");
    var tries = wrong.get(mount.address(ctx), _ -> new AtomicInteger());
    if (tries.get() >= TRIES) {
      ctx.status(429);
      mount.frame().show(ctx, "pickup", unknown(mount, "试得太多了，请十分钟后再打开"));
      return;
    }
    var item = opened(ctx);
    if (item.isEmpty()) {
      tries.incrementAndGet();
      ctx.status(404);
      mount.frame().show(ctx, "pickup", unknown(mount, "这个网址打不开，请核对是否完整"));
      return;
    }
    mount.frame().show(ctx, "pickup", page(mount, item.get()));
  }

  private Optional<Item> opened(Context ctx) {
    var secret = Optional.ofNullable(ctx.queryParam("k")).orElse("");
    try {
      return items
          .find(new ItemNumber(ctx.pathParam("number")), Scope.ALL)
          .filter(item -> links.opens(item.id(), secret));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private PickUpPage unknown(WebServer.Mount mount, String state) {
    return new PickUpPage(mount.frame().version(), name, unit, "", state, "", "", "");
  }

  private PickUpPage page(WebServer.Mount mount, Item item) {
    boolean gone = item.state() == ItemState.WITHDRAWN;
    return new PickUpPage(
        mount.frame().version(),
        name,
        unit,
        item.number().value(),
        words(item),
        gone ? "（提问人已撤回）" : Masking.mask(item.question()).text(),
        gone ? "" : item.answer().map(answer -> Masking.mask(answer).text()).orElse(""),
        item.state().isOpen() && item.answer().isEmpty()
            ? item.dueAt().map(due -> "应在" + phrases.at(due) + "前答复").orElse("")
            : "");
  }

  private static String words(Item item) {
    return switch (item.state()) {
      case HEARD, CLARIFYING -> "已收到，还在等你选择或补充";
      case WAITING -> "已收到，等团干部认领";
      case ASSIGNED -> "团干部正在办理";
      case ANSWERING, DELIVERING, ANSWERED -> "已答复";
      case WITHDRAWN -> "已撤回";
      case MERGED -> "已并入另一个问题一起办理";
      case DECLINED -> "这件事这里办不了";
    };
  }
}
