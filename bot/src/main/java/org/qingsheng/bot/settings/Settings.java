package org.qingsheng.bot.settings;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    Optional<Secret> adminPassword) {
  public Settings {
    channels = List.copyOf(channels);
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
        adminPassword);
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
   * @param targetPrecision how many of the direct answers must be right, for example 0.97
   */
  public record Knowledge(double targetPrecision) {}

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
