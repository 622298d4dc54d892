package org.qingsheng.bot.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
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
import org.qingsheng.bot.console.Visitor;
import org.qingsheng.bot.console.WebServer;
import org.qingsheng.bot.curation.Curation;
import org.qingsheng.bot.curation.Revision;
import org.qingsheng.bot.curation.RevisionId;
import org.qingsheng.bot.curation.Shelf.ShelfQuery;
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
import org.qingsheng.bot.people.NotAllowed;
import org.qingsheng.bot.people.Scope;
import org.qingsheng.bot.people.Session;
import org.qingsheng.bot.people.SignIn;

/** All routes of the API, in the order of its document. */
public final class ApiRoutes {
  private static final String BASE = "/api/v1";
  private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
  private static final int MOST = 200;

  /** Later than any due time: with it only items somebody promised to answer are found. */
  private static final Instant EVER = Instant.parse("9999-01-01T00:00:00Z");

  private static final Set<ItemKind> COUNTED =
      Arrays.stream(ItemKind.values()).filter(ItemKind::counts).collect(Collectors.toSet());

  private final SignIn signIn;
  private final Items items;
  private final Desk desk;
  private final Curation curation;
  private final Supplier<Optional<Reconciliation>> books;
  private final InstantSource clock;

  /**
   * @param books result of the last reconciliation of all books, if there was one
   */
  public ApiRoutes(
      SignIn signIn,
      Items items,
      Desk desk,
      Curation curation,
      Supplier<Optional<Reconciliation>> books,
      InstantSource clock) {
    this.signIn = signIn;
    this.items = items;
    this.desk = desk;
    this.curation = curation;
    this.books = books;
    this.clock = clock;
  }

  public void addTo(WebServer.Mount mount) {
    var json = mount.json();
    var routes = mount.routes();
    routes.get(BASE + "/openapi.json", ApiRoutes::document, Gate.EVERYONE);
    routes.post(BASE + "/login", ctx -> login(ctx, mount), Gate.EVERYONE);
    routes.post(BASE + "/logout", this::logout, Gate.STAFF);
    routes.get(BASE + "/tickets", ctx -> write(ctx, json, tickets(ctx)), Gate.DESK);
    routes.post(
        BASE + "/tickets/{id}/claim",
        ctx ->
            write(ctx, json, ItemBody.write(desk.claim(item(ctx, "id").id(), by(ctx).account()))),
        Gate.DESK);
    routes.post(BASE + "/tickets/{id}/answer", ctx -> answer(ctx, json), Gate.DESK);
    routes.get(BASE + "/items", ctx -> write(ctx, json, list(ctx)), Gate.READ_ITEMS);
    routes.get(
        BASE + "/items/{number}",
        ctx -> {
          var item = item(ctx, "number");
          write(ctx, json, ItemBody.write(item, items.thread(item.id())));
        },
        Gate.READ_ITEMS);
    routes.get(
        BASE + "/ledger/reconciliation",
        ctx -> write(ctx, json, reconciliation(ctx)),
        Gate.READ_ITEMS);
    routes.get(BASE + "/entries", ctx -> write(ctx, json, entries(ctx)), Gate.READ_ENTRIES);
    routes.post(
        BASE + "/entries",
        ctx -> {
          var drafted = curation.draft(by(ctx).account(), EntryBody.read(Body.of(ctx, json)));
          ctx.status(201);
          write(ctx, json, EntryBody.write(drafted));
        },
        Gate.EDIT_ENTRIES);
    routes.get(BASE + "/entries/{id}", ctx -> write(ctx, json, versions(ctx)), Gate.READ_ENTRIES);
    routes.post(
        BASE + "/entries/{id}/versions",
        ctx -> {
          var begun = curation.newVersion(by(ctx).account(), entryId(ctx));
          ctx.status(201);
          write(ctx, json, EntryBody.write(begun));
        },
        Gate.EDIT_ENTRIES);
    var version = BASE + "/entries/{id}/versions/{version}";
    routes.put(
        version,
        ctx ->
            write(
                ctx,
                json,
                EntryBody.write(
                    curation.edit(
                        by(ctx).account(),
                        version(ctx),
                        seen(ctx, json),
                        EntryBody.read(Body.of(ctx, json))))),
        Gate.EDIT_ENTRIES);
    routes.post(
        version + "/submit",
        ctx -> write(ctx, json, EntryBody.write(curation.submit(by(ctx).account(), version(ctx)))),
        Gate.EDIT_ENTRIES);
    routes.post(
        version + "/approve",
        ctx ->
            write(
                ctx,
                json,
                EntryBody.write(
                    curation.approve(by(ctx).account(), version(ctx), seen(ctx, json)))),
        Gate.REVIEW_ENTRIES);
    routes.post(
        version + "/return",
        ctx ->
            write(
                ctx,
                json,
                EntryBody.write(
                    curation.returnForChanges(by(ctx).account(), version(ctx), reason(ctx, json)))),
        Gate.REVIEW_ENTRIES);
    routes.post(
        version + "/retire",
        ctx ->
            write(
                ctx,
                json,
                EntryBody.write(
                    curation.retire(by(ctx).account(), version(ctx), reason(ctx, json)))),
        Gate.REVIEW_ENTRIES);
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
          write(
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
        write(ctx, mount.json(), error("denied", message));
      }
      case SignIn.TooManyTries(var message, var wait) -> {
        ctx.status(429).header("Retry-After", String.valueOf(wait.toSeconds()));
        write(ctx, mount.json(), error("too-many-tries", message));
      }
    }
  }

  private static Map<String, Object> error(String code, String message) {
    return Map.of("error", Map.of("code", code, "message", message, "field", ""));
  }

  private void logout(Context ctx) {
    signIn.signOut(by(ctx).token());
    ctx.status(204);
  }

  // ---- items ----

  private Map<String, Object> tickets(Context ctx) {
    var tickets = ItemQuery.ANY.due(Optional.empty(), EVER).by(Order.MOST_URGENT);
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
    var from = day(ctx, "from");
    var to = day(ctx, "to");
    if (from.isPresent() || to.isPresent()) {
      query =
          query.opened(
              from.map(ApiRoutes::startOf).orElse(Instant.EPOCH),
              to.map(end -> startOf(end.plusDays(1))).orElse(EVER));
    }
    return page(ctx, query, "items");
  }

  private Map<String, Object> page(Context ctx, ItemQuery query, String name) {
    var scope = by(ctx).scope();
    var found = items.find(query.page(offset(ctx), limit(ctx)), scope);
    var all = new LinkedHashMap<String, Object>();
    all.put("total", items.count(query, scope));
    all.put(name, found.stream().map(ItemBody::write).toList());
    return all;
  }

  private void answer(Context ctx, ObjectMapper json) {
    var body = Body.of(ctx, json);
    var item = item(ctx, "id");
    write(
        ctx,
        json,
        ItemBody.write(
            desk.answer(item.id(), by(ctx).account(), body.required("text"), body.flag("keep"))));
  }

  private Map<String, Object> reconciliation(Context ctx) {
    var scope = by(ctx).scope();
    var from = day(ctx, "from").map(ApiRoutes::startOf).orElse(Instant.EPOCH);
    var to = day(ctx, "to").map(end -> startOf(end.plusDays(1))).orElse(EVER);
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
          .find(new ItemNumber(ctx.pathParam(parameter)), by(ctx).scope())
          .orElseThrow(ApiRoutes::unknown);
    } catch (IllegalArgumentException _) {
      throw unknown();
    }
  }

  // ---- entries ----

  private Map<String, Object> entries(Context ctx) {
    var wanted = ctx.queryParam("state");
    var states =
        Arrays.stream(Revision.State.values())
            .filter(state -> wanted == null || state.name().equals(wanted))
            .collect(Collectors.toSet());
    if (states.isEmpty()) {
      throw new BadInput("state", "没有这种状态");
    }
    var query =
        new ShelfQuery(
            wanted == null ? Set.of() : states,
            Optional.ofNullable(ctx.queryParam("topic")).orElse(""),
            "",
            Optional.ofNullable(ctx.queryParam("text")).orElse(""),
            limit(ctx),
            offset(ctx));
    var all = new LinkedHashMap<String, Object>();
    all.put("total", curation.count(by(ctx).account(), query));
    all.put(
        "entries", curation.find(by(ctx).account(), query).stream().map(EntryBody::write).toList());
    return all;
  }

  private Map<String, Object> versions(Context ctx) {
    var versions = curation.history(by(ctx).account(), entryId(ctx));
    if (versions.isEmpty()) {
      throw unknown();
    }
    return Map.of("versions", versions.stream().map(EntryBody::write).toList());
  }

  private static org.qingsheng.knowledge.EntryId entryId(Context ctx) {
    return EntryBody.id("id", ctx.pathParam("id"));
  }

  private static RevisionId version(Context ctx) {
    try {
      return new RevisionId(entryId(ctx), Integer.parseInt(ctx.pathParam("version")));
    } catch (NumberFormatException _) {
      throw new BadInput("version", "version 应为数字");
    }
  }

  private static Instant seen(Context ctx, ObjectMapper json) {
    try {
      return Instant.parse(Body.of(ctx, json).required("updatedAt"));
    } catch (DateTimeParseException _) {
      throw new BadInput("updatedAt", "updatedAt 应为你读到的那个值");
    }
  }

  private static String reason(Context ctx, ObjectMapper json) {
    return Body.of(ctx, json).required("reason");
  }

  // ---- small ----

  private static NotAllowed unknown() {
    return new NotAllowed("没有这一条，或不在你的地区");
  }

  private static Visitor by(Context ctx) {
    return Visitor.of(ctx);
  }

  private static Optional<LocalDate> day(Context ctx, String name) {
    try {
      return Optional.ofNullable(ctx.queryParam(name)).map(LocalDate::parse);
    } catch (DateTimeParseException _) {
      throw new BadInput(name, name + " 应为 2026-11-20 这样的日期");
    }
  }

  private static Instant startOf(LocalDate day) {
    return day.atStartOfDay(SHANGHAI).toInstant();
  }

  private static int limit(Context ctx) {
    return Math.clamp(number(ctx, "limit", 50), 1, MOST);
  }

  private static int offset(Context ctx) {
    return Math.max(0, number(ctx, "offset", 0));
  }

  private static int number(Context ctx, String name, int otherwise) {
    try {
      return Optional.ofNullable(ctx.queryParam(name)).map(Integer::parseInt).orElse(otherwise);
    } catch (NumberFormatException _) {
      throw new BadInput(name, name + " 应为数字");
    }
  }

  private static void write(Context ctx, ObjectMapper json, Object body) {
    ctx.contentType("application/json; charset=utf-8").result(json.valueToTree(body).toString());
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
