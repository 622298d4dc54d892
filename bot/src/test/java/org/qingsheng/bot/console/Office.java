package org.qingsheng.bot.console;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.qingsheng.adapters.AskerId;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.Conversation;
import org.qingsheng.adapters.ConversationId;
import org.qingsheng.adapters.MessageId;
import org.qingsheng.bot.desk.Desk;
import org.qingsheng.bot.ledger.DialogueKey;
import org.qingsheng.bot.ledger.Effect;
import org.qingsheng.bot.ledger.Ids;
import org.qingsheng.bot.ledger.Item;
import org.qingsheng.bot.ledger.ItemEvent;
import org.qingsheng.bot.ledger.ItemKind;
import org.qingsheng.bot.ledger.Ledger;
import org.qingsheng.bot.ledger.Turn;
import org.qingsheng.bot.people.Account;
import org.qingsheng.bot.people.AccountId;
import org.qingsheng.bot.people.Accounts;
import org.qingsheng.bot.people.AuditEvent;
import org.qingsheng.bot.people.Group;
import org.qingsheng.bot.people.Groups;
import org.qingsheng.bot.people.Role;
import org.qingsheng.bot.people.Scope;
import org.qingsheng.bot.store.Database;
import org.qingsheng.bot.store.SqlItems;
import org.qingsheng.bot.store.SqlLedger;
import org.qingsheng.knowledge.RegionCode;

/** A whole console over a real database, with a few people and items in it. */
final class Office implements AutoCloseable {
  static final Instant NINE = Instant.parse("2026-11-20T01:00:00Z");

  final AtomicReference<Instant> now = new AtomicReference<>(NINE);
  final InstantSource clock = now::get;
  final Database database;
  final Ledger ledger;
  final SqlItems items;
  final Desk desk;
  final Ids ids = new Ids(clock, new Random(1));
  final Staff staff = new Staff();
  final Chats groups = new Chats();
  final Town regions = new Town();
  final FewEntries knowledge;
  final OpenSessions visits;
  final LiveFeed live;
  final WebServer server;
  final ChatRoom chat;
  private int asked;

  final Account wang = staff.add("wang", "王晓岚", Town.LIANNAN, Role.CADRE);
  final Account li = staff.add("li", "李一鸣", Town.QINGYUAN, Role.CADRE);
  final Account chen = staff.add("chen", "陈安", Town.JIANGXI, Role.CADRE);
  final Account editor = staff.add("editor", "周编辑", Town.QINGYUAN, Role.EDITOR);
  final Account reviewer = staff.add("reviewer", "吴审核", Town.QINGYUAN, Role.REVIEWER);
  final Account leader = staff.add("leader", "郑书记", Town.QINGYUAN, Role.LEADER);
  final Account operator = staff.add("operator", "钱运维", Town.QINGYUAN, Role.OPERATOR);
  final Account admin = staff.add("admin", "管理员", RegionCode.NATION, Role.ADMIN);

  /**
   * @param text stands in every field somebody could have filled in
   */
  Office(Path folder, String text) {
    database = Database.open("jdbc:sqlite:" + folder.resolve("test.db"));
    ledger = new Ledger(new SqlLedger(database, "test", (_, _, _, _) -> {}), Runnable::run);
    items = new SqlItems(database);
    knowledge = new FewEntries(text);
    desk = new Desk(ledger, items, new PlainAnswers(), ids, clock);
    visits = new OpenSessions(staff);
    live = new LiveFeed(visits, clock);
    ledger.onCommit(live::committed);
    chat = new ChatRoom(clock, said -> replies.apply(said));
    var cards = new Cards(staff, groups, regions, clock);
    var parts = new ArrayList<Consumer<WebServer.Mount>>();
    parts.add(new SignInPages(visits, new Random(3))::addTo);
    parts.add(
        new ChatPages(
                "青声小助手",
                "清远市团委",
                "你好，我是青声。政策、求助、建议都可以直接问，找不到答案我会转给团干部。",
                List.of("创业担保贷款最高能贷多少", "毕业后档案放在哪里"),
                "/chat")
            ::addTo);
    parts.add(new QueuePages(items, cards, live)::addTo);
    parts.add(
        new ItemPages(items, desk, knowledge, staff, _ -> Optional.of("Q-7F3A2C"), cards, live)
            ::addTo);
    parts.add(mount -> chat.adapter.addTo(mount.routes(), "/channels/web"));
    server =
        new WebServer(
            new WebSettings("127.0.0.1", 0, URI.create("http://127.0.0.1"), false),
            visits,
            staff,
            regions,
            new ObjectMapper(),
            parts,
            List.of(live, chat));
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
                        question,
                        Optional.empty(),
                        List.of(),
                        at),
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

  @Override
  public void close() {
    server.close();
    database.close();
  }

  /** Accounts in memory; the password of each is its login. */
  static final class Staff implements Accounts {
    private final Map<AccountId, Account> all = new LinkedHashMap<>();

    Account add(String login, String name, RegionCode region, Role role) {
      var account =
          new Account(
              new AccountId(login), login, name, Set.of(role), region, true, Optional.empty());
      all.put(account.id(), account);
      return account;
    }

    @Override
    public Optional<Account> find(AccountId id) {
      return Optional.ofNullable(all.get(id));
    }

    @Override
    public Optional<Account> findByLogin(String login) {
      return find(new AccountId(login));
    }

    @Override
    public boolean isEmpty() {
      return all.isEmpty();
    }

    @Override
    public boolean add(Account account, String passwordHash, AuditEvent event) {
      return all.putIfAbsent(account.id(), account) == null;
    }

    @Override
    public Optional<Account> change(
        AccountId id, Optional<String> passwordHash, Decision decision, AuditEvent event) {
      return find(id)
          .map(now -> decision.of(now, List.copyOf(all.values())))
          .map(after -> {
            all.put(id, after);
            return after;
          });
    }

    @Override
    public Optional<String> passwordHash(AccountId id) {
      return Optional.empty();
    }

    @Override
    public List<Account> list(Scope scope) {
      return all.values().stream().filter(each -> scope.covers(each.region())).toList();
    }
  }

  /** Groups in memory. */
  static final class Chats implements Groups {
    private final Map<ConversationId, Group> all = new ConcurrentHashMap<>();

    @Override
    public Optional<Group> find(ChannelId channel, ConversationId conversation) {
      return Optional.ofNullable(all.get(conversation));
    }

    @Override
    public void save(Group group) {
      all.put(group.conversation(), group);
    }

    @Override
    public List<Group> list(Scope scope) {
      return all.values().stream().filter(each -> scope.covers(each.region())).toList();
    }
  }

  /** Sessions in memory. */
  static final class OpenSessions implements Visits {
    private final Staff staff;
    private final Map<String, Visitor> open = new ConcurrentHashMap<>();
    private final Random random = new Random(5);

    OpenSessions(Staff staff) {
      this.staff = staff;
    }

    @Override
    public Optional<Visitor> open(String login, String password, String address, Kind kind) {
      return staff
          .findByLogin(login)
          .filter(_ -> password.equals(login))
          .map(account -> {
            var token = kind + Long.toHexString(random.nextLong());
            var visitor = new Visitor(account, token, Long.toHexString(random.nextLong()));
            open.put(token, visitor);
            return visitor;
          });
    }

    @Override
    public Optional<Visitor> find(String token, Kind kind) {
      return Optional.ofNullable(open.get(token)).filter(_ -> token.startsWith(kind.name()));
    }

    @Override
    public Optional<Visitor> look(String token, Kind kind) {
      return find(token, kind);
    }

    @Override
    public void close(String token, Kind kind) {
      open.remove(token);
    }
  }
}
