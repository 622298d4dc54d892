package org.qingsheng.bot.console;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * For those who watch the server: whether it lives, whether it can serve, its figures. No personal
 * data, no settings.
 */
public final class StatusRoutes {
  private final Supplier<List<String>> obstacles;
  private final Supplier<String> metrics;

  /**
   * @param obstacles why it cannot serve now, in Chinese; empty when it can
   * @param metrics in the text form of Prometheus
   */
  public StatusRoutes(Supplier<List<String>> obstacles, Supplier<String> metrics) {
    this.obstacles = obstacles;
    this.metrics = metrics;
  }

  public void addTo(WebServer.Mount mount) {
    var routes = mount.routes();
    routes.get("/health/live", ctx -> ctx.result("ok"), Gate.EVERYONE);
    routes.get(
        "/health/ready",
        ctx -> {
          var reasons = obstacles.get();
          ctx.status(reasons.isEmpty() ? 200 : 503);
          ctx.contentType("application/json; charset=utf-8")
              .result(
                  mount
                      .json()
                      .valueToTree(Map.of("ready", reasons.isEmpty(), "reasons", reasons))
                      .toString());
        },
        Gate.EVERYONE);
    routes.get(
        "/metrics",
        ctx -> ctx.contentType("text/plain; version=0.0.4; charset=utf-8").result(metrics.get()),
        Gate.EVERYONE);
  }
}
