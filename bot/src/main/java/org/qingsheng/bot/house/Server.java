package org.qingsheng.bot.house;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.ServesHttp;
import org.qingsheng.adapters.webchat.WebChatAdapter;
import org.qingsheng.bot.api.ApiRoutes;
import org.qingsheng.bot.console.Alarms;
import org.qingsheng.bot.console.BindingPages;
import org.qingsheng.bot.console.Cards;
import org.qingsheng.bot.console.ChannelPages;
import org.qingsheng.bot.console.ChatPages;
import org.qingsheng.bot.console.GroupPages;
import org.qingsheng.bot.console.ItemFiles;
import org.qingsheng.bot.console.ItemInside;
import org.qingsheng.bot.console.ItemListPages;
import org.qingsheng.bot.console.ItemPages;
import org.qingsheng.bot.console.LedgerPages;
import org.qingsheng.bot.console.LiveFeed;
import org.qingsheng.bot.console.MutePages;
import org.qingsheng.bot.console.PeoplePages;
import org.qingsheng.bot.console.PickUpPages;
import org.qingsheng.bot.console.PlanPages;
import org.qingsheng.bot.console.QueuePages;
import org.qingsheng.bot.console.RegionPages;
import org.qingsheng.bot.console.RelayPages;
import org.qingsheng.bot.console.ScenePages;
import org.qingsheng.bot.console.SignInPages;
import org.qingsheng.bot.console.StatusRoutes;
import org.qingsheng.bot.console.WebServer;
import org.qingsheng.bot.console.WebSettings;
import org.qingsheng.bot.desk.ClaimTime;
import org.qingsheng.bot.desk.Filters;
import org.qingsheng.bot.ledger.Reconciliation;
import org.qingsheng.bot.people.AccountAdmin;
import org.qingsheng.bot.people.FirstAdministrator;
import org.qingsheng.bot.people.Passwords;
import org.qingsheng.bot.people.SignIn;
import org.qingsheng.bot.settings.Secret;
import org.qingsheng.bot.settings.Settings;
import org.qingsheng.bot.store.SqlAskers;
import org.qingsheng.bot.store.SqlFilters;
import org.qingsheng.bot.store.SqlLoginAttempts;
import org.qingsheng.bot.store.SqlMentions;
import org.qingsheng.bot.store.SqlSessions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The house with its web port and its clock: what {@code serve} runs. */
public final class Server implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Server.class);

  /** How often what is due is looked for. */
  private static final Duration TICK = Duration.ofSeconds(1);

  /** How often files and channels are looked at. */
  private static final Duration LOOK = Duration.ofSeconds(2);

  private static final Duration RECONCILE = Duration.ofHours(1);

  private final Settings settings;
  private final Qingsheng house;
  private final Operations operations;
  private final KnowledgeDesk knowledge;
  private final WebServer web;
  private final FirstAdministrator firstAdministrator;
  private final AtomicReference<Optional<Reconciliation>> books =
      new AtomicReference<>(Optional.empty());
  private final ScheduledExecutorService clockwork =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().name("clockwork").factory());
  private final AtomicBoolean closed = new AtomicBoolean();
  private Optional<String> firstPassword = Optional.empty();

  /** A server whose settings stay; the files they name are looked at all the same. */
  public Server(Settings settings, InstantSource clock) {
    this(settings, Optional.empty(), () -> new Settings.Loaded(settings, List.of()), clock);
  }

  /**
   * @param file where the settings were read from, to be looked at while the server runs
   * @param source reads them again
   */
  public Server(
      Settings settings,
      Optional<Path> file,
      Supplier<Settings.Result> source,
      InstantSource clock) {
    this.settings = settings;
    var json = json();
    this.house =
        new Qingsheng(settings, clock, database -> Channels.of(settings, database, json, clock));
    this.operations = new Operations(house, file, source, json, clock);
    var random = new SecureRandom();
    var accounts = house.accounts;
    var sessions = new SqlSessions(house.database);
    var passwords = new Passwords();
    var signIn =
        new SignIn(
            accounts, sessions, new SqlLoginAttempts(house.database), passwords, random, clock);
    this.firstAdministrator =
        new FirstAdministrator(accounts, passwords, random, house.ids::next, clock);
    var admin =
        new AccountAdmin(accounts, sessions, house.regions, passwords, house.ids::next, clock);
    var live = new LiveFeed(signIn, clock);
    house.ledger.onCommit(live::committed);
    var claims =
        new ClaimTime(
            () -> house.rules.get().content().calendar(),
            () -> house.rules.get().settings().desk().claimWithin());
    var cards = new Cards(accounts, house.groups, house.regions, claims, clock);
    this.knowledge = new KnowledgeDesk(house, cards);
    var mentions = new SqlMentions(house.database);
    var filters = new Filters(new SqlFilters(house.database), house.ids::next, clock);
    var metrics = new Metrics(house, operations.notices, operations.alerts);

    var parts = new ArrayList<Consumer<WebServer.Mount>>();
    parts.add(new Alarms(operations.alerts, operations::alarmReaders)::addTo);
    parts.add(this::channels);
    parts.add(chatPage()::addTo);
    parts.add(new SignInPages(signIn, random)::addTo);
    parts.add(new QueuePages(house.items, cards, mentions, filters, live)::addTo);
    parts.add(
        new ItemListPages(
                house.items,
                filters,
                cards,
                () -> house.adapters.keySet().stream().map(ChannelId::value).toList())
            ::addTo);
    parts.add(
        new ItemPages(
                house.items,
                house.desk,
                new ItemInside(house.desk, house.colleagues, mentions, house.reveal, cards),
                house.said,
                accounts,
                new SqlAskers(house.database),
                cards,
                new ItemFiles(house.files),
                live)
            ::addTo);
    parts.addAll(knowledge.pages());
    parts.add(new GroupPages(house.groups, house.regions, house.quiet)::addTo);
    parts.add(new RegionPages(house.regions)::addTo);
    parts.add(
        new PeoplePages(admin, house.regions, house.staff.binding, house.staff.ids(), clock)
            ::addTo);
    parts.add(
        new ScenePages(
                () -> List.copyOf(house.adapters.values()),
                house.codes,
                house.regions,
                house.ids::next,
                clock)
            ::addTo);
    parts.add(new BindingPages(house.staff.binding, house.staff.ids())::addTo);
    parts.add(
        new ChannelPages(
                () -> List.copyOf(house.adapters.values()),
                house.outbox,
                house.dispatch::settle,
                () -> operations.reload.status().notices(),
                operations.alerts,
                operations.notices,
                house.groups,
                house.regions,
                clock)
            ::addTo);
    parts.add(
        new PickUpPages(house.items, house.links, Rules.NAME, settings.organisation().name(), clock)
            ::addTo);
    parts.add(
        new RelayPages(house.items, house.outbox, house.links, Rules.NAME, house::relayed)::addTo);
    parts.add(
        new MutePages(
                house.mutes,
                house.groups,
                house.regions,
                settings.organisation().region(),
                house,
                house.ids::next,
                clock)
            ::addTo);
    parts.add(
        new PlanPages(
                () -> List.copyOf(house.adapters.values()),
                house.manners::rules,
                house.outbox,
                house.dispatch::planned,
                clock)
            ::addTo);
    parts.add(new LedgerPages(house.items, books::get, clock)::addTo);
    parts.add(
        new ApiRoutes(
                signIn,
                house.items,
                house.desk,
                house.library.curation,
                knowledge.hitTest,
                house.library.golden,
                house.regions,
                this::reconcile,
                operations.answers,
                clock)
            ::addTo);
    parts.add(new StatusRoutes(house::obstacles, operations::remarks, metrics::scrape)::addTo);
    this.web =
        new WebServer(
            new WebSettings(
                settings.server().host(),
                settings.server().port(),
                settings.server().publicUrl(),
                "https".equals(settings.server().publicUrl().getScheme())),
            signIn,
            accounts,
            house.regions,
            json,
            parts,
            openStreams(live),
            new HouseNews(house.watch, house.mutes)::now);
  }

  /** What holds requests open and must be told before the port closes. */
  private List<AutoCloseable> openStreams(LiveFeed live) {
    var streams = new ArrayList<AutoCloseable>();
    streams.add(live);
    house.adapters.values().stream()
        .filter(adapter -> adapter instanceof WebChatAdapter)
        .forEach(streams::add);
    return streams;
  }

  private static ObjectMapper json() {
    return JsonMapper.builder()
        .addModule(new Jdk8Module())
        .addModule(new JavaTimeModule())
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .build();
  }

  private ChatPages chatPage() {
    return new ChatPages(
        Rules.NAME,
        () -> {
          var rules = house.rules.get();
          return new ChatPages.Words(rules.settings().organisation().name(), rules.greeting());
        },
        List.of("创业担保贷款个人最高能贷多少", "大学生村官期满去哪里", "工资被拖欠怎么办", "助学贷款一年能贷多少"),
        "/chat");
  }

  /** Every channel whose platform calls us gets its address; the web chat is also at /chat. */
  private void channels(WebServer.Mount mount) {
    house
        .adapters
        .values()
        .forEach(adapter -> {
          if (adapter instanceof ServesHttp serves) {
            serves.addTo(mount.routes(), "/channels/" + adapter.channel());
          }
        });
  }

  private Optional<Reconciliation> reconcile() {
    var result = Optional.of(house.auditor.reconcile());
    books.set(result);
    return result;
  }

  /** Loads the base, opens the port, lets the channels in and starts the clock. */
  public void start() {
    house.start();
    web.start();
    // Last: a start that fails leaves no account whose password nobody saw.
    firstPassword = firstAdministrator.make(settings.adminPassword().map(Secret::value));
    every(TICK, "tick", house::tick);
    every(TICK, "notices", operations::tell);
    every(LOOK, "look", operations::lookAround);
    every(LOOK, "quality", knowledge.quality::look);
    every(RECONCILE, "tidy", operations::tidy);
    every(RECONCILE, "tidy files", house.files::tidy);
    every(RECONCILE, "tidy staff", house.staff::tidy);
    every(
        RECONCILE,
        "reconciliation",
        () -> {
          var faults = reconcile().map(Reconciliation::faults).orElse(List.of());
          if (!faults.isEmpty()) {
            log.atError().addKeyValue("faults", faults.size()).log("the ledger does not balance");
          }
        });
    log.atInfo().addKeyValue("port", web.port()).log("server ready");
  }

  private void every(Duration pause, String name, Runnable task) {
    var _ =
        clockwork.scheduleWithFixedDelay(
            () -> {
              try {
                task.run();
              } catch (RuntimeException e) {
                log.atError().setCause(e).addKeyValue("task", name).log("task failed");
              }
            },
            pause.toMillis() / 2,
            pause.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  /** The administrator's password, if one was made up at this start. */
  public Optional<String> firstPassword() {
    return firstPassword;
  }

  public String address() {
    var url = settings.server().publicUrl();
    return "http".equals(url.getScheme()) && url.getPort() == settings.server().port()
        ? url.toString()
        : "http://" + settings.server().host() + ":" + web.port();
  }

  int port() {
    return web.port();
  }

  Operations operations() {
    return operations;
  }

  Qingsheng house() {
    return house;
  }

  /** New requests are refused, those in flight finish, what was taken in is answered and sent. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      // The port stays open until the answers are out: QQ clients get them over its connections.
      Closing.all(List.of(clockwork::shutdown, house::drain, web, operations, house));
    }
  }
}
