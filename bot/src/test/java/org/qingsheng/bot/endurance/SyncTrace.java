package org.qingsheng.bot.endurance;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The system calls of a server, as {@code strace -f -y} wrote them down, in the order in which the
 * kernel was entered and left. Tells for each message whether its words were on disk — written to
 * the write-ahead log and forced out — before its answer was handed to the network. Immutable.
 */
final class SyncTrace {
  private static final Pattern CALL = Pattern.compile("^(\\d+) +([a-z0-9]+)\\((.*)$");
  private static final Pattern RESUMED =
      Pattern.compile("^(\\d+) +<\\.\\.\\. ([a-z0-9]+) resumed>.* = (-?\\d+).*$");
  private static final Pattern WAL = Pattern.compile("^\\d+<[^>]*-wal>.*");
  private static final Pattern SOCKET = Pattern.compile("^\\d+<(?:socket|TCP)[^>]*[>\\]].*");

  private final List<Write> writes = new ArrayList<>();
  private final List<Integer> forced = new ArrayList<>();
  private final List<Integer> forcing = new ArrayList<>();

  /** Something handed to a file or a socket, at that line. */
  private record Write(int line, String arguments) {}

  /**
   * @param lines of the trace; writes must not be cut short, or words in them are not found
   */
  SyncTrace(List<String> lines) {
    var begun = new HashMap<String, Integer>();
    for (int i = 0; i < lines.size(); i++) {
      var line = lines.get(i);
      var call = CALL.matcher(line);
      if (call.matches() && isForcing(call.group(2), call.group(3))) {
        if (line.endsWith("<unfinished ...>")) {
          begun.put(call.group(1), i);
        } else if (line.endsWith("= 0")) {
          forcing.add(i);
          forced.add(i);
        }
        continue;
      }
      if (call.matches() && (call.group(2).contains("write") || call.group(2).startsWith("send"))) {
        writes.add(new Write(i, call.group(3)));
        continue;
      }
      var resumed = RESUMED.matcher(line);
      if (resumed.matches() && resumed.group(2).endsWith("sync")) {
        var entered = begun.remove(resumed.group(1));
        if (entered != null && resumed.group(3).equals("0")) {
          forcing.add(entered);
          forced.add(i);
        }
      }
    }
  }

  private static boolean isForcing(String name, String arguments) {
    return (name.equals("fdatasync") || name.equals("fsync")) && WAL.matcher(arguments).matches();
  }

  /** How often the log was forced to disk. */
  int syncs() {
    return forced.size();
  }

  /** The line at which the log was first on disk with these words in it. */
  Optional<Integer> durable(String words) {
    var written = written(WAL, words).findFirst();
    if (written.isEmpty()) {
      return Optional.empty();
    }
    for (int i = 0; i < forced.size(); i++) {
      if (forcing.get(i) > written.get()) {
        return Optional.of(forced.get(i));
      }
    }
    return Optional.empty();
  }

  /** The lines at which something with these words was handed to a socket, in order. */
  List<Integer> answers(String words) {
    return written(SOCKET, words).toList();
  }

  private Stream<Integer> written(Pattern target, String words) {
    return writes.stream()
        .filter(write -> write.arguments().contains(words))
        .filter(write -> target.matcher(write.arguments()).matches())
        .map(Write::line);
  }
}
