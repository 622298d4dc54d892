package org.qingsheng.bot.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.qingsheng.bot.console.Gate;
import org.qingsheng.bot.console.WebServer;
import org.qingsheng.bot.curation.Curation;
import org.qingsheng.bot.curation.RegressionSet;
import org.qingsheng.bot.desk.Desk;
import org.qingsheng.bot.ledger.Item;
import org.qingsheng.bot.ledger.ItemKind;
import org.qingsheng.bot.ledger.ItemNumber;
import org.qingsheng.bot.ledger.ItemState;
import org.qingsheng.bot.ledger.Items;
import org.qingsheng.bot.ledger.Items.ItemQuery;
import org.qingsheng.bot.ledger.Items.Order;
import org.qingsheng.bot.ledger.Reconciliation;
import org.qingsheng.bot.people.BadInput;
import org.qingsheng.bot.people.Regions;
import org.qingsheng.bot.people.Scope;
import org.qingsheng.bot.people.Session;
import org.qingsheng.bot.people.SignIn;
import org.qingsheng.bot.rehearsal.HitTest;

/** All routes of the API, in the order of its document. */
public final class ApiRoutes {
  static final String BASE = "/api/v1";

  /** Later than any item was opened. */
  private static final Instant EVER = Instant.parse("9999-01-01T00:00:00Z");

  private static final Set<ItemKind> COUNTED =
      Arrays.stream(ItemKind.values()).filter(ItemKind::counts).collect(Collectors.toSet());

  private final SignIn signIn;
  private final Items items;
  private final Desk desk;
  private final Curation curation;
  private final HitTest hitTest;
  private final RegressionSet golden;
  private final Regions regions;
  private final Supplier<Optional<Reconciliation>> books;
  private final KeptAnswers answers;
  private final InstantSource clock;

  /**
   * @param books result of the last reconciliation of all books, if there was one
   * @param answers to requests that may be repeated
   */
  public ApiRoutes(
      SignIn signIn,
      Items items,
      Desk desk,
      Curation curation,
      HitTest hitTest,
      RegressionSet golden,
      Regions regions,
      Supplier<Optional<Reconciliation>> books,
      KeptAnswers answers,
      InstantSource clock) {
    this.signIn = signIn;
    this.items = items;
    this.desk = desk;
    this.curation = curation;
    this.hitTest = hitTest;
    this.golden = golden;
    this.regions = regions;
    this.books = books;
    this.answers = answers;
    this.clock = clock;
  }

  public void addTo(WebServer.Mount mount) {
    var json = mount.json();
    var routes = mount.routes();
    new Repeats(answers, clock).addTo(mount);
    routes.get(BASE + "/openapi.json", ApiRoutes::document, Gate.EVERYONE);
    routes.post(BASE + "/login", ctx -> login(ctx, mount), Gate.EVERYONE);
    routes.post(BASE + "/logout", this::logout, Gate.STAFF);
    routes.get(BASE + "/tickets", ctx -> Requests.write(ctx, json, tickets(ctx)), Gate.DESK);
    routes.post(
        BASE + "/tickets/{id}/claim",
        ctx ->
            Requests.write(
                ctx,
                json,
                ItemBody.write(desk.claim(item(ctx, "id").id(), Requests.by(ctx).account()))),
        Gate.DESK);
    routes.post(BASE + "/tickets/{id}/answer", ctx -> answer(ctx, json), Gate.DESK);
    routes.get(BASE + "/items", ctx -> Requests.write(ctx, json, list(ctx)), Gate.READ_ITEMS);
    routes.get(
        BASE + "/items/{number}",
        ctx -> {
          var item = item(ctx, "number");
          Requests.write(ctx, json, ItemBody.write(item, items.thread(item.id())));
        },
        Gate.READ_ITEMS);
    routes.get(
        BASE + "/ledger/reconciliation",
        ctx -> Requests.write(ctx, json, reconciliation(ctx)),
        Gate.READ_ITEMS);
    new EntryRoutes(curation).addTo(mount);
    new KnowledgeRoutes(hitTest, golden, regions, clock).addTo(mount);
  }

  // ---- signing in ----

  private void login(Context ctx, WebServer.Mount mount) {
    var body = Body.of(ctx, mount.json());
    var outcome =
        signIn.signIn(
            body.required("login"),
            body.required("password"),
            mount.address(ctx),
            Session.Kind.API,
            Optional.empty());
    switch (outcome) {
      case SignIn.SignedIn(var token, var session) ->
          Requests.write(
              ctx,
              mount.json(),
              Map.of(
                  "token",
                  token,
                  "account",
                  Map.of(
                      "id", session.account().id().value(),
                      "name", session.account().name(),
                      "region", session.account().region().value(),
                      "roles",
                          session.account().roles().stream().map(Enum::name).sorted().toList())));
      case SignIn.Denied(var message) -> {
        ctx.status(401);
        Requests.write(ctx, mount.json(), error("denied", message));
      }
      case SignIn.TooManyTries(var message, var wait) -> {
        ctx.status(429).header("Retry-After", String.valueOf(wait.toSeconds()));
        Requests.write(ctx, mount.json(), error("too-many-tries", message));
      }
    }
  }

  private static Map<String, Object> error(String code, String message) {
    return Map.of("error", Map.of("code", code, "message", message, "field", ""));
  }

  private void logout(Context ctx) {
    signIn.signOut(Requests.by(ctx).token());
    ctx.status(204);
  }

  // ---- items ----

  private Map<String, Object> tickets(Context ctx) {
    var tickets = ItemQuery.ANY.and(new Items.Condition.Ticket()).by(Order.MOST_URGENT);
    var query =
        switch (Optional.ofNullable(ctx.queryParam("state")).orElse("waiting")) {
          case "waiting" -> tickets.states(ItemState.WAITING);
          case "assigned" -> tickets.states(ItemState.ASSIGNED);
          case "closed" ->
              tickets
                  .states(
                      Arrays.stream(ItemState.values())
                          .filter(state -> !state.isOpen() || state == ItemState.DELIVERING)
                          .toArray(ItemState[]::new))
                  .by(Order.NEWEST);
          default -> throw new BadInput("state", "state 应为 waiting、assigned 或 closed");
        };
    return page(ctx, query, "tickets");
  }

  private Map<String, Object> list(Context ctx) {
    var query = ItemQuery.ANY.kinds(COUNTED);
    var group = ctx.queryParam("group");
    if (group != null) {
      var states =
          Arrays.stream(ItemState.values())
              .filter(state -> state.group().name().equals(group.toUpperCase(Locale.ROOT)))
              .toArray(ItemState[]::new);
      if (states.length == 0) {
        throw new BadInput("group", "group 应为 OPEN、ANSWERED、WITHDRAWN、MERGED 或 DECLINED");
      }
      query = query.states(states);
    }
    var text = ctx.queryParam("text");
    if (text != null && !text.isBlank()) {
      query = query.containing(text.strip());
    }
    var from = Requests.day(ctx, "from");
    var to = Requests.day(ctx, "to");
    if (from.isPresent() || to.isPresent()) {
      query =
          query.opened(
              from.map(Requests::startOf).orElse(Instant.EPOCH),
              to.map(end -> Requests.startOf(end.plusDays(1))).orElse(EVER));
    }
    return page(ctx, query, "items");
  }

  private Map<String, Object> page(Context ctx, ItemQuery query, String name) {
    var scope = Requests.by(ctx).scope();
    var found = items.find(query.page(Requests.offset(ctx), Requests.limit(ctx)), scope);
    var all = new LinkedHashMap<String, Object>();
    all.put("total", items.count(query, scope));
    all.put(name, found.stream().map(ItemBody::write).toList());
    return all;
  }

  private void answer(Context ctx, ObjectMapper json) {
    var body = Body.of(ctx, json);
    var item = item(ctx, "id");
    Requests.write(
        ctx,
        json,
        ItemBody.write(
            desk.answer(
                item.id(), Requests.by(ctx).account(), body.required("text"), body.flag("keep"))));
  }

  private Map<String, Object> reconciliation(Context ctx) {
    var scope = Requests.by(ctx).scope();
    var from = Requests.day(ctx, "from").map(Requests::startOf).orElse(Instant.EPOCH);
    var to = Requests.day(ctx, "to").map(end -> Requests.startOf(end.plusDays(1))).orElse(EVER);
    var byState = items.countsByState(from, to, scope);
    long asked = items.count(ItemQuery.ANY.opened(from, to).kinds(COUNTED), scope);
    var all = new LinkedHashMap<String, Object>();
    all.put("at", clock.instant().toString());
    all.put("asked", asked);
    long sum = 0;
    for (var group : ItemState.Group.values()) {
      long count =
          byState.entrySet().stream()
              .filter(each -> each.getKey().group() == group)
              .mapToLong(Map.Entry::getValue)
              .sum();
      sum += count;
      all.put(group.name().toLowerCase(Locale.ROOT), count);
    }
    var last = books.get();
    all.put("balanced", asked == sum && last.map(Reconciliation::balances).orElse(true));
    last.ifPresent(found -> all.put("checkedAt", found.at().toString()));
    all.put(
        "faults",
        scope.equals(Scope.ALL) ? last.map(Reconciliation::faults).orElse(List.of()) : List.of());
    return all;
  }

  private Item item(Context ctx, String parameter) {
    try {
      return items
          .find(new ItemNumber(ctx.pathParam(parameter)), Requests.by(ctx).scope())
          .orElseThrow(Requests::unknown);
    } catch (IllegalArgumentException _) {
      throw Requests.unknown();
    }
  }

  private static void document(Context ctx) {
    try (var file = ApiRoutes.class.getResourceAsStream("/api/openapi.json")) {
      if (file == null) {
        throw new IllegalStateException("openapi.json is not in the program");
      }
      ctx.contentType("application/json; charset=utf-8").result(file.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException("could not read openapi.json", e);
    }
  }
}
