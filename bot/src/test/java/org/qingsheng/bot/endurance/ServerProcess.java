package org.qingsheng.bot.endurance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The server in a process of its own, with the flags of the launcher. The process started here is
 * the JVM itself, so a kill reaches the server and not something in front of it.
 */
final class ServerProcess implements AutoCloseable {
  /** Exit value of a process ended by SIGKILL, as Java gives it. */
  private static final int KILLED = 128 + 9;

  private static final Duration START = Duration.ofMinutes(2);
  private static final Duration STOP = Duration.ofMinutes(1);

  private final Premises premises;
  private final Process process;
  private final CompletableFuture<Void> ready = new CompletableFuture<>();
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  private ServerProcess(Premises premises, Process process) {
    this.premises = premises;
    this.process = process;
    Thread.ofVirtual().name("server-output").start(this::readOutput);
  }

  /**
   * Starts the server; its warnings go to {@code server.log} in the premises.
   *
   * @param prefix a command to run it under, such as taskset; may be empty
   * @param options further options of the JVM
   */
  static ServerProcess start(Premises premises, List<String> prefix, List<String> options) {
    var command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:+UseCompactObjectHeaders",
            "-XX:+UseSerialGC",
            "-Xmx512m",
            "-Dlogback.configurationFile=logback.xml",
            "-Dfile.encoding=UTF-8",
            "-Dstdout.encoding=UTF-8",
            "-Dstderr.encoding=UTF-8"));
    command.addAll(options);
    command.addAll(List.of("-cp", classPath(), "org.qingsheng.bot.Main"));
    command.addAll(List.of("serve", "--config", premises.config().toString()));
    var log = premises.folder().resolve("server.log").toFile();
    var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(log));
    builder.environment().put("QINGSHENG_ADMIN_PASSWORD", Premises.ADMIN_PASSWORD);
    builder.environment().remove("QINGSHENG_DATA");
    try {
      return new ServerProcess(premises, builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same classes as here. */
  static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  private void readOutput() {
    try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("青声已就绪")) {
          ready.complete(null);
        }
      }
    } catch (IOException e) {
      ready.completeExceptionally(e); // the pipe of a killed process may break
    }
    ready.completeExceptionally(new IllegalStateException("the server ended; see server.log"));
  }

  /** Waits until the port is open and the channels are let in. */
  ServerProcess awaitReady() {
    ready.orTimeout(START.toSeconds(), TimeUnit.SECONDS).join();
    return this;
  }

  /** SIGKILL: nothing of the server runs afterwards. */
  void kill() {
    process.destroyForcibly();
    int exit = awaitEnd();
    if (exit != KILLED) {
      throw new IllegalStateException("the server ended by itself with " + exit);
    }
  }

  /** SIGTERM, and waits for the orderly end. */
  void stop() {
    process.destroy();
    awaitEnd();
  }

  private int awaitEnd() {
    try {
      if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
        throw new IllegalStateException("the server does not end");
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  long pid() {
    return process.pid();
  }

  /** CPU time of all its threads since its start. */
  Duration cpu() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** Memory it holds, in KiB, from Linux' {@code /proc}. */
  long residentKibibytes() {
    try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid()), "status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sum of all samples of a metric whose line begins so. */
  double metric(String name) {
    return get("/metrics", "")
        .lines()
        .filter(line -> line.startsWith(name))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /**
   * Gets a page.
   *
   * @param token of the API, or empty
   */
  String get(String path, String token) {
    var request = HttpRequest.newBuilder(premises.http(path)).timeout(Duration.ofSeconds(60));
    return body((token.isEmpty() ? request : request.header("Authorization", "Bearer " + token)));
  }

  /** Posts JSON without signing in. */
  String post(String path, String json) {
    return body(
        HttpRequest.newBuilder(premises.http(path))
            .timeout(Duration.ofSeconds(60))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json)));
  }

  private String body(HttpRequest.Builder request) {
    try {
      var response = http.send(request.build(), BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new IllegalStateException("HTTP " + response.statusCode());
      }
      return response.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Notes something between the server's own lines. */
  static void note(Premises premises, String line) {
    try {
      Files.writeString(
          premises.folder().resolve("server.log"),
          line + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    http.shutdownNow();
  }
}
