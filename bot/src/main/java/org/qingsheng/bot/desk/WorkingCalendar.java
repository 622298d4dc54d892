package org.qingsheng.bot.desk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Year;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Chinese working time (工作日历): public holidays, working weekends (调休) and the hours of a day, lunch
 * break left out. Years the file does not have fall back to Monday to Friday. Immutable.
 */
public final class WorkingCalendar {
  private final ZoneId zone;
  private final List<Interval> hours;
  private final Set<LocalDate> holidays;
  private final Set<LocalDate> workdays;

  /** Years whose notice of the State Council's office is in the file. */
  private final Set<Year> announced;

  private record Interval(LocalTime from, LocalTime to) {
    Interval {
      if (!from.isBefore(to)) {
        throw new IllegalArgumentException("工作时间 %s-%s 的结束不晚于开始".formatted(from, to));
      }
    }
  }

  private WorkingCalendar(
      ZoneId zone,
      List<Interval> hours,
      Set<LocalDate> holidays,
      Set<LocalDate> workdays,
      Set<Year> announced) {
    this.zone = zone;
    this.hours = hours;
    this.holidays = holidays;
    this.workdays = workdays;
    this.announced = announced;
  }

  /**
   * Reads {@code calendar.yaml}.
   *
   * @throws IllegalArgumentException if a date or an hour in it cannot be read
   */
  public static WorkingCalendar load(Path file) {
    JsonNode root;
    try (var in = Files.newInputStream(file)) {
      root = new YAMLMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException("工作日历读不出来：" + file.getFileName(), e);
    }
    var hours = new ArrayList<Interval>();
    root.path("hours")
        .forEach(node -> {
          var ends = node.asText().split("-");
          if (ends.length != 2) {
            throw new IllegalArgumentException("工作时间应写成 09:00-12:00 这样");
          }
          hours.add(new Interval(LocalTime.parse(ends[0]), LocalTime.parse(ends[1])));
        });
    var holidays = new HashSet<LocalDate>();
    var workdays = new HashSet<LocalDate>();
    var announced = new HashSet<Year>();
    for (var year : root.properties()) {
      if (year.getValue().isObject() && year.getValue().path("announced").asBoolean(true)) {
        announced.add(Year.parse(year.getKey()));
      }
      year.getValue().path("holidays").forEach(day -> holidays.add(LocalDate.parse(day.asText())));
      year.getValue().path("workdays").forEach(day -> workdays.add(LocalDate.parse(day.asText())));
    }
    if (hours.isEmpty()) {
      throw new IllegalArgumentException(file.getFileName() + "：缺少 hours（工作时间）");
    }
    return new WorkingCalendar(
        ZoneId.of(root.path("zone").asText("Asia/Shanghai")),
        List.copyOf(hours),
        holidays,
        workdays,
        announced);
  }

  /**
   * What an operator has to add, in Chinese: the notice for this year, or from 1 December the one
   * for the next. It comes out in November as a rule; without it a holiday counts as a day on which
   * cadres owe an answer.
   */
  public Optional<String> missing(Instant now) {
    var today = now.atZone(zone).toLocalDate();
    return Stream.of(today, today.plusMonths(1))
        .map(Year::from)
        .filter(year -> !announced.contains(year))
        .findFirst()
        .map(year -> "工作日历（calendar.yaml）还没有 %s 年的放假和调休通知，答复时限可能算错：请照国务院办公厅的通知补上".formatted(year));
  }

  /** The moment when that much working time will have passed. */
  public Instant after(Instant from, Duration working) {
    var left = working;
    var day = from.atZone(zone).toLocalDate();
    var at = from.atZone(zone);
    while (true) {
      if (isWorkday(day)) {
        for (var interval : hours) {
          var begin = later(at, day.atTime(interval.from()).atZone(zone));
          var end = day.atTime(interval.to()).atZone(zone);
          if (begin.isBefore(end)) {
            var room = Duration.between(begin, end);
            if (left.compareTo(room) <= 0) {
              return begin.plus(left).toInstant();
            }
            left = left.minus(room);
          }
        }
      }
      day = day.plusDays(1);
      at = day.atStartOfDay(zone);
    }
  }

  /** The latest moment since which that much working time has passed by now. */
  public Instant before(Instant now, Duration working) {
    var left = working;
    var day = now.atZone(zone).toLocalDate();
    var at = now.atZone(zone);
    while (true) {
      if (isWorkday(day)) {
        for (var interval : hours.reversed()) {
          var begin = day.atTime(interval.from()).atZone(zone);
          var end = earlier(at, day.atTime(interval.to()).atZone(zone));
          if (begin.isBefore(end)) {
            var room = Duration.between(begin, end);
            if (left.compareTo(room) <= 0) {
              return end.minus(left).toInstant();
            }
            left = left.minus(room);
          }
        }
      }
      at = day.atStartOfDay(zone);
      day = day.minusDays(1);
    }
  }

  /** How much working time lies between the two; nothing if the second is earlier. */
  public Duration between(Instant from, Instant to) {
    var sum = Duration.ZERO;
    var last = to.atZone(zone).toLocalDate();
    for (var day = from.atZone(zone).toLocalDate(); !day.isAfter(last); day = day.plusDays(1)) {
      if (isWorkday(day)) {
        for (var interval : hours) {
          var begin = later(from.atZone(zone), day.atTime(interval.from()).atZone(zone));
          var end = earlier(to.atZone(zone), day.atTime(interval.to()).atZone(zone));
          sum = begin.isBefore(end) ? sum.plus(Duration.between(begin, end)) : sum;
        }
      }
    }
    return sum;
  }

  public boolean isWorkday(LocalDate day) {
    if (workdays.contains(day)) {
      return true;
    }
    return !holidays.contains(day)
        && day.getDayOfWeek() != DayOfWeek.SATURDAY
        && day.getDayOfWeek() != DayOfWeek.SUNDAY;
  }

  public ZoneId zone() {
    return zone;
  }

  private static ZonedDateTime earlier(ZonedDateTime one, ZonedDateTime other) {
    return one.isBefore(other) ? one : other;
  }

  private static ZonedDateTime later(ZonedDateTime one, ZonedDateTime other) {
    return one.isAfter(other) ? one : other;
  }
}
