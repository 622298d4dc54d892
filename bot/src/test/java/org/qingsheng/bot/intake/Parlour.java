package org.qingsheng.bot.intake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.qingsheng.adapters.Addressing;
import org.qingsheng.adapters.Attachment;
import org.qingsheng.adapters.ChannelAdapter;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.InboundEvent;
import org.qingsheng.adapters.InboundEvent.MessageReceived;
import org.qingsheng.adapters.InboundSink.Receipt;
import org.qingsheng.adapters.MessageId;
import org.qingsheng.adapters.OutboundMessage;
import org.qingsheng.adapters.simulator.SimulatorAdapter;
import org.qingsheng.adapters.simulator.SimulatorRules;
import org.qingsheng.bot.delivery.DeliveryRules;
import org.qingsheng.bot.delivery.Dispatch;
import org.qingsheng.bot.delivery.FreeManners;
import org.qingsheng.bot.delivery.Sized;
import org.qingsheng.bot.dialogue.Answers;
import org.qingsheng.bot.dialogue.CrisisWords;
import org.qingsheng.bot.dialogue.Dialogue;
import org.qingsheng.bot.dialogue.DialogueContent;
import org.qingsheng.bot.dialogue.Intents;
import org.qingsheng.bot.dialogue.OutOfScope;
import org.qingsheng.bot.dialogue.Subjects;
import org.qingsheng.bot.dialogue.Wizards;
import org.qingsheng.bot.dialogue.Wording;
import org.qingsheng.bot.files.FileDesk;
import org.qingsheng.bot.files.FileShelf;
import org.qingsheng.bot.house.TestClock;
import org.qingsheng.bot.ledger.DialogueKey;
import org.qingsheng.bot.ledger.Item;
import org.qingsheng.bot.ledger.Items.ItemQuery;
import org.qingsheng.bot.ledger.Ledger;
import org.qingsheng.bot.ledger.Turns;
import org.qingsheng.bot.people.CsvRegions;
import org.qingsheng.bot.people.Scope;
import org.qingsheng.bot.pickup.PickUpLinks;
import org.qingsheng.bot.store.Database;
import org.qingsheng.bot.store.FreshDatabase;
import org.qingsheng.bot.store.SqlFiles;
import org.qingsheng.bot.store.SqlGroups;
import org.qingsheng.bot.store.SqlItems;
import org.qingsheng.bot.store.SqlLedger;
import org.qingsheng.bot.store.SqlOutbox;
import org.qingsheng.bot.store.SqlSceneCodes;
import org.qingsheng.bot.store.SqlTalks;
import org.qingsheng.bot.store.TinkSeal;
import org.qingsheng.knowledge.RegionCode;

/** People talk with the real intake, dialogue, ledger and delivery over a simulated channel. */
public final class Parlour implements AutoCloseable {
  public static final Path ROOT = Path.of(System.getProperty("qingsheng.root"));
  public static final ChannelId OTHER_CHANNEL = new ChannelId("simulator-2");
  private static final RegionCode GUANGDONG = new RegionCode("440000");
  private static final CsvRegions REGIONS = regions();

  public final TestClock clock = new TestClock();
  public final Turns turns = new Turns(clock);
  public final ScriptedKnowledge knowledge = new ScriptedKnowledge();
  public final SimulatorAdapter channel =
      new SimulatorAdapter(Turns.CHANNEL, SimulatorRules.ONEBOT);
  public final SimulatorAdapter otherChannel =
      new SimulatorAdapter(OTHER_CHANNEL, SimulatorRules.ONEBOT);
  public final Database database;
  public final SqlGroups groups;
  public final SqlItems items;
  public final SqlTalks talks;
  public final SqlOutbox outbox;
  public final Ledger ledger;
  public final Answers answers;
  public final Dialogue dialogue;
  public final Dispatch dispatch;
  public final FileShelf shelf;
  public final FileDesk files;
  public final Intake intake;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private int messages;

  public Parlour(Path folder) {
    this(folder, ROOT.resolve("config/wording.yaml"), talks -> talks);
  }

  /**
   * @param through what intake reads, put behind something of the test's own
   */
  public Parlour(Path folder, Path wordingFile, Function<SqlTalks, Talks> through) {
    this(folder, FreshDatabase.in(folder), wordingFile, through, channel -> channel);
  }

  /** A house that begins again with what another left on disk. */
  public Parlour(Path folder, Database left) {
    this(folder, left, ROOT.resolve("config/wording.yaml"), talks -> talks, channel -> channel);
  }

  /** A house whose channel also hands over files, by their references. */
  static Parlour withFiles(Path folder, Function<String, Optional<byte[]>> files) {
    return new Parlour(
        folder,
        FreshDatabase.in(folder),
        ROOT.resolve("config/wording.yaml"),
        talks -> talks,
        channel -> new FetchingChannel(channel, files));
  }

  private Parlour(
      Path folder,
      Database kept,
      Path wordingFile,
      Function<SqlTalks, Talks> through,
      UnaryOperator<ChannelAdapter> dressed) {
    database = kept;
    groups = new SqlGroups(database, clock);
    items = new SqlItems(database);
    talks = new SqlTalks(database);
    outbox = new SqlOutbox(database, "node-1");
    var adapters = new HashMap<ChannelId, ChannelAdapter>();
    adapters.put(channel.channel(), dressed.apply(channel));
    adapters.put(otherChannel.channel(), otherChannel);
    var manners = FreeManners.of(_ -> false);
    var stored = new SqlLedger(database, "node-1", (_, _, _, _) -> {});
    ledger = new Ledger(new Sized(stored, adapters, manners), executor);
    dispatch = new Dispatch(adapters, outbox, ledger, manners, turns.ids, clock);
    var seal = TinkSeal.open(folder.resolve("seal.json"));
    shelf = new FileShelf(folder.resolve("files"), seal);
    files = new FileDesk(new SqlFiles(database), shelf, clock);
    var wording = Wording.load(wordingFile);
    answers = new Answers(wording, REGIONS, 300);
    dialogue = dialogue(wording);
    intake =
        new Intake(
            adapters,
            through.apply(talks),
            groups,
            () -> dialogue,
            ledger,
            dispatch,
            manners,
            new PickUpHints(
                new PickUpLinks(new byte[32], URI.create("https://qingsheng.example.cn")),
                () -> wording),
            new SqlSceneCodes(database),
            seal,
            shelf,
            GUANGDONG,
            turns.ids,
            clock);
    channel.start(intake);
    otherChannel.start(intake);
  }

  private Dialogue dialogue(Wording wording) {
    var config = ROOT.resolve("config");
    var rules =
        new Dialogue.Settings(
            "青声",
            "团县委",
            Duration.ofMinutes(10),
            Duration.ofMinutes(10),
            5,
            2_000,
            300,
            new Dialogue.Quiet(DeliveryRules.DEFAULT.nights(), DeliveryRules.DEFAULT.days()));
    Function<Instant, Instant> due = now -> now.plus(Duration.ofHours(8));
    return Dialogue.of(
        knowledge,
        wording,
        answers,
        REGIONS,
        new DialogueContent(
            CrisisWords.load(config.resolve("crisis.yaml")),
            OutOfScope.load(config.resolve("out-of-scope.yaml")),
            Intents.load(config.resolve("dialogue/intents.yaml")),
            Subjects.load(config.resolve("dialogue/subjects.yaml")),
            Wizards.load(config.resolve("dialogue/wizards.yaml"))),
        rules,
        due,
        turns.ids,
        clock);
  }

  private static CsvRegions regions() {
    try {
      return CsvRegions.read(ROOT.resolve("config/regions.csv"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A message, not yet told. */
  public MessageReceived message(DialogueKey talk, Addressing addressing, String text) {
    return new MessageReceived(
        talk.channel(),
        new MessageId("m" + ++messages),
        talk.conversation(),
        talk.asker(),
        text,
        List.of(),
        addressing,
        Optional.empty(),
        clock.instant(),
        false);
  }

  /** Somebody says something to the bot, half a minute after what was said before. */
  public List<String> says(DialogueKey talk, String text) {
    clock.pass(Duration.ofSeconds(30));
    return hears(talk, text);
  }

  /** The same, at the same moment. */
  public List<String> hears(DialogueKey talk, String text) {
    var addressing = talk.conversation().isGroup() ? Addressing.MENTION : Addressing.PRIVATE;
    tell(message(talk, addressing, text));
    return sent();
  }

  /** Somebody says something in a group to nobody in particular. */
  public List<String> chats(DialogueKey talk, String text) {
    tell(message(talk, Addressing.NONE, text));
    return sent();
  }

  /** Somebody sends a voice message. */
  public List<String> sendsVoice(DialogueKey talk) {
    clock.pass(Duration.ofSeconds(30));
    var said = message(talk, Addressing.PRIVATE, "");
    tell(
        new MessageReceived(
            said.channel(),
            said.id(),
            said.conversation(),
            said.asker(),
            "",
            List.of(new Attachment(Attachment.Kind.VOICE, Optional.empty(), Optional.empty())),
            said.addressing(),
            said.quotes(),
            said.at(),
            false));
    return sent();
  }

  /** Tells and waits until everything that follows is over. */
  public Receipt tell(InboundEvent event) {
    var receipt = telling(event).join();
    settle();
    return receipt;
  }

  public CompletableFuture<Receipt> telling(InboundEvent event) {
    return event.channel().equals(OTHER_CHANNEL) ? otherChannel.tell(event) : channel.tell(event);
  }

  public void settle() {
    try {
      if (!(intake.awaitIdle(20) && dispatch.awaitIdle(20) && intake.awaitIdle(20))) {
        throw new AssertionError("the house did not come to rest");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** What was sent since the last look. */
  public List<String> sent() {
    return channel.takeSent().stream().map(OutboundMessage::text).toList();
  }

  /** Everything that counts, oldest first. */
  public List<Item> book() {
    return items.find(ItemQuery.ANY.by(org.qingsheng.bot.ledger.Items.Order.OLDEST), Scope.ALL);
  }

  public long rows(String table) {
    return database.read(
        handle -> handle.select("SELECT count(*) FROM " + table).mapTo(Long.class).one());
  }

  /** Messages heard, with their masked words. */
  public Map<String, String> heard() {
    var heard = new HashMap<String, String>();
    database
        .read(handle ->
            handle
                .select("SELECT message_id, text FROM heard")
                .map((row, _) -> Map.entry(row.getString(1), row.getString(2)))
                .list())
        .forEach(each -> heard.put(each.getKey(), each.getValue()));
    return heard;
  }

  @Override
  public void close() {
    settle();
    intake.close();
    dispatch.close();
    executor.close();
    database.close();
  }
}
