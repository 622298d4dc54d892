package org.qingsheng.bot.house;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import org.qingsheng.adapters.Health;
import org.qingsheng.bot.ledger.ItemState;
import org.qingsheng.bot.ledger.OutboundState;
import org.qingsheng.bot.notice.Alerts;
import org.qingsheng.bot.notice.Notices;
import org.qingsheng.bot.people.Scope;

/** Figures for Prometheus (指标). No personal data: counts and durations only. Thread-safe. */
final class Metrics {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Qingsheng house;
  private final MultiGauge items;
  private final MultiGauge outbound;
  private final MultiGauge channels;

  @SuppressWarnings("resource") // lives as long as the process
  Metrics(Qingsheng house, Notices notices, Alerts alerts) {
    this.house = house;
    new JvmMemoryMetrics().bindTo(registry);
    new JvmGcMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    FunctionCounter.builder("qingsheng.events.received", house, h -> h.intake.figures().received())
        .register(registry);
    FunctionCounter.builder("qingsheng.events.dropped", house, h -> h.intake.figures().dropped())
        .description("group talk that was not for the bot")
        .register(registry);
    FunctionCounter.builder(
            "qingsheng.events.duplicate", house, h -> h.intake.figures().duplicates())
        .register(registry);
    FunctionCounter.builder("qingsheng.store.works", house, h -> h.database.figures().works())
        .register(registry);
    FunctionCounter.builder("qingsheng.store.commits", house, h -> h.database.figures().groups())
        .register(registry);
    Gauge.builder("qingsheng.store.waiting", house, h -> h.database.figures().waiting())
        .register(registry);
    Gauge.builder("qingsheng.knowledge.revision", house, h -> h.knowledge.revision())
        .register(registry);
    Gauge.builder("qingsheng.notices.waiting", notices, each -> each.backlog().waiting())
        .register(registry);
    Gauge.builder("qingsheng.alerts.open", alerts, each -> each.open().size()).register(registry);
    items =
        MultiGauge.builder("qingsheng.items")
            .description("items of the last day")
            .register(registry);
    outbound = MultiGauge.builder("qingsheng.outbound").register(registry);
    channels = MultiGauge.builder("qingsheng.channel.up").register(registry);
  }

  String scrape() {
    var now = house.clock.instant();
    countItems(now);
    countOutbound();
    registerChannels();
    return registry.scrape();
  }

  private void countItems(Instant now) {
    var counts =
        house.items.countsByState(now.minus(Duration.ofDays(1)), now.plusSeconds(1), Scope.ALL);
    var rows = new ArrayList<MultiGauge.Row<?>>();
    for (var state : ItemState.values()) {
      rows.add(MultiGauge.Row.of(Tags.of("state", state.name()), counts.getOrDefault(state, 0L)));
    }
    items.register(rows, true);
  }

  private void countOutbound() {
    var rows = new ArrayList<MultiGauge.Row<?>>();
    for (var channel : house.adapters.keySet()) {
      for (var state :
          new OutboundState[] {
            OutboundState.PLANNED, OutboundState.HELD, OutboundState.UNKNOWN, OutboundState.REFUSED
          }) {
        rows.add(
            MultiGauge.Row.of(
                Tags.of("channel", channel.value(), "state", state.name()),
                house.outbox.count(channel, state)));
      }
    }
    outbound.register(rows, true);
  }

  private void registerChannels() {
    var rows = new ArrayList<MultiGauge.Row<?>>();
    house
        .adapters
        .values()
        .forEach(adapter ->
            rows.add(
                MultiGauge.Row.of(
                    Tags.of("channel", adapter.channel().value()),
                    adapter.check().state() == Health.State.UP ? 1 : 0)));
    channels.register(rows, true);
  }
}
