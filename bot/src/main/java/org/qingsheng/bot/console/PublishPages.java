package org.qingsheng.bot.console;

import io.javalin.http.Context;
import java.util.function.Supplier;
import org.qingsheng.bot.console.page.PublishPage;
import org.qingsheng.bot.curation.Curation;
import org.qingsheng.bot.curation.GateClosed;
import org.qingsheng.bot.curation.Move;
import org.qingsheng.bot.curation.Revision;
import org.qingsheng.bot.people.Role;

/** Publishing, and the gate before it (发布门禁): what it would do to the golden questions. */
final class PublishPages {
  private final Curation curation;

  PublishPages(Curation curation) {
    this.curation = curation;
  }

  /**
   * @param version address of one version, with its parameters
   */
  void addTo(WebServer.Mount mount, String version) {
    var frame = mount.frame();
    var routes = mount.routes();
    routes.get(
        version + "/gate", ctx -> frame.show(ctx, "publish", page(frame, ctx)), Gate.READ_ENTRIES);
    routes.post(
        version + "/approve",
        ctx ->
            publish(
                ctx,
                () ->
                    curation.approve(EntryPages.by(ctx), EntryPages.id(ctx), EntryPages.seen(ctx))),
        Gate.REVIEW_ENTRIES);
    routes.post(
        version + "/emergency",
        ctx ->
            publish(
                ctx,
                () ->
                    curation.publishAlone(
                        EntryPages.by(ctx),
                        EntryPages.id(ctx),
                        EntryPages.seen(ctx),
                        ItemPages.field(ctx, "reason"))),
        Gate.ADMINISTER);
    routes.post(
        version + "/override",
        ctx ->
            EntryPages.done(
                ctx,
                curation.publishThroughGate(
                    EntryPages.by(ctx),
                    EntryPages.id(ctx),
                    EntryPages.seen(ctx),
                    ItemPages.field(ctx, "reason"))),
        Gate.ADMINISTER);
  }

  private static void publish(Context ctx, Supplier<Revision> step) {
    try {
      EntryPages.done(ctx, step.get());
    } catch (GateClosed _) {
      var id = EntryPages.id(ctx);
      Frame.goTo(ctx, "/console/entries/" + id.entry() + "/" + id.version() + "/gate?held=1");
    }
  }

  private PublishPage page(Frame frame, Context ctx) {
    var by = EntryPages.by(ctx);
    var id = EntryPages.id(ctx);
    var revision = curation.find(by, id).orElseThrow(EntryPages::unknown);
    var compared = Comparisons.view(curation.consequences(by, id));
    var base = "/console/entries/" + id.entry() + "/" + id.version();
    boolean passes = compared.objections().isEmpty();
    boolean open = revision.state().isOpen();
    return new PublishPage(
        frame.around(ctx, "发布前的回归"),
        "/console/entries/" + id.entry() + "?version=" + id.version(),
        revision.content().question(),
        revision.state().label(),
        id.version(),
        revision.updatedAt().toString(),
        ctx.queryParam("held") != null,
        compared,
        passes && Move.APPROVE.isOpenTo(by, revision) ? base + "/approve" : "",
        !passes && open && by.has(Role.ADMIN) ? base + "/override" : "");
  }
}
