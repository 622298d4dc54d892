package org.qingsheng.bot.console;

import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Supplier;

/**
 * For those who watch the server: whether it lives, whether it can serve, its figures. No personal
 * data, no settings.
 */
public final class StatusRoutes {
  private final Supplier<List<String>> obstacles;
  private final Supplier<List<String>> remarks;
  private final Supplier<String> metrics;

  /**
   * @param obstacles why it cannot serve now, in Chinese; empty when it can
   * @param remarks what is out of order although it serves, in Chinese
   * @param metrics in the text form of Prometheus
   */
  public StatusRoutes(
      Supplier<List<String>> obstacles, Supplier<List<String>> remarks, Supplier<String> metrics) {
    this.obstacles = obstacles;
    this.remarks = remarks;
    this.metrics = metrics;
  }

  public void addTo(WebServer.Mount mount) {
    var routes = mount.routes();
    routes.get("/health/live", ctx -> ctx.result("ok"), Gate.EVERYONE);
    for (var address : List.of("/health", "/health/ready")) {
      routes.get(address, ctx -> health(ctx, mount), Gate.EVERYONE);
    }
    routes.get(
        "/metrics",
        ctx -> ctx.contentType("text/plain; version=0.0.4; charset=utf-8").result(metrics.get()),
        Gate.EVERYONE);
  }

  private void health(Context ctx, WebServer.Mount mount) {
    var reasons = obstacles.get();
    var all = new LinkedHashMap<String, Object>();
    all.put("ready", reasons.isEmpty());
    all.put("reasons", reasons);
    all.put("remarks", remarks.get());
    ctx.status(reasons.isEmpty() ? 200 : 503);
    ctx.contentType("application/json; charset=utf-8")
        .result(mount.json().valueToTree(all).toString());
  }
}
