package org.qingsheng.launcher;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Starts Qingsheng on a JDK 25 or newer, whatever {@code java} was used to start this class.
 *
 * <p>Compiled for Java 11 and free of dependencies, so that it runs where the server cannot and can
 * say so. It reads the {@code release} file of each installed JDK, starts the server as a child
 * process with the flags it needs, passes the end signal on and returns the child's exit code. Exit
 * code 78 (EX_CONFIG of sysexits.h) means that no such JDK was found.
 */
public final class Launcher {
  private static final int NEEDED = 25;
  private static final int EXIT_CONFIG = 78;

  private Launcher() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    Path java = findJava();
    if (java == null) {
      System.err.println(
          "青声需要 JDK " + NEEDED + " 或更新版本，当前 java 是 " + System.getProperty("java.version") + "。");
      System.err.println("请安装 JDK " + NEEDED + "，或把环境变量 QINGSHENG_JAVA_HOME 指向它的目录。");
      System.err.println(
          "Qingsheng needs JDK "
              + NEEDED
              + " or newer; install one or point QINGSHENG_JAVA_HOME at it.");
      System.exit(EXIT_CONFIG);
    }
    List<String> command = new ArrayList<>();
    command.add(java.toString());
    command.addAll(
        Arrays.asList(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:+UseCompactObjectHeaders",
            "-XX:+UseSerialGC",
            "-Xmx" + System.getenv().getOrDefault("QINGSHENG_HEAP", "512m"),
            "-Dfile.encoding=UTF-8",
            "-Dstdout.encoding=UTF-8",
            "-Dstderr.encoding=UTF-8"));
    String extra = System.getenv("QINGSHENG_JAVA_OPTS");
    if (extra != null && !extra.trim().isEmpty()) {
      command.addAll(Arrays.asList(extra.trim().split("\\s+")));
    }
    command.add("-Dqingsheng.home=" + home());
    command.add("-cp");
    command.add(
        home().resolve("qingsheng.jar") + File.pathSeparator + home().resolve("lib") + "/*");
    command.add("org.qingsheng.bot.Main");
    command.addAll(Arrays.asList(args));
    Process server = new ProcessBuilder(command).inheritIO().start();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server), "stop-server"));
    System.exit(server.waitFor());
  }

  private static void stop(Process server) {
    server.destroy();
    try {
      server.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Path home() {
    try {
      Path jar =
          Path.of(Launcher.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return jar.toAbsolutePath().getParent();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("cannot tell where qingsheng.jar lies", e);
    }
  }

  private static Path findJava() throws IOException {
    for (Path candidate : candidates()) {
      if (version(candidate) >= NEEDED) {
        Path java = candidate.resolve("bin").resolve(windows() ? "java.exe" : "java");
        if (Files.isExecutable(java)) {
          return java;
        }
      }
    }
    return null;
  }

  private static Set<Path> candidates() throws IOException {
    Set<Path> found = new LinkedHashSet<>();
    Map<String, String> environment = System.getenv();
    for (String name :
        Arrays.asList("QINGSHENG_JAVA_HOME", "JAVA_HOME", "JAVA25_HOME", "JAVA_HOME_25_X64")) {
      if (environment.containsKey(name)) {
        found.add(Path.of(environment.get(name)));
      }
    }
    found.add(Path.of(System.getProperty("java.home")));
    String user = System.getProperty("user.home");
    for (String folder :
        Arrays.asList(
            "/usr/lib/jvm",
            "/usr/java",
            "/opt",
            "/opt/java",
            "/Library/Java/JavaVirtualMachines",
            "C:\\Program Files\\Java",
            "C:\\Program Files\\Eclipse Adoptium",
            user + "/.sdkman/candidates/java",
            user + "/.jdks")) {
      Path parent = Path.of(folder);
      if (Files.isDirectory(parent)) {
        try (Stream<Path> children = Files.list(parent)) {
          children
              .sorted()
              .forEach(child -> {
                found.add(child);
                found.add(child.resolve("Contents").resolve("Home"));
              });
        }
      }
    }
    return found;
  }

  /** The feature version in a JDK's {@code release} file, or -1. */
  private static int version(Path javaHome) throws IOException {
    Path release = javaHome.resolve("release");
    if (!Files.isRegularFile(release)) {
      return -1;
    }
    for (String line : Files.readAllLines(release)) {
      if (line.startsWith("JAVA_VERSION=")) {
        String digits =
            line.substring("JAVA_VERSION=".length()).replace("\"", "").split("[.\\-+_]")[0];
        return digits.chars().allMatch(Character::isDigit) && !digits.isEmpty()
            ? Integer.parseInt(digits)
            : -1;
      }
    }
    return -1;
  }

  private static boolean windows() {
    return System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("win");
  }
}
