package org.qingsheng.bot.house;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads every log line down to TRACE while it is open, and keeps those that hold one of the planted
 * words. Loggers that the shipped {@code logback.xml} limits are limited here in the same way.
 */
final class CapturedLogs implements AutoCloseable {
  private static final Set<String> LIMITED =
      Set.of("me.chanjar.weixin", "org.eclipse.jetty", "io.javalin");

  private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
  private final ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
  private final Level before = root.getLevel();
  private final List<Appender<ILoggingEvent>> detached = new ArrayList<>();
  private final Set<String> planted;
  private final Set<String> hits = ConcurrentHashMap.newKeySet();
  private final AtomicLong lines = new AtomicLong();
  private final Reading reading = new Reading();

  CapturedLogs(Set<String> planted) {
    this.planted = Set.copyOf(planted);
    root.iteratorForAppenders().forEachRemaining(detached::add);
    detached.forEach(root::detachAppender);
    reading.setContext(context);
    reading.start();
    root.addAppender(reading);
    root.setLevel(Level.TRACE);
    LIMITED.forEach(name ->
        context
            .getLogger(name)
            .setLevel(name.equals("me.chanjar.weixin") ? Level.OFF : Level.WARN));
  }

  /** Where planted words were seen: {@code logger: word}. */
  Set<String> hits() {
    return new TreeSet<>(hits);
  }

  /** How many lines were read. */
  long lines() {
    return lines.get();
  }

  @Override
  public void close() {
    root.detachAppender(reading);
    reading.stop();
    root.setLevel(before);
    LIMITED.forEach(name -> context.getLogger(name).setLevel(null));
    detached.forEach(root::addAppender);
  }

  private final class Reading extends AppenderBase<ILoggingEvent> {
    @Override
    protected void append(ILoggingEvent event) {
      lines.incrementAndGet();
      var line = new StringBuilder(event.getFormattedMessage());
      if (event.getKeyValuePairs() != null) {
        event.getKeyValuePairs().forEach(pair -> line.append(' ').append(pair));
      }
      for (var thrown = event.getThrowableProxy(); thrown != null; thrown = cause(thrown)) {
        line.append(' ').append(thrown.getClassName()).append(' ').append(thrown.getMessage());
      }
      var text = line.toString();
      planted.stream()
          .filter(text::contains)
          .forEach(word -> hits.add(event.getLoggerName() + ": " + word));
    }

    private static @org.jspecify.annotations.Nullable IThrowableProxy cause(
        IThrowableProxy thrown) {
      return thrown.getCause();
    }
  }
}
