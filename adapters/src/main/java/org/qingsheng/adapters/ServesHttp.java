package org.qingsheng.adapters;

import io.javalin.config.RoutesConfig;

/** A channel whose platform calls us: it adds its own routes to the one HTTP port. */
public interface ServesHttp {
  /**
   * Adds the routes.
   *
   * @param path the channel's own address, {@code /channels/{channelId}}, without trailing slash
   */
  void addTo(RoutesConfig routes, String path);
}
