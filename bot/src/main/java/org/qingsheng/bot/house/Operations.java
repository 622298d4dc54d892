package org.qingsheng.bot.house;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.qingsheng.bot.api.KeptAnswers;
import org.qingsheng.bot.desk.WorkingCalendar;
import org.qingsheng.bot.notice.Alert;
import org.qingsheng.bot.notice.Alerts;
import org.qingsheng.bot.notice.Notices;
import org.qingsheng.bot.notice.PostOffice;
import org.qingsheng.bot.notice.Receiver;
import org.qingsheng.bot.notice.Watch;
import org.qingsheng.bot.people.Role;
import org.qingsheng.bot.people.Scope;
import org.qingsheng.bot.settings.Settings;
import org.qingsheng.bot.store.SqlAlerts;
import org.qingsheng.bot.store.SqlKeptAnswers;
import org.qingsheng.bot.store.SqlNotices;

/** Wires what keeps a running house in order: changed files, outages, notices to other programs. */
final class Operations implements AutoCloseable {
  /** How long what arrived is remembered. */
  private static final Duration NOTICES_KEPT = Duration.ofDays(7);

  /** Clients may repeat a request for a day; twice that is kept. */
  private static final Duration ANSWERS_KEPT = Duration.ofHours(48);

  final Notices notices;
  final Alerts alerts;
  final KeptAnswers answers;
  final HotReload reload;
  final PostOffice post;
  private final Watch watch;
  private final Supplier<Settings> settings;
  private final Supplier<WorkingCalendar> calendar;
  private final InstantSource clock;
  private final Calibrations calibrations;
  private final Runnable calibrate;

  /**
   * @param file the settings file, if they were read from one
   * @param source reads the settings again
   */
  Operations(
      Qingsheng house,
      Optional<Path> file,
      Supplier<Settings.Result> source,
      ObjectMapper json,
      InstantSource clock) {
    this.clock = clock;
    this.calibrations = house.calibrations;
    this.calibrate = house::calibrateBeside;
    this.settings = () -> house.rules.get().settings();
    this.calendar = () -> house.rules.get().content().calendar();
    notices = new SqlNotices(house.database, clock);
    alerts = new SqlAlerts(house.database);
    answers = new SqlKeptAnswers(house.database);
    reload = new HotReload(file, source, house.rules::get, house::rules, house::take, clock);
    post = new PostOffice(this::receivers, notices, json, clock);
    watch =
        new Watch(
            () ->
                new Watch.Limits(
                    settings.get().alerts().queueAge(), settings.get().alerts().channelSilent()),
            () -> List.copyOf(house.adapters.keySet()),
            house.watch,
            house.outbox,
            alerts,
            this::receivers,
            house.ids::next,
            json,
            clock);
  }

  private List<Receiver> receivers() {
    var receivers = new ArrayList<Receiver>();
    for (var webhook : settings.get().webhooks()) {
      receivers.add(
          new Receiver.Webhook(
              webhook.id(),
              webhook.url(),
              webhook.secret().value(),
              new Scope(webhook.region()),
              webhook.events(),
              webhook.text()));
    }
    for (var robot : settings.get().alerts().robots()) {
      receivers.add(new Receiver.Robot(robot.id(), URI.create(robot.url().value())));
    }
    return receivers;
  }

  /** The role that sees outages on every console page. */
  Optional<Role> alarmReaders() {
    return settings
        .get()
        .alerts()
        .consoleRole()
        .map(name -> Role.valueOf(name.toUpperCase(Locale.ROOT)));
  }

  /** What is out of order although the house serves, in Chinese. */
  List<String> remarks() {
    var remarks = new ArrayList<>(reload.status().notices());
    alerts.open().stream().map(Alert::words).forEach(remarks::add);
    calibrations.remark().ifPresent(remarks::add);
    calendar.get().missing(clock.instant()).ifPresent(remarks::add);
    return remarks;
  }

  void tell() {
    post.round();
  }

  void lookAround() {
    watch.look();
    reload.look();
    calibrations.look();
  }

  /** Forgets what nobody needs any more, and learns at night what the day has taught. */
  void tidy() {
    var now = clock.instant();
    post.tidy(now.minus(NOTICES_KEPT));
    answers.forget(now.minus(ANSWERS_KEPT));
    calibrate.run();
  }

  @Override
  public void close() {
    post.close();
  }
}
