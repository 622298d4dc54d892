package org.qingsheng.bot.house;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.qingsheng.bot.settings.Settings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes over what an operator changes in the settings and the files beside them while the server
 * runs (热更新). The files are looked at now and then, by their content: that works on every file
 * system and for every editor. A change counts once two looks have seen the same, so a file that is
 * still being written is left alone; it is read and checked whole before anything is switched, and
 * as long as something is wrong the rules stay as they were. {@link #look} is called by one thread;
 * {@link #status} by any.
 */
final class HotReload {
  private static final Logger log = LoggerFactory.getLogger(HotReload.class);

  private final Optional<Path> file;
  private final Supplier<Settings.Result> source;
  private final Supplier<Rules> current;
  private final BiFunction<Settings, ContentFiles, Rules> making;
  private final Consumer<Rules> taking;
  private final InstantSource clock;
  private String handled;
  private String seen;
  private volatile Status status;

  /**
   * How it stands.
   *
   * @param since when the rules in force were taken over
   * @param problems why later changes were not, in Chinese; empty when there are none
   * @param waitingForRestart keys changed in the file that count only after a restart
   */
  record Status(Instant since, List<String> problems, List<String> waitingForRestart) {
    Status {
      problems = List.copyOf(problems);
      waitingForRestart = List.copyOf(waitingForRestart);
    }

    /** What an operator should know, in Chinese; empty when there is nothing. */
    List<String> notices() {
      var notices = new ArrayList<String>();
      problems.forEach(problem -> notices.add("改过的配置有错，没有采用，仍按原来的运行：" + problem));
      if (!waitingForRestart.isEmpty()) {
        notices.add("这些配置改过，重启后才生效：" + String.join("、", waitingForRestart));
      }
      return notices;
    }
  }

  /**
   * @param file the settings file, if they were read from one
   * @param source reads the settings again
   * @param current the rules in force
   * @param making makes rules of settings and files
   * @param taking puts rules in force
   */
  HotReload(
      Optional<Path> file,
      Supplier<Settings.Result> source,
      Supplier<Rules> current,
      BiFunction<Settings, ContentFiles, Rules> making,
      Consumer<Rules> taking,
      InstantSource clock) {
    this.file = file;
    this.source = source;
    this.current = current;
    this.making = making;
    this.taking = taking;
    this.clock = clock;
    this.handled = fingerprint();
    this.seen = handled;
    this.status = new Status(clock.instant(), List.of(), List.of());
  }

  Status status() {
    return status;
  }

  /** Looks whether something changed, and takes it over if it is sound. */
  void look() {
    var now = fingerprint();
    if (now.equals(handled) || !now.equals(seen)) {
      seen = now;
      return;
    }
    var outcome = read();
    if (!fingerprint().equals(now)) {
      return; // changed while it was read; the next look sees to it
    }
    handled = now;
    if (outcome.rules() == null) {
      status = new Status(status.since(), outcome.problems(), status.waitingForRestart());
      log.atError()
          .addKeyValue("problems", String.join("；", outcome.problems()))
          .log("changed settings refused, the old ones stay");
      return;
    }
    taking.accept(outcome.rules());
    status = new Status(clock.instant(), List.of(), outcome.waitingForRestart());
    log.atInfo()
        .addKeyValue("waitingForRestart", outcome.waitingForRestart())
        .log("changed settings taken over");
  }

  private record Outcome(
      @Nullable Rules rules, List<String> problems, List<String> waitingForRestart) {
    static Outcome refused(List<String> problems) {
      return new Outcome(null, problems, List.of());
    }
  }

  private Outcome read() {
    try {
      return switch (source.get()) {
        case Settings.Problems(var list) ->
            Outcome.refused(list.stream().map(Object::toString).toList());
        case Settings.Loaded(var next, _) -> read(next);
      };
    } catch (RuntimeException e) {
      return Outcome.refused(List.of(ContentFiles.words(e)));
    }
  }

  private Outcome read(Settings next) {
    var running = current.get();
    return switch (ContentFiles.read(running.settings().files())) {
      case ContentFiles.Broken(var problems) -> Outcome.refused(problems);
      case ContentFiles.Read(var content) -> {
        var missing = running.content().regions().missingIn(content.regions());
        if (!missing.isEmpty()) {
          yield Outcome.refused(
              List.of(
                  "行政区划：新文件里少了 %s 等 %d 个代码，人员、群和条目可能正在用；要删请先停机确认"
                      .formatted(missing.getFirst(), missing.size())));
        }
        yield new Outcome(
            making.apply(running.settings().takingOver(next), content),
            List.of(),
            running.settings().waitingForRestart(next));
      }
    };
  }

  private String fingerprint() {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      var paths = new ArrayList<Path>(ContentFiles.paths(current.get().settings().files()));
      file.ifPresent(paths::add);
      for (var path : paths) {
        digest.update(content(path));
        digest.update((byte) 0);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static byte[] content(Path path) {
    try {
      return Files.readAllBytes(path);
    } catch (IOException e) {
      return e.getClass().getName().getBytes(StandardCharsets.UTF_8);
    }
  }
}
