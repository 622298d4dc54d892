package org.qingsheng.bot.console;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.qingsheng.adapters.AskerId;
import org.qingsheng.adapters.ChannelAdapter;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.Conversation;
import org.qingsheng.adapters.ConversationId;
import org.qingsheng.adapters.IdempotencyKey;
import org.qingsheng.adapters.MessageId;
import org.qingsheng.bot.api.ApiRoutes;
import org.qingsheng.bot.cadres.Binding;
import org.qingsheng.bot.curation.Curation;
import org.qingsheng.bot.curation.IndexRebuild;
import org.qingsheng.bot.curation.QualityWatch;
import org.qingsheng.bot.curation.RegressionGate;
import org.qingsheng.bot.curation.RegressionSet;
import org.qingsheng.bot.curation.Words;
import org.qingsheng.bot.delivery.DeliveryPlan;
import org.qingsheng.bot.delivery.DeliveryRules;
import org.qingsheng.bot.delivery.Mute;
import org.qingsheng.bot.desk.ClaimTime;
import org.qingsheng.bot.desk.Colleagues;
import org.qingsheng.bot.desk.Desk;
import org.qingsheng.bot.desk.Filters;
import org.qingsheng.bot.desk.Reveal;
import org.qingsheng.bot.desk.WorkingCalendar;
import org.qingsheng.bot.files.FileDesk;
import org.qingsheng.bot.files.FileShelf;
import org.qingsheng.bot.intake.Seal;
import org.qingsheng.bot.ledger.DialogueKey;
import org.qingsheng.bot.ledger.Effect;
import org.qingsheng.bot.ledger.Ids;
import org.qingsheng.bot.ledger.Item;
import org.qingsheng.bot.ledger.ItemEvent;
import org.qingsheng.bot.ledger.ItemKind;
import org.qingsheng.bot.ledger.Ledger;
import org.qingsheng.bot.ledger.Outbound;
import org.qingsheng.bot.ledger.OutboundEnd;
import org.qingsheng.bot.ledger.OutboundState;
import org.qingsheng.bot.ledger.Purpose;
import org.qingsheng.bot.ledger.Reconciliation;
import org.qingsheng.bot.ledger.Turn;
import org.qingsheng.bot.people.Account;
import org.qingsheng.bot.people.AccountAdmin;
import org.qingsheng.bot.people.AccountId;
import org.qingsheng.bot.people.AuditEvent;
import org.qingsheng.bot.people.Passwords;
import org.qingsheng.bot.people.Role;
import org.qingsheng.bot.people.Scope;
import org.qingsheng.bot.people.SignIn;
import org.qingsheng.bot.pickup.PickUpLinks;
import org.qingsheng.bot.rehearsal.HitTest;
import org.qingsheng.bot.rehearsal.Replay;
import org.qingsheng.bot.rehearsal.ReplayRuns;
import org.qingsheng.bot.store.Database;
import org.qingsheng.bot.store.SqlAccounts;
import org.qingsheng.bot.store.SqlAlerts;
import org.qingsheng.bot.store.SqlAskers;
import org.qingsheng.bot.store.SqlAudit;
import org.qingsheng.bot.store.SqlAuditor;
import org.qingsheng.bot.store.SqlBindings;
import org.qingsheng.bot.store.SqlFiles;
import org.qingsheng.bot.store.SqlFilters;
import org.qingsheng.bot.store.SqlGoldenCases;
import org.qingsheng.bot.store.SqlGroups;
import org.qingsheng.bot.store.SqlItems;
import org.qingsheng.bot.store.SqlKeptAnswers;
import org.qingsheng.bot.store.SqlLedger;
import org.qingsheng.bot.store.SqlLoginAttempts;
import org.qingsheng.bot.store.SqlMentions;
import org.qingsheng.bot.store.SqlMutes;
import org.qingsheng.bot.store.SqlNotices;
import org.qingsheng.bot.store.SqlOriginals;
import org.qingsheng.bot.store.SqlOutbox;
import org.qingsheng.bot.store.SqlPast;
import org.qingsheng.bot.store.SqlQuietChoices;
import org.qingsheng.bot.store.SqlSceneCodes;
import org.qingsheng.bot.store.SqlSessions;
import org.qingsheng.bot.store.SqlShelf;
import org.qingsheng.bot.store.SqlWords;
import org.qingsheng.bot.store.TinkSeal;
import org.qingsheng.knowledge.Entry;
import org.qingsheng.knowledge.RegionCode;
import org.qingsheng.knowledge.exchange.EntryRules;
import org.qingsheng.knowledge.exchange.Problem;
import org.qingsheng.knowledge.index.LuceneKnowledge;
import org.qingsheng.knowledge.ranking.RankingModel;
import org.qingsheng.knowledge.text.Masking;

/** A whole console over a real database, with a few people and items in it. */
final class Office implements AutoCloseable {
  static final Instant NINE = Instant.parse("2026-11-20T01:00:00Z");

  final AtomicReference<Instant> now = new AtomicReference<>(NINE);
  final InstantSource clock = now::get;
  static final String PASSWORD = "correct horse battery";
  private static final String HASH = new Passwords().hash(PASSWORD);

  final Database database;
  final Ledger ledger;
  final SqlItems items;
  final Desk desk;
  final Ids ids = new Ids(clock, new Random(1));
  static final ChannelId STAFF_CHANNEL = new ChannelId("wecom-app");

  final SqlAccounts accounts;
  final Binding binding;
  final CodeMaker codeMaker = new CodeMaker();
  final SqlSceneCodes codes;
  final SqlGroups groups;
  final Town regions = new Town();
  final FewEntries knowledge;

  /** The same entries with a real index: what the gate and the figures ask. */
  final LuceneKnowledge base = LuceneKnowledge.inMemory(RankingModel.shipped());

  final RegressionSet golden;
  final Curation curation;
  final SignIn signIn;
  final LiveFeed live;
  final ChatRoom chat;
  final WebServer server;
  final TinkSeal seal;
  final FileShelf fileShelf;
  final FileDesk files;
  final SqlAlerts alerts;
  final SqlNotices notices;
  List<String> remarks = List.of();
  List<ChannelAdapter> moreChannels = List.of();
  private int asked;

  final Account wang;
  final Account li;
  final Account chen;
  final Account editor;
  final Account reviewer;
  final Account leader;
  final Account operator;
  final Account admin;

  Office(Path folder) {
    this(folder, "");
  }

  /**
   * @param text stands in every field somebody could have filled in
   */
  Office(Path folder, String text) {
    database = Database.open("jdbc:sqlite:" + folder.resolve("test.db"));
    ledger = new Ledger(new SqlLedger(database, "test", SqlShelf::propose), Runnable::run);
    items = new SqlItems(database);
    alerts = new SqlAlerts(database);
    notices = new SqlNotices(database, clock);
    accounts = new SqlAccounts(database, clock);
    groups = new SqlGroups(database, clock);
    wang = hire("wang", "王晓岚" + text, Town.LIANNAN, Role.CADRE);
    li = hire("li", "李一鸣" + text, Town.QINGYUAN, Role.CADRE);
    chen = hire("chen", "陈安" + text, Town.JIANGXI, Role.CADRE);
    editor = hire("editor", "周编辑" + text, Town.QINGYUAN, Role.EDITOR);
    reviewer = hire("reviewer", "吴审核" + text, Town.QINGYUAN, Role.REVIEWER);
    leader = hire("leader", "郑书记" + text, Town.QINGYUAN, Role.LEADER);
    operator = hire("operator", "钱运维" + text, Town.QINGYUAN, Role.OPERATOR);
    admin = hire("admin", "管理员" + text, RegionCode.NATION, Role.ADMIN);
    knowledge = new FewEntries(text);
    var shelf = new SqlShelf(database);
    shelf.plant(List.of(knowledge.loan(), knowledge.file()), clock.instant(), event("plant"));
    base.replaceAll(shelf.published().entries(), 1);
    golden =
        new RegressionSet(
            new SqlGoldenCases(database), shelf, regions, Town.QINGYUAN, ids::next, clock);
    Function<Entry, List<Problem>> rules =
        entry -> EntryRules.problems(entry, shelf.published().entries());
    curation =
        new Curation(
            shelf,
            (entry, published) ->
                EntryRules.problems(entry, published).stream().map(Problem::problem).toList(),
            new RegressionGate(golden, base, clock),
            () -> {},
            regions,
            ids::next,
            clock);
    var colleagues = new Colleagues(accounts, clock);
    codes = new SqlSceneCodes(database);
    binding =
        new Binding(
            new SqlBindings(database),
            accounts,
            new SqlLoginAttempts(database),
            new Random(6),
            ids::next,
            clock);
    desk = new Desk(ledger, items, new PlainAnswers(), colleagues, ids, clock);
    var sessions = new SqlSessions(database);
    var passwords = new Passwords();
    signIn =
        new SignIn(
            accounts, sessions, new SqlLoginAttempts(database), passwords, new Random(5), clock);
    live = new LiveFeed(signIn, clock);
    ledger.onCommit(live::committed);
    chat = new ChatRoom(clock, said -> replies.apply(said));
    var calendar =
        WorkingCalendar.load(
            Path.of(System.getProperty("qingsheng.root")).resolve("config/calendar.yaml"));
    var claims = new ClaimTime(() -> calendar, () -> Duration.ofMinutes(30));
    var cards = new Cards(accounts, groups, regions, claims, clock);
    var mentions = new SqlMentions(database);
    var filters = new Filters(new SqlFilters(database), ids::next, clock);
    seal = TinkSeal.open(folder.resolve("keys").resolve("seal.json"));
    fileShelf = new FileShelf(folder.resolve("files"), seal);
    files = new FileDesk(new SqlFiles(database), fileShelf, clock);
    var inside =
        new ItemInside(
            desk,
            colleagues,
            mentions,
            new Reveal(ledger, items, new SqlOriginals(database, seal), ids, clock),
            cards);
    var outbox = new SqlOutbox(database, "test");
    var books = new SqlAuditor(database, clock);
    Supplier<Optional<Reconciliation>> last = () -> Optional.of(books.reconcile());
    var parts = new ArrayList<Consumer<WebServer.Mount>>();
    parts.add(new SignInPages(signIn, new Random(3))::addTo);
    parts.add(
        new ChatPages(
                "青声小助手",
                () -> new ChatPages.Words("清远市团委", "你好，我是青声。政策、求助、建议都可以直接问，找不到答案我会转给团干部。"),
                List.of("创业担保贷款最高能贷多少", "毕业后档案放在哪里"),
                "/chat")
            ::addTo);
    parts.add(new QueuePages(items, cards, mentions, filters, live)::addTo);
    parts.add(new ItemListPages(items, filters, cards, () -> List.of("qq-groups", "web"))::addTo);
    parts.add(
        new ItemPages(
                items,
                desk,
                inside,
                knowledge,
                accounts,
                new SqlAskers(database),
                cards,
                new ItemFiles(files),
                live)
            ::addTo);
    parts.add(new EntryPages(curation, rules, cards, ids::next)::addTo);
    var rehearsal = Rehearsing.over(knowledge, regions, ids, clock);
    var hitTest = new HitTest(rehearsal, knowledge, regions);
    parts.add(new HitTestPages(hitTest, knowledge, regions, clock)::addTo);
    parts.add(
        new HitSheetPages(
                hitTest,
                knowledge,
                regions,
                title ->
                    shelf.published().entries().stream()
                        .filter(entry -> entry.question().equals(title))
                        .map(Entry::id)
                        .toList(),
                clock)
            ::addTo);
    parts.add(new GoldenPages(golden, knowledge, items, regions, clock)::addTo);
    parts.add(
        new ReplayPages(
                new ReplayRuns(new Replay(new SqlPast(database), rehearsal, clock), Runnable::run),
                knowledge,
                regions,
                clock)
            ::addTo);
    parts.add(new LedgerPages(items, last, clock)::addTo);
    parts.add(new GroupPages(groups, regions, new SqlQuietChoices(database, clock))::addTo);
    parts.add(new RegionPages(regions)::addTo);
    var words = new SqlWords(database);
    var synonyms =
        new Words(
            words.localValues(),
            words.synonyms(),
            List.of(),
            base,
            shelf,
            regions,
            ids::next,
            clock);
    parts.add(new WordPages(synonyms, golden, base, regions, clock)::addTo);
    var rebuild =
        new IndexRebuild(
            () -> base.rebuild(shelf.published().entries(), shelf.published().revision()),
            new SqlAudit(database),
            Runnable::run,
            ids::next,
            clock);
    var quality = new QualityWatch(golden, base, synonyms, Runnable::run, clock);
    parts.add(new QualityPages(quality, rebuild, base, clock)::addTo);
    parts.add(
        new PeoplePages(
                new AccountAdmin(accounts, sessions, regions, passwords, ids::next, clock),
                regions,
                binding,
                List.of(STAFF_CHANNEL),
                clock)
            ::addTo);
    parts.add(new ScenePages(() -> List.of(codeMaker), codes, regions, ids::next, clock)::addTo);
    parts.add(new BindingPages(binding, List.of(STAFF_CHANNEL))::addTo);
    var links = new PickUpLinks(new byte[32], URI.create("https://qingsheng.example.cn"));
    parts.add(new PickUpPages(items, links, "青声", "共青团连南县委", clock)::addTo);
    parts.add(
        new RelayPages(items, outbox, links, "青声", (item, by) -> desk.relayed(item.id(), by))
            ::addTo);
    var mutes = new SqlMutes(database, clock);
    parts.add(
        new MutePages(mutes, groups, regions, Town.LIANNAN, switches(mutes), ids::next, clock)
            ::addTo);
    parts.add(
        new PlanPages(
                () -> List.of(chat.adapter),
                () -> DeliveryRules.DEFAULT,
                outbox,
                _ -> new DeliveryPlan.Step.Hold("回复窗口已过", DeliveryPlan.Chance.NEXT_MESSAGE),
                clock)
            ::addTo);
    parts.add(
        new ChannelPages(
                this::channels,
                outbox,
                this::settle,
                () -> remarks,
                alerts,
                notices,
                groups,
                regions,
                clock)
            ::addTo);
    parts.add(new Alarms(alerts, () -> Optional.of(Role.OPERATOR))::addTo);
    parts.add(new StatusRoutes(List::of, () -> remarks, () -> "# no figures\n")::addTo);
    parts.add(
        new ApiRoutes(
                signIn,
                items,
                desk,
                curation,
                hitTest,
                golden,
                regions,
                last,
                new SqlKeptAnswers(database),
                clock)
            ::addTo);
    parts.add(mount -> chat.adapter.addTo(mount.routes(), "/channels/web"));
    server =
        new WebServer(
            new WebSettings("127.0.0.1", 0, URI.create("http://127.0.0.1"), false),
            signIn,
            accounts,
            regions,
            new ObjectMapper(),
            parts,
            List.of(live, chat),
            List::of);
  }

  private List<ChannelAdapter> channels() {
    return Stream.concat(Stream.of(chat.adapter), moreChannels.stream()).toList();
  }

  private Account hire(String login, String name, RegionCode region, Role role) {
    var account =
        new Account(
            new AccountId(login), login, name, Set.of(role), region, true, Optional.empty());
    accounts.add(account, HASH, event(login));
    return account;
  }

  private AuditEvent event(String subject) {
    return new AuditEvent(ids.next(), clock.instant(), Optional.empty(), "test", subject, "");
  }

  private static MutePages.Switch switches(SqlMutes mutes) {
    return new MutePages.Switch() {
      @Override
      public void mute(Mute mute, String announcement) {
        mutes.begin(mute);
      }

      @Override
      public void unmute(String id) {
        mutes.lift(id);
      }
    };
  }

  /** What became of a message that did not move. */
  void settle(Outbound message, OutboundState state, String reason) {
    var turn = ids.turn();
    ledger
        .commit(
            new Turn(
                turn,
                "settle:" + turn,
                clock.instant(),
                List.of(
                    new Effect.SendEnded(message.id(), new OutboundEnd.Settled(state, reason)))))
        .join();
  }

  /** What the other end of the web chat answers. */
  volatile Function<String, Optional<ChatRoom.Answer>> replies = _ -> Optional.empty();

  /** Somebody asks and it is handed to people at once. */
  Item asks(String question, RegionCode region, Duration due, int priority) {
    var talk =
        new DialogueKey(
            new ChannelId("qq-groups"),
            new Conversation.GroupChat(new ConversationId("group-1")),
            new AskerId("asker-" + asked % 3));
    return asks(talk, question, region, due, priority);
  }

  Item asks(DialogueKey talk, String question, RegionCode region, Duration due, int priority) {
    asked++;
    var id = ids.item();
    var turn = ids.turn();
    var at = clock.instant();
    ledger
        .commit(
            new Turn(
                turn,
                "test:" + turn,
                at,
                List.of(
                    new Effect.Heard(
                        talk,
                        new MessageId("m" + asked),
                        Optional.of(id),
                        Masking.mask(question).text(),
                        Masking.mask(question).text().equals(question)
                            ? Optional.empty()
                            : Optional.of(
                                seal.seal(
                                    question, Seal.context(talk.channel().value(), "m" + asked))),
                        List.of(),
                        at),
                    new Effect.Know(talk, Optional.of(region), 1, true),
                    new Effect.Happened(
                        id,
                        new ItemEvent.Asked(
                            ItemKind.QUESTION,
                            talk.channel().value(),
                            talk.conversation().id().value(),
                            talk.conversation().isGroup(),
                            talk.asker().value(),
                            region)),
                    new Effect.Happened(
                        id, new ItemEvent.HandedOff("知识库没有相近的答案", priority, at.plus(due))))))
        .join();
    return items.find(id, Scope.ALL).orElseThrow();
  }

  Item now(Item item) {
    return items.find(item.id(), Scope.ALL).orElseThrow();
  }

  URI at(String path) {
    return URI.create("http://127.0.0.1:" + server.port() + path);
  }

  Office open() {
    server.start();
    return this;
  }

  /** A message of ours for the item whose end nobody knows. */
  Outbound loses(Item item, String text) {
    var message =
        new Outbound(
            ids.outbound(),
            new IdempotencyKey("test:" + ids.next()),
            Optional.of(item.id()),
            item.talk(),
            Optional.empty(),
            true,
            Purpose.RECEIPT,
            text,
            List.of(),
            clock.instant());
    var turn = ids.turn();
    ledger
        .commit(
            new Turn(
                turn,
                "lose:" + turn,
                clock.instant(),
                List.of(
                    new Effect.Say(message),
                    new Effect.SendEnded(message.id(), new OutboundEnd.Unknown("连接中断，不知道是否送达")))))
        .join();
    return message;
  }

  @Override
  public void close() {
    server.close();
    base.close();
    database.close();
  }

  /** Answers go out as they were written. */
  private static final class PlainAnswers implements Desk.AnswerWriter {
    @Override
    public String write(Item item, String answer) {
      return answer;
    }

    @Override
    public String asQuestion(String said) {
      return said;
    }

    @Override
    public String unit() {
      return "团委";
    }
  }
}
