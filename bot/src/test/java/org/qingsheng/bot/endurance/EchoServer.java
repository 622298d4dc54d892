package org.qingsheng.bot.endurance;

import io.javalin.Javalin;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What the HTTP stack alone can do, to measure ours against: reads a post and gives it back, gives
 * back every WebSocket frame; stores nothing. Runs in a process of its own.
 */
final class EchoServer {
  /** Printed when the port is open, with the port behind it. */
  static final String READY = "echo on ";

  private EchoServer() {}

  /** Serves until it is ended. */
  public static void main(String[] arguments) {
    var server =
        Javalin.create(config -> {
          config.startup.showJavalinBanner = false;
          config.concurrency.useVirtualThreads = true;
          config.routes.post(
              "/echo", ctx -> ctx.contentType("text/plain").result(ctx.bodyAsBytes()));
          config.routes.ws("/echo", ws -> ws.onMessage(frame -> frame.send(frame.message())));
        });
    server.start("127.0.0.1", 0);
    new PrintWriter(System.out, true, StandardCharsets.UTF_8).println(READY + server.port());
  }

  /** The echo server in a process of its own. */
  static final class Running implements AutoCloseable {
    private final Process process;
    private final int port;

    private Running(Process process, int port) {
      this.process = process;
      this.port = port;
    }

    /**
     * Starts it and waits until it serves.
     *
     * @param prefix a command to run it under, such as taskset; may be empty
     */
    static Running start(List<String> prefix) {
      var command = new ArrayList<>(prefix);
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(
          List.of(
              "-XX:+UseSerialGC",
              "-Xmx512m",
              "-Dlogback.configurationFile=logback.xml",
              "-cp",
              ServerProcess.classPath(),
              EchoServer.class.getName()));
      try {
        var process =
            new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        var lines = process.inputReader(StandardCharsets.UTF_8);
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
          if (line.startsWith(READY)) {
            return new Running(process, Integer.parseInt(line.substring(READY.length())));
          }
        }
        throw new IllegalStateException("the echo server ended");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    int port() {
      return port;
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }
}
