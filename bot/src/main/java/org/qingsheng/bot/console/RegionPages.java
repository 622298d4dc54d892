package org.qingsheng.bot.console;

import java.util.Optional;
import org.qingsheng.bot.people.Regions;

/** What the region picker suggests while somebody types. */
public final class RegionPages {
  private final Regions regions;

  public RegionPages(Regions regions) {
    this.regions = regions;
  }

  public void addTo(WebServer.Mount mount) {
    mount
        .routes()
        .get(
            "/console/regions",
            ctx -> {
              var typed = Optional.ofNullable(ctx.queryParam("q")).orElse("");
              var near = Visitor.of(ctx).account().region();
              var found = RegionInput.like(typed, regions, near);
              ctx.contentType("application/json; charset=utf-8")
                  .result(mount.json().valueToTree(found).toString());
            },
            Gate.STAFF);
  }
}
