package org.qingsheng.bot.console;

import com.fasterxml.jackson.databind.ObjectMapper;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.staticfiles.Location;
import io.javalin.router.ParsedEndpoint;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.qingsheng.bot.people.Accounts;
import org.qingsheng.bot.people.Regions;
import org.qingsheng.bot.people.SignIn;

/**
 * The one HTTP port: channels, chat page, console, API, status. Starting opens the port, closing
 * lets requests in flight finish.
 */
public final class WebServer implements AutoCloseable {
  /**
   * Connections that wait to be taken up. When there is no room for more, the system drops the
   * first packet of the next, whoever it comes from, and that one is tried again a second later.
   */
  private static final int CONNECTIONS_WAITING = 4_096;

  /** NapCat beats every 30 s and LLBot every 60 s; Jetty's own 30 s would cut them off. */
  private static final Duration WEBSOCKET_IDLE = Duration.ofMinutes(3);

  /** Forwarded messages and cards exceed Jetty's 64 KiB. */
  private static final long WEBSOCKET_TEXT = 8L * 1024 * 1024;

  /** Largest request body; the biggest form is an entry with its similar questions. */
  private static final long MAX_REQUEST = 1024 * 1024;

  /** How long requests in flight may take when stopping. */
  private static final Duration STOP = Duration.ofSeconds(5);

  static final List<String> ASSETS =
      List.of("app.css", "app.js", "chat.js", "icons.svg", "favicon.svg");

  private final WebSettings settings;
  private final Javalin server;
  private final List<AutoCloseable> live;

  /**
   * @param parts what adds its routes: pages, API, channels
   * @param alarms what every console page shows on top, in Chinese
   * @param live what holds requests open and must be told before the server stops
   */
  public WebServer(
      WebSettings settings,
      SignIn signIn,
      Accounts accounts,
      Regions regions,
      ObjectMapper json,
      List<Consumer<Mount>> parts,
      List<AutoCloseable> live,
      Supplier<List<String>> alarms) {
    this.settings = settings;
    this.live = List.copyOf(live);
    var templates =
        TemplateEngine.createPrecompiled(
            null,
            ContentType.Html,
            WebServer.class.getClassLoader(),
            "org.qingsheng.bot.templates");
    var frame = new Frame(templates, regions, assetVersion(), alarms);
    var doorkeeper = new Doorkeeper(signIn, settings);
    this.server =
        Javalin.create(config -> {
          transport(config);
          Secure.addTo(config.routes, settings.secure());
          doorkeeper.addTo(config.routes);
          new Faults(frame, accounts, json).addTo(config.routes);
          var mount = new Mount(config.routes, frame, doorkeeper, json);
          parts.forEach(part -> part.accept(mount));
        });
  }

  /** Where a part puts its routes, and what it needs to answer with pages. */
  public static final class Mount {
    private final RoutesConfig routes;
    private final Frame frame;
    private final Doorkeeper doorkeeper;
    private final ObjectMapper json;

    Mount(RoutesConfig routes, Frame frame, Doorkeeper doorkeeper, ObjectMapper json) {
      this.routes = routes;
      this.frame = frame;
      this.doorkeeper = doorkeeper;
      this.json = json;
    }

    public RoutesConfig routes() {
      return routes;
    }

    public ObjectMapper json() {
      return json;
    }

    /** Where the person who makes the request is. */
    public String address(io.javalin.http.Context ctx) {
      return doorkeeper.address(ctx);
    }

    Frame frame() {
      return frame;
    }

    Doorkeeper doorkeeper() {
      return doorkeeper;
    }
  }

  public void start() {
    server.start();
  }

  /** The port it listens on. */
  public int port() {
    return server.port();
  }

  /** Every HTTP route there is. */
  List<ParsedEndpoint> routes() {
    return server.unsafe.internalRouter.allHttpHandlers();
  }

  @Override
  public void close() {
    for (var part : live) {
      try {
        part.close();
      } catch (Exception e) {
        throw new IllegalStateException("could not end live connections", e);
      }
    }
    server.stop();
  }

  private void transport(JavalinConfig config) {
    config.startup.showJavalinBanner = false;
    config.concurrency.useVirtualThreads = true;
    config.jetty.addConnector(this::connector);
    config.http.maxRequestSize = MAX_REQUEST;
    config.http.prefer405over404 = true;
    config.jetty.modifyServer(jetty -> jetty.setStopTimeout(STOP.toMillis()));
    config.jetty.modifyHttpConfiguration(http -> http.setSendServerVersion(false));
    config.jetty.modifyWebSocketServletFactory(factory -> {
      factory.setIdleTimeout(WEBSOCKET_IDLE);
      factory.setMaxTextMessageSize(WEBSOCKET_TEXT);
    });
    config.staticFiles.add(files -> {
      files.hostedPath = "/assets";
      files.directory = "/web";
      files.location = Location.CLASSPATH;
      files.headers = java.util.Map.of("Cache-Control", "public, max-age=31536000, immutable");
      files.roles = Set.of(Gate.EVERYONE);
    });
    config.staticFiles.enableWebjars();
  }

  /** Jetty asks the system for room for 50 connections not yet taken up; a flood fills that. */
  private Connector connector(Server jetty, HttpConfiguration http) {
    var connector = new ServerConnector(jetty, new HttpConnectionFactory(http));
    connector.setHost(settings.host());
    connector.setPort(settings.port());
    connector.setAcceptQueueSize(CONNECTIONS_WAITING);
    return connector;
  }

  /** Changes with any static file, so that browsers may keep each version for ever. */
  private static String assetVersion() {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      for (var name : ASSETS) {
        try (InputStream file = WebServer.class.getResourceAsStream("/web/" + name)) {
          if (file == null) {
            throw new IllegalStateException("static file missing: " + name);
          }
          digest.update(file.readAllBytes());
        }
      }
      return HexFormat.of().formatHex(digest.digest()).substring(0, 10);
    } catch (IOException e) {
      throw new UncheckedIOException("could not read static files", e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
