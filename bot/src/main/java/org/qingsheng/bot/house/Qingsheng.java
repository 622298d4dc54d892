package org.qingsheng.bot.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.qingsheng.adapters.ChannelAdapter;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.Conversation;
import org.qingsheng.bot.console.MutePages;
import org.qingsheng.bot.curation.Confirmed;
import org.qingsheng.bot.curation.LocalKnowledge;
import org.qingsheng.bot.curation.LocalText;
import org.qingsheng.bot.delivery.ChannelWatch;
import org.qingsheng.bot.delivery.Dispatch;
import org.qingsheng.bot.delivery.Manners;
import org.qingsheng.bot.delivery.Mute;
import org.qingsheng.bot.delivery.Releases;
import org.qingsheng.bot.delivery.Sized;
import org.qingsheng.bot.desk.Colleagues;
import org.qingsheng.bot.desk.Desk;
import org.qingsheng.bot.desk.LapsedChoices;
import org.qingsheng.bot.desk.Reveal;
import org.qingsheng.bot.files.FileDesk;
import org.qingsheng.bot.files.FileShelf;
import org.qingsheng.bot.intake.Intake;
import org.qingsheng.bot.intake.PickUpHints;
import org.qingsheng.bot.ledger.DialogueKey;
import org.qingsheng.bot.ledger.Ids;
import org.qingsheng.bot.ledger.Item;
import org.qingsheng.bot.ledger.Ledger;
import org.qingsheng.bot.ledger.OutboundState;
import org.qingsheng.bot.people.Account;
import org.qingsheng.bot.people.Group;
import org.qingsheng.bot.people.Regions;
import org.qingsheng.bot.people.Scope;
import org.qingsheng.bot.pickup.PickUpLinks;
import org.qingsheng.bot.rehearsal.Rehearsal;
import org.qingsheng.bot.settings.Settings;
import org.qingsheng.bot.store.Database;
import org.qingsheng.bot.store.SqlAccounts;
import org.qingsheng.bot.store.SqlAuditor;
import org.qingsheng.bot.store.SqlFiles;
import org.qingsheng.bot.store.SqlGroups;
import org.qingsheng.bot.store.SqlItems;
import org.qingsheng.bot.store.SqlKeys;
import org.qingsheng.bot.store.SqlLedger;
import org.qingsheng.bot.store.SqlMutes;
import org.qingsheng.bot.store.SqlOriginals;
import org.qingsheng.bot.store.SqlOutbox;
import org.qingsheng.bot.store.SqlQuietChoices;
import org.qingsheng.bot.store.SqlSceneCodes;
import org.qingsheng.bot.store.SqlTalks;
import org.qingsheng.bot.store.TinkSeal;
import org.qingsheng.knowledge.index.LuceneKnowledge;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The house without its web port: a question goes in at the channels, through intake, dialogue,
 * ledger and delivery, and back out at the channels. Reads as the picture in the README.
 */
final class Qingsheng implements AutoCloseable, MutePages.Switch {
  /** Twice this and the rest of closing stay within the five seconds a stop may take. */
  private static final long DRAIN_SECONDS = 2;

  private static final DateTimeFormatter UNTIL =
      DateTimeFormatter.ofPattern("M月d日 HH:mm", Locale.ROOT).withZone(ZoneId.of("Asia/Shanghai"));

  private static final Logger log = LoggerFactory.getLogger(Qingsheng.class);

  private final AtomicBoolean settling = new AtomicBoolean();
  private final AtomicBoolean calibrating = new AtomicBoolean();
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicReference<Set<String>> silences = new AtomicReference<>(Set.of());
  final Settings settings;
  final InstantSource clock;
  final Database database;
  final Ids ids;
  final Regions regions;
  final AtomicReference<Rules> rules;
  final LuceneKnowledge knowledge;

  /** The same with local values filled in: what may be said to people. */
  final LocalKnowledge said;

  final Library library;
  final SqlGroups groups;
  final SqlItems items;
  final Calibrations calibrations;
  final SqlOutbox outbox;
  final Map<ChannelId, ChannelAdapter> adapters = new LinkedHashMap<>();
  final Ledger ledger;
  final SqlQuietChoices quiet;
  final SqlMutes mutes;
  final Releases releases;
  final ChannelWatch watch;
  final Manners manners;
  final PickUpLinks links;
  final SqlSceneCodes codes;
  final Dispatch dispatch;
  final Intake intake;
  final Desk desk;
  final SqlAccounts accounts;
  final Colleagues colleagues;
  final Reveal reveal;
  final FileDesk files;
  final StaffChannels staff;
  private final LapsedChoices lapsed;
  final SqlAuditor auditor;

  /**
   * Opens the data folder and builds the house; nothing listens yet.
   *
   * @param channels makes the adapters, given the open database
   */
  Qingsheng(
      Settings settings, InstantSource clock, Function<Database, List<ChannelAdapter>> channels) {
    this.settings = settings;
    this.clock = clock;
    makeFolder(settings.data());
    var node = "%s-%d".formatted(ProcessHandle.current().pid(), new SecureRandom().nextLong());
    database = Database.open(settings.database().url());
    ids = new Ids(clock, new Random(new SecureRandom().nextLong()));
    knowledge =
        new LuceneKnowledge(settings.data().resolve("index"), Calibrations.shipped(settings));
    var content = ContentFiles.require(settings.files());
    said =
        new LocalKnowledge(
            knowledge, this::localTexts, content.regions().path(settings.organisation().region()));
    rules = new AtomicReference<>(rules(settings, content));
    regions = new CurrentRegions(() -> rules.get().content().regions());
    library = new Library(settings, database, knowledge, regions, ids, clock);
    groups = new SqlGroups(database, clock);
    items = new SqlItems(database);
    calibrations =
        new Calibrations(
            knowledge,
            settings,
            new Evidence(settings, library.shelf, new Confirmed(items), regions, clock),
            clock);
    outbox = new SqlOutbox(database, node);
    auditor = new SqlAuditor(database, clock);
    channels.apply(database).forEach(adapter -> adapters.put(adapter.channel(), adapter));

    quiet = new SqlQuietChoices(database, clock);
    mutes = new SqlMutes(database, clock);
    manners = new Manners(content.delivery(), this::barred, this::muted, quiet);
    var stored = new SqlLedger(database, node, library.proposals());
    ledger = new Ledger(new Sized(stored, adapters, manners), executor);
    dispatch = new Dispatch(adapters, outbox, ledger, manners, ids, clock);
    releases = new Releases(outbox, dispatch, ledger, ids, clock);
    watch = new ChannelWatch(adapters::values, releases::of, clock);
    links =
        new PickUpLinks(
            new SqlKeys(database, new SecureRandom(), clock).key("pick-up"),
            settings.server().publicUrl());
    var seal = TinkSeal.open(settings.data().resolve("keys").resolve("seal.json"));
    var shelf = new FileShelf(settings.data().resolve("files"), seal);
    files = new FileDesk(new SqlFiles(database), shelf, clock);
    var home = settings.organisation().region();
    codes = new SqlSceneCodes(database);
    intake =
        new Intake(
            adapters,
            new SqlTalks(database),
            groups,
            () -> rules.get().dialogue(),
            ledger,
            dispatch,
            manners,
            new PickUpHints(links, () -> rules.get().content().wording()),
            codes,
            seal,
            shelf,
            home,
            ids,
            clock);
    accounts = new SqlAccounts(database, clock);
    colleagues = new Colleagues(accounts, clock);
    desk = new Desk(ledger, items, new StaffAnswers(rules::get), colleagues, ids, clock);
    staff =
        new StaffChannels(settings, adapters, database, desk, items, accounts, regions, ids, clock);
    reveal = new Reveal(ledger, items, new SqlOriginals(database, seal), ids, clock);
    lapsed =
        new LapsedChoices(
            items, ledger, ids, clock, settings.dialogue().clarify(), now -> rules.get().due(now));
  }

  /** The dialogue with nobody listening: what it would do, and nothing kept of it. */
  Rehearsal rehearsal() {
    return new Rehearsal(() -> rules.get().dialogue());
  }

  /** Where work is done that nobody waits for. */
  Executor beside() {
    return executor;
  }

  /** Puts rules in force, for what is heard and what is sent from now on. */
  void take(Rules now) {
    rules.set(now);
    manners.use(now.content().delivery());
  }

  /** Rules made of these settings and files, not yet in force. */
  Rules rules(Settings now, ContentFiles content) {
    return Rules.of(now, content, said, ids, clock);
  }

  private LocalText localTexts() {
    return library.words.texts();
  }

  /** Why we keep silent there now, in Chinese. */
  private Optional<String> muted(DialogueKey talk) {
    var region =
        Optional.of(talk.conversation())
            .filter(Conversation::isGroup)
            .flatMap(group -> groups.find(talk.channel(), group.id()))
            .map(Group::region);
    return mutes
        .of(talk.channel(), talk.conversation().id(), region)
        .map(mute -> "静默到 " + UNTIL.format(mute.until()) + "，之后送达");
  }

  /** Silence begins; the groups it falls on are told, where that is possible at any time. */
  @Override
  public void mute(Mute mute, String announcement) {
    mutes.begin(mute);
    silences.updateAndGet(
        known -> Stream.concat(known.stream(), Stream.of(mute.id())).collect(Collectors.toSet()));
    if (announcement.isBlank()) {
      return;
    }
    groups.list(Scope.ALL).stream()
        .filter(group -> group.standing() == Group.Standing.JOINED)
        .filter(group ->
            mute.covers(group.channel(), group.conversation(), Optional.of(group.region())))
        .filter(group ->
            Optional.ofNullable(adapters.get(group.channel()))
                .filter(adapter -> adapter.capabilities().freePush())
                .isPresent())
        .forEach(group -> releases.announce(group.channel(), group.conversation(), announcement));
  }

  /** Silence ends before its time. */
  @Override
  public void unmute(String id) {
    mutes.lift(id);
    releases.all();
  }

  /** Why the platform does not let the bot speak there now, in Chinese. */
  private Optional<String> barred(DialogueKey talk) {
    return Optional.of(talk.conversation())
        .filter(Conversation::isGroup)
        .flatMap(group -> groups.find(talk.channel(), group.id()))
        .filter(group -> group.standing() != Group.Standing.JOINED)
        .map(_ -> "机器人在该群被禁言或已被移出，恢复后或对方再次来信时送达");
  }

  /** Loads the base and lets the channels in. */
  void start() {
    library.load();
    calibrations.look();
    dispatch.recover(database.file().isPresent());
    adapters.forEach((id, adapter) -> adapter.start(staff.sink(id, intake)));
    // What was held when we stopped may have become free meanwhile, by the end of a silence say.
    releases.all();
  }

  /** What happens by itself, every second or so. */
  void tick() {
    library.follow();
    intake.wake();
    watch.look();
    silence();
    settleBeside();
    dispatch.round(database.file().isPresent());
    lapsed.round();
    staff.round();
    dispatch.recover(database.file().isPresent());
  }

  /** A cadre has passed an answer on by hand: what still waited for the asker need not be sent. */
  void relayed(Item item, Account by) {
    desk.relayed(item.id(), by);
    for (var standing : outbox.undelivered(item.id())) {
      dispatch.settle(standing.message(), OutboundState.ACCEPTED, "由团干部转达（" + by.name() + "）");
    }
  }

  /** Takes up what other nodes decided, and lets go what waited for a silence that is over. */
  private void silence() {
    mutes.refresh();
    var now = mutes.now().stream().map(Mute::id).collect(Collectors.toSet());
    if (!now.containsAll(silences.getAndSet(now))) {
      releases.all();
    }
  }

  private void settleBeside() {
    beside(settling, "knowledge not settled", library::settle);
  }

  /** At night, what the day has taught about probabilities. */
  void calibrateBeside() {
    beside(calibrating, "knowledge not calibrated", calibrations::atNight);
  }

  private void beside(AtomicBoolean running, String failed, Runnable task) {
    if (running.compareAndSet(false, true)) {
      executor.execute(() -> {
        try {
          task.run();
        } catch (RuntimeException e) {
          log.atError().setCause(e).log(failed);
        } finally {
          running.set(false);
        }
      });
    }
  }

  /** Why no question could be answered now, in Chinese; empty when all is well. */
  List<String> obstacles() {
    var obstacles = new ArrayList<String>();
    try {
      int one = database.read(handle -> handle.select("SELECT 1").mapTo(Integer.class).one());
      if (one != 1) {
        obstacles.add("数据库读不出数据");
      }
    } catch (RuntimeException e) {
      obstacles.add("数据库打不开，请检查磁盘空间和数据文件夹");
    }
    if (database.figures().waiting() > 1_000) {
      obstacles.add("等待写入的消息太多，磁盘可能太慢或已满");
    }
    if (knowledge.revision() == 0) {
      obstacles.add("知识库还没有载入");
    }
    return obstacles;
  }

  /** Waits until nothing is being handled or sent. */
  boolean awaitIdle(long seconds) throws InterruptedException {
    return staff.awaitIdle(seconds)
        && intake.awaitIdle(seconds)
        && dispatch.awaitIdle(seconds)
        && intake.awaitIdle(seconds);
  }

  /** Takes nothing more in, and waits a little until what was taken in is answered and sent. */
  void drain() throws InterruptedException {
    intake.close();
    if (!intake.awaitIdle(DRAIN_SECONDS) || !dispatch.awaitIdle(DRAIN_SECONDS)) {
      log.atWarn().log("answers left for the next start");
    }
  }

  /** Lets turns in flight finish, sends what is being sent, closes the data folder. */
  @Override
  public void close() {
    var closing = new ArrayList<AutoCloseable>();
    closing.add(intake);
    closing.add(staff);
    closing.add(() -> staff.awaitIdle(5));
    closing.add(() -> intake.awaitIdle(5));
    closing.add(() -> dispatch.awaitIdle(5));
    closing.add(dispatch);
    adapters.values().forEach(closing::add);
    closing.add(executor);
    closing.add(knowledge);
    closing.add(database);
    Closing.all(closing);
  }

  private static void makeFolder(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("数据文件夹建不了：" + folder, e);
    }
  }
}
