package org.qingsheng.bot.api;

import static org.qingsheng.bot.api.ApiRoutes.BASE;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.http.Context;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.qingsheng.bot.console.Gate;
import org.qingsheng.bot.console.WebServer;
import org.qingsheng.bot.curation.Curation;
import org.qingsheng.bot.curation.Revision;
import org.qingsheng.bot.curation.RevisionId;
import org.qingsheng.bot.curation.Shelf.ShelfQuery;
import org.qingsheng.bot.people.BadInput;
import org.qingsheng.knowledge.EntryId;

/** The API's routes about entries. */
final class EntryRoutes {
  private final Curation curation;

  EntryRoutes(Curation curation) {
    this.curation = curation;
  }

  void addTo(WebServer.Mount mount) {
    var json = mount.json();
    var routes = mount.routes();
    routes.get(
        BASE + "/entries", ctx -> Requests.write(ctx, json, entries(ctx)), Gate.READ_ENTRIES);
    routes.post(
        BASE + "/entries",
        ctx -> {
          var drafted =
              curation.draft(Requests.by(ctx).account(), EntryBody.read(Body.of(ctx, json)));
          ctx.status(201);
          Requests.write(ctx, json, EntryBody.write(drafted));
        },
        Gate.EDIT_ENTRIES);
    routes.get(
        BASE + "/entries/{id}", ctx -> Requests.write(ctx, json, versions(ctx)), Gate.READ_ENTRIES);
    routes.post(
        BASE + "/entries/{id}/versions",
        ctx -> {
          var begun = curation.newVersion(Requests.by(ctx).account(), entryId(ctx));
          ctx.status(201);
          Requests.write(ctx, json, EntryBody.write(begun));
        },
        Gate.EDIT_ENTRIES);
    var version = BASE + "/entries/{id}/versions/{version}";
    routes.put(
        version,
        ctx ->
            Requests.write(
                ctx,
                json,
                EntryBody.write(
                    curation.edit(
                        Requests.by(ctx).account(),
                        version(ctx),
                        seen(ctx, json),
                        EntryBody.read(Body.of(ctx, json))))),
        Gate.EDIT_ENTRIES);
    routes.post(
        version + "/submit",
        ctx ->
            Requests.write(
                ctx,
                json,
                EntryBody.write(curation.submit(Requests.by(ctx).account(), version(ctx)))),
        Gate.EDIT_ENTRIES);
    routes.post(
        version + "/approve",
        ctx ->
            Requests.write(
                ctx,
                json,
                EntryBody.write(
                    curation.approve(Requests.by(ctx).account(), version(ctx), seen(ctx, json)))),
        Gate.REVIEW_ENTRIES);
    routes.post(
        version + "/override",
        ctx ->
            Requests.write(
                ctx,
                json,
                EntryBody.write(
                    curation.publishThroughGate(
                        Requests.by(ctx).account(),
                        version(ctx),
                        seen(ctx, json),
                        reason(ctx, json)))),
        Gate.ADMINISTER);
    routes.post(
        version + "/return",
        ctx ->
            Requests.write(
                ctx,
                json,
                EntryBody.write(
                    curation.returnForChanges(
                        Requests.by(ctx).account(), version(ctx), reason(ctx, json)))),
        Gate.REVIEW_ENTRIES);
    routes.post(
        version + "/retire",
        ctx ->
            Requests.write(
                ctx,
                json,
                EntryBody.write(
                    curation.retire(Requests.by(ctx).account(), version(ctx), reason(ctx, json)))),
        Gate.REVIEW_ENTRIES);
  }

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
            Requests.limit(ctx),
            Requests.offset(ctx));
    var all = new LinkedHashMap<String, Object>();
    all.put("total", curation.count(Requests.by(ctx).account(), query));
    all.put(
        "entries",
        curation.find(Requests.by(ctx).account(), query).stream().map(EntryBody::write).toList());
    return all;
  }

  private Map<String, Object> versions(Context ctx) {
    var versions = curation.history(Requests.by(ctx).account(), entryId(ctx));
    if (versions.isEmpty()) {
      throw Requests.unknown();
    }
    return Map.of("versions", versions.stream().map(EntryBody::write).toList());
  }

  private static EntryId entryId(Context ctx) {
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
}
