package org.qingsheng.adapters.onebot;

import io.javalin.config.RoutesConfig;

/** One of the ways to the QQ client, from start to end. */
interface OneBotLink extends AutoCloseable {
  /** Adds what the client calls, if it calls us. */
  void addTo(RoutesConfig routes, String path);

  /** Begins to connect, if we are the ones who do. */
  void start();

  /** Connects no more. Connections that are open are not this one's to close. */
  @Override
  void close();
}
