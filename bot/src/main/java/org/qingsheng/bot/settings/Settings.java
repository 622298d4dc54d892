package org.qingsheng.bot.settings;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.qingsheng.knowledge.RegionCode;

/**
 * Everything the operator can set (配置). Immutable; printing it shows no secret.
 *
 * @param data folder for everything the server writes
 * @param adminPassword for the first administrator, from {@code QINGSHENG_ADMIN_PASSWORD}
 */
public record Settings(
    Server server,
    Path data,
    Database database,
    Organisation organisation,
    List<ChannelSettings> channels,
    Dialogue dialogue,
    Desk desk,
    Knowledge knowledge,
    Files files,
    List<Webhook> webhooks,
    Alerts alerts,
    Optional<Secret> adminPassword) {
  public Settings {
    channels = List.copyOf(channels);
    webhooks = List.copyOf(webhooks);
  }

  /**
   * Reads and checks a settings file.
   *
   * @param file YAML, UTF-8
   * @param env the environment: values of {@code ${NAME}} placeholders, {@code QINGSHENG_DATA} and
   *     {@code QINGSHENG_ADMIN_PASSWORD}
   * @return the settings, or every problem at once; never throws for what the file says
   */
  public static Result load(Path file, Map<String, String> env) {
    return new SettingsFile(file, env).read();
  }

  /** The same settings with data and SQLite database in another folder and no channels. */
  public Settings in(Path folder) {
    return new Settings(
        server,
        folder,
        new Database("jdbc:sqlite:" + folder.resolve("qingsheng.db")),
        organisation,
        List.of(),
        dialogue,
        desk,
        knowledge,
        files,
        List.of(),
        alerts,
        Optional.empty());
  }

  /** The same settings for an organisation responsible elsewhere. */
  public Settings at(RegionCode region) {
    return new Settings(
        server,
        data,
        database,
        new Organisation(organisation.name(), organisation.signature(), region),
        channels,
        dialogue,
        desk,
        knowledge,
        files,
        webhooks,
        alerts,
        adminPassword);
  }

  /**
   * These settings with all of {@code next} that may change while the server runs: what the bot
   * says, limits, promised times, webhooks and alerts. The region stays: items were given to it.
   */
  public Settings takingOver(Settings next) {
    return new Settings(
        server,
        data,
        database,
        new Organisation(next.organisation.name, next.organisation.signature, organisation.region),
        channels,
        next.dialogue,
        next.desk,
        knowledge,
        files,
        next.webhooks,
        next.alerts,
        adminPassword);
  }

  /** Keys in which {@code next} differs and that count only after a restart. */
  public List<String> waitingForRestart(Settings next) {
    var keys = new ArrayList<String>();
    if (!server.equals(next.server)) {
      keys.add("server");
    }
    if (!data.equals(next.data)) {
      keys.add("data");
    }
    if (!database.equals(next.database)) {
      keys.add("database");
    }
    if (!organisation.region.equals(next.organisation.region)) {
      keys.add("organisation.region");
    }
    if (!channels.equals(next.channels)) {
      keys.add("channels");
    }
    if (!knowledge.equals(next.knowledge)) {
      keys.add("knowledge");
    }
    if (!files.equals(next.files)) {
      keys.add("files");
    }
    return keys;
  }

  /** Channels that are switched on. */
  public List<ChannelSettings> enabledChannels() {
    return channels.stream()
        .filter(channel -> !(channel instanceof ChannelSettings.Disabled))
        .toList();
  }

  /** How reading the file ended. */
  public sealed interface Result {}

  /**
   * Usable.
   *
   * @param warnings what works but deserves a look, in Chinese
   */
  public record Loaded(Settings settings, List<String> warnings) implements Result {
    public Loaded {
      warnings = List.copyOf(warnings);
    }
  }

  /** Not usable; never empty. */
  public record Problems(List<Problem> list) implements Result {
    public Problems {
      list = List.copyOf(list);
    }
  }

  /**
   * Where the server listens.
   *
   * @param port 0 lets the system choose
   * @param publicUrl how people reach it, without a slash at the end; part of pick-up links
   */
  public record Server(String host, int port, URI publicUrl) {}

  /** JDBC address of the database; may hold a password and therefore does not print. */
  public record Database(String url) {
    @Override
    public String toString() {
      return "Database[url=***]";
    }
  }

  /**
   * Who runs this.
   *
   * @param name e.g. 共青团连南县委
   * @param signature stands under what a cadre answers
   * @param region where the organisation is responsible
   */
  public record Organisation(String name, String signature, RegionCode region) {}

  /**
   * How the bot talks.
   *
   * @param clarify how long a numbered choice stays open
   * @param context how long the last question is remembered
   * @param rateLimitPerMinute messages one asker may send in a minute before being asked to wait
   * @param firstMessageCharacters longest text sent as one message before it is split
   */
  public record Dialogue(
      Duration clarify, Duration context, int rateLimitPerMinute, int firstMessageCharacters) {}

  /**
   * What is promised to askers, in time on the working calendar.
   *
   * @param due until when an item is answered
   * @param claimWithin until when somebody has taken it
   */
  public record Desk(Duration due, Duration claimWithin) {}

  /**
   * @param targetPrecision how many of the direct answers must be right, for example 0.95
   */
  public record Knowledge(double targetPrecision) {}

  /**
   * Another program that is told what happens to items (事件推送).
   *
   * @param secret signs what it is told
   * @param region only items in and below it
   * @param events names of event types, e.g. {@code handed-off}; empty for all
   * @param text whether the masked words of question and answer are told too
   */
  public record Webhook(
      String id, URI url, Secret secret, RegionCode region, Set<String> events, boolean text) {
    public Webhook {
      events = Set.copyOf(events);
    }
  }

  /**
   * When and whom to alert (告警).
   *
   * @param queueAge a message that waits longer to be sent is an outage
   * @param channelSilent a channel that is not well for longer is an outage
   * @param consoleRole name of the role that sees outages on every console page; empty for none
   */
  public record Alerts(
      Duration queueAge, Duration channelSilent, Optional<String> consoleRole, List<Robot> robots) {
    public Alerts {
      robots = List.copyOf(robots);
    }
  }

  /** A group robot in the form of 企业微信 消息推送; its address holds its key. */
  public record Robot(String id, Secret url) {}

  /**
   * Files and folders the settings point to; relative paths start from the settings file.
   *
   * @param knowledge folder of seed entries
   * @param dialogue folder of rules for intents, subjects and eligibility checks
   */
  public record Files(
      Path wording,
      Path regions,
      Path calendar,
      Path knowledge,
      Path synonyms,
      Path crisis,
      Path outOfScope,
      Path delivery,
      Path dialogue) {}
}
