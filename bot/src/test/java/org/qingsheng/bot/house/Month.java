package org.qingsheng.bot.house;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import org.qingsheng.adapters.Addressing;
import org.qingsheng.adapters.AskerId;
import org.qingsheng.adapters.ChannelAdapter;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.Conversation;
import org.qingsheng.adapters.Conversation.GroupChat;
import org.qingsheng.adapters.Conversation.PrivateChat;
import org.qingsheng.adapters.ConversationId;
import org.qingsheng.adapters.InboundEvent.MessageReceived;
import org.qingsheng.adapters.MessageId;
import org.qingsheng.bot.delivery.DeliveryRules;
import org.qingsheng.bot.delivery.QuietProfile;
import org.qingsheng.bot.ledger.DialogueKey;
import org.qingsheng.bot.ledger.ItemId;
import org.qingsheng.bot.ledger.ItemState;
import org.qingsheng.bot.ledger.Items.ItemQuery;
import org.qingsheng.bot.people.Account;
import org.qingsheng.bot.people.AccountId;
import org.qingsheng.bot.people.Role;
import org.qingsheng.bot.people.Scope;
import org.qingsheng.bot.settings.Settings;
import org.qingsheng.bot.simulation.TurnedClock;
import org.qingsheng.knowledge.RegionCode;

/**
 * A stretch of life on every channel: the real house with the shipped settings and {@code
 * delivery.yaml}, channels that count, a clock that is turned. Everything by chance comes from one
 * seed. For one thread.
 */
final class Month implements AutoCloseable {
  private static final String LOAN = "创业担保贷款个人最高能贷多少";
  private static final Duration ROUND = Duration.ofHours(1);
  private static final int GROUPS = 4;

  private final Instant start = TestClock.NINE_AM;
  private final TurnedClock clock = new TurnedClock(start);
  private final Random chance;
  private final Duration length;
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparing(Event::at).thenComparingLong(Event::order));
  private final Map<ChannelId, CountedChannel> channels = new LinkedHashMap<>();
  private final List<Account> cadres = new ArrayList<>();
  private final List<Person> people = new ArrayList<>();
  private final Set<String> answers = new HashSet<>();
  private final Qingsheng house;
  final MonthJudge judge;
  private long order;
  private int messages;

  private record Event(Instant at, long order, Runnable what) {}

  /** Somebody in one chat. */
  private record Person(ChannelId channel, Conversation conversation, AskerId asker) {
    DialogueKey talk() {
      return new DialogueKey(channel, conversation, asker);
    }
  }

  /**
   * @param folder for the data
   * @param askers spread evenly over all channels
   * @param rules what to heed instead of the shipped rules
   */
  Month(
      Path folder,
      Duration length,
      int askers,
      int cadres,
      long seed,
      Optional<DeliveryRules> rules) {
    this.chance = new Random(seed);
    this.length = length;
    var settings = settings(folder);
    var real = new ArrayList<ChannelAdapter>();
    this.judge = new MonthJudge(clock);
    this.house =
        new Qingsheng(
            settings,
            clock,
            database -> {
              real.addAll(Channels.of(settings, database, new ObjectMapper(), clock));
              return real.stream()
                  .map(each -> new CountedChannel(each, judge, new Random(chance.nextLong())))
                  .map(ChannelAdapter.class::cast)
                  .toList();
            });
    real.forEach(ChannelAdapter::close);
    house.adapters.forEach((id, adapter) -> channels.put(id, (CountedChannel) adapter));
    rules.ifPresent(house.manners::use);
    for (int i = 0; i < cadres; i++) {
      this.cadres.add(cadre(i));
    }
    for (int i = 0; i < askers; i++) {
      people.add(person(i));
    }
    for (int i = 0; i < askers; i += 10) {
      worksAtNight(people.get(i));
    }
  }

  private static Settings settings(Path folder) {
    var config = RunningServer.root().resolve("config");
    try {
      var yaml =
          Files.readString(config.resolve("qingsheng.yaml"))
              .replace("enabled: false", "enabled: true")
              .replace("cadres: true", "cadres: false") // here the application's members ask
              .replaceAll(
                  "(?m)^(  (?:wording|regions|calendar|knowledge|synonyms|crisis|dialogue|outOfScope|delivery): )([a-z.-]+)",
                  "$1" + config + "/$2")
              .replaceAll(
                  "\"\\$\\{[A-Z_]*AES_KEY}\"", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8")
              .replaceAll("\"\\$\\{WECHAT_APP_ID}\"", "wx0123456789abcdef")
              .replaceAll("\"\\$\\{WECHAT_ORIGINAL_ID}\"", "gh_5a1b2c3d4e5f")
              .replaceAll("\"\\$\\{QQ_APP_ID}\"", "\"102000001\"")
              .replaceAll("\"\\$\\{WECOM_CORP_ID}\"", "ww1234567890abcdef")
              .replaceAll("\"\\$\\{WECOM_KF_ACCOUNT}\"", "wkAJ2GCAAAZSfhHCt7")
              .replaceAll("\"\\$\\{WECOM_AGENT_ID}\"", "\"1000002\"")
              .replaceAll("\"\\$\\{[A-Z_]+}\"", "planted0month0secret")
              .replace("customerService: false", "customerService: true")
              .replace("\ndata: data\n", "\ndata: \"" + folder.resolve("data") + "\"\n");
      var file = Files.writeString(folder.resolve("month.yaml"), yaml);
      return switch (Settings.load(file, Map.of())) {
        case Settings.Loaded(var settings, var _) -> settings;
        case Settings.Problems(var list) -> throw new AssertionError(list.toString());
      };
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the settings", e);
    }
  }

  private static Account cadre(int number) {
    return new Account(
        new AccountId("cadre-" + number),
        "cadre-" + number,
        "团干" + number,
        Set.of(Role.CADRE),
        RegionCode.NATION,
        true,
        Optional.empty());
  }

  private Person person(int number) {
    var all = List.copyOf(channels.values());
    var channel = all.get(number % all.size());
    int nth = number / all.size();
    var name = "u" + number;
    Conversation chat =
        channel.talksInGroups() && nth % 2 == 0
            ? new GroupChat(new ConversationId("g" + nth / 2 % GROUPS))
            : new PrivateChat(new ConversationId("p-" + name));
    return new Person(channel.channel(), chat, new AskerId(name));
  }

  private void worksAtNight(Person person) {
    if (!person.conversation().isGroup()) {
      house.quiet.choose(person.channel(), person.asker(), QuietProfile.SHIFT);
      judge.worksAtNight(
          "%s %s %s".formatted(person.channel(), person.conversation().id(), person.asker()));
    }
  }

  /** Lives through all of it, and a calm day after it. */
  void pass() {
    house.start();
    people.forEach(this::plan);
    channels.values().forEach(this::outages);
    for (var at = start; at.isBefore(start.plus(length)); at = at.plus(ROUND)) {
      on(at, () -> {});
    }
    while (!events.isEmpty()) {
      var event = events.poll();
      if (event.at().isAfter(clock.instant())) {
        clock.set(event.at());
      }
      event.what().run();
      settles();
    }
  }

  private void on(Instant at, Runnable what) {
    events.add(new Event(at, order++, what));
  }

  /** What happens by itself happens, as soon as it is due. */
  private void settles() {
    rests();
    house.tick();
    rests();
    var due =
        house.database.read(handle ->
            handle
                .select("SELECT min(not_before) FROM outbound WHERE state = 'PLANNED'")
                .mapTo(Long.class)
                .findFirst());
    due.map(Instant::ofEpochMilli)
        .filter(at -> events.isEmpty() || at.isBefore(events.peek().at()))
        .filter(at -> at.isAfter(clock.instant()))
        .ifPresent(at -> on(at, () -> {}));
  }

  private void rests() {
    try {
      if (!house.awaitIdle(30)) {
        throw new AssertionError("the house did not come to rest");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** Some ask now and then, at any hour; some ask much at once and are not seen for long. */
  private void plan(Person person) {
    int times = 2 + chance.nextInt(6);
    for (int i = 0; i < times; i++) {
      var at = start.plusMillis((long) (chance.nextDouble() * length.toMillis()));
      switch (chance.nextInt(8)) {
        case 0, 1 -> on(at, () -> says(person, LOAN));
        case 2 -> on(at, () -> says(person, "进度"));
        case 3 -> many(person, at);
        default -> on(at, () -> asksForPeople(person));
      }
    }
    if (person.conversation().isGroup()) {
      on(start.plusSeconds(chance.nextInt(80_000)), () -> chats(person));
    }
  }

  private void many(Person person, Instant from) {
    for (int i = 0; i < 7; i++) {
      on(from.plusSeconds(20L * i), () -> asksForPeople(person));
    }
  }

  private void says(Person person, String text) {
    var message = message(person, text, true);
    judge.heard(message);
    channel(person).tell(message).join();
    rests();
    if (chance.nextInt(20) == 0 && channel(person).capabilities().passive().isEmpty()) {
      channel(person).tell(message).join(); // the platform repeats itself
    }
  }

  private void chats(Person person) {
    channel(person).tell(message(person, "今晚一起打球吗", false)).join();
  }

  private void asksForPeople(Person person) {
    int number = messages;
    says(person, "转人工 想问第" + number + "号活动室怎么借");
    house
        .items
        .find(ItemQuery.ANY.talk(person.talk()).states(ItemState.WAITING), Scope.ALL)
        .stream()
        .findFirst()
        .ifPresent(item -> {
          var delay = Duration.ofMinutes(5 + chance.nextInt(40 * 60));
          on(clock.instant().plus(delay), () -> answers(item.id(), "答复第" + number + "号："));
        });
  }

  private void answers(ItemId item, String mark) {
    if (house.items.find(item, Scope.ALL).orElseThrow().state() != ItemState.WAITING) {
      return;
    }
    var by = cadres.get(chance.nextInt(cadres.size()));
    house.desk.claim(item, by);
    house.desk.answer(item, by, mark + "带学生证到前台登记即可。", false);
    answers.add(mark);
  }

  private void outages(CountedChannel channel) {
    for (int day = 1; day < length.toDays(); day += 7) {
      var noon = start.plus(Duration.ofDays(day + chance.nextInt(3))).plusSeconds(3 * 3_600);
      on(noon, () -> channel.down(true));
      on(noon.plusSeconds(30), () -> {});
      on(noon.plusSeconds(60L * (5 + chance.nextInt(40))), () -> channel.down(false));
    }
  }

  private MessageReceived message(Person person, String text, boolean addressed) {
    return new MessageReceived(
        person.channel(),
        new MessageId("m" + ++messages),
        person.conversation(),
        person.asker(),
        text,
        List.of(),
        !addressed
            ? Addressing.NONE
            : person.conversation().isGroup() ? Addressing.MENTION : Addressing.PRIVATE,
        Optional.empty(),
        clock.instant(),
        false);
  }

  private CountedChannel channel(Person person) {
    return java.util.Objects.requireNonNull(channels.get(person.channel()));
  }

  /** What cadres' answers begin with, each different. */
  Set<String> answers() {
    return Set.copyOf(answers);
  }

  Qingsheng house() {
    return house;
  }

  @Override
  public void close() {
    house.close();
  }
}
