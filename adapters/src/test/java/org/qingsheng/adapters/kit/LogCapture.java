package org.qingsheng.adapters.kit;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Everything that is logged while it is open, at every level, by everybody. */
final class LogCapture extends AppenderBase<ILoggingEvent> implements AutoCloseable {
  /**
   * The kit's own server and HTTP clients play the platform; what they log is not the adapter's.
   */
  private static final List<String> PLATFORM = List.of("org.eclipse.jetty", "io.javalin", "jdk.");

  private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final Logger ours = (Logger) LoggerFactory.getLogger("org.qingsheng");
  private final Logger wxjava = (Logger) LoggerFactory.getLogger("me.chanjar");
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final @Nullable Level before = ours.getLevel();

  static LogCapture open() {
    var capture = new LogCapture();
    capture.start();
    capture.root.addAppender(capture);
    capture.ours.setLevel(Level.TRACE);
    capture.wxjava.setLevel(Level.TRACE);
    return capture;
  }

  @Override
  protected void append(ILoggingEvent event) {
    if (PLATFORM.stream().noneMatch(event.getLoggerName()::startsWith)) {
      var line = new StringBuilder(event.getFormattedMessage());
      if (event.getKeyValuePairs() != null) {
        event.getKeyValuePairs().forEach(pair -> line.append(' ').append(pair));
      }
      for (var cause = event.getThrowableProxy(); cause != null; cause = cause.getCause()) {
        line.append(' ').append(message(cause));
      }
      lines.add(line.toString());
    }
  }

  private static String message(IThrowableProxy cause) {
    return cause.getClassName() + ": " + cause.getMessage();
  }

  List<String> lines() {
    return List.copyOf(lines);
  }

  @Override
  public void close() {
    root.detachAppender(this);
    ours.setLevel(before);
    wxjava.setLevel(null);
    stop();
  }
}
