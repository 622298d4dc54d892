package org.qingsheng.bot.endurance;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.qingsheng.adapters.onebot.fake.FakeChat;
import org.qingsheng.adapters.onebot.fake.FakeOneBot;
import org.qingsheng.adapters.onebot.fake.Posted;
import org.qingsheng.adapters.wechat.fake.FakeMessage;
import org.qingsheng.adapters.wechat.fake.FakeWeChatPlatform;
import org.qingsheng.adapters.wechat.fake.FakeWeChatSender.Outcome;

/**
 * Many people who ask, whether or not the server is up: a third of them in WeChat, a third in QQ
 * groups and private chats, the others in WeCom, with the official QQ bot and in another system.
 * Everybody asks one question, and chooses the first when offered a choice in WeChat or a QQ group;
 * one in eight only begins to ask, so that there are always words that wait for more. Remembers
 * what was said and what was seen. Thread-safe.
 */
final class Crowd implements AutoCloseable {
  private static final int GROUPS = 20;
  private static final long FIRST_GROUP = 700_000_000;
  private static final long FIRST_PERSON = 300_000_000;

  /** One in so many says only 请问 and no more. */
  private static final int BEGINNERS = 8;

  private final Premises premises;
  private final FakeOneBot qq;
  private final Platforms platforms;
  private final FakeWeChatPlatform wechat;
  private final Random random;
  private final ScheduledExecutorService clockwork =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().name("crowd").factory());
  private final Queue<Said> said = new ConcurrentLinkedQueue<>();
  private final Queue<Seen> seenInQq = new ConcurrentLinkedQueue<>();
  private final Set<String> chose = ConcurrentHashMap.newKeySet();
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicInteger repeats = new AtomicInteger();
  private volatile boolean paused;
  private long people;

  Crowd(Premises premises, FakeOneBot qq, Platforms platforms, Random random) {
    this.premises = premises;
    this.qq = qq;
    this.platforms = platforms;
    this.wechat = platforms.weChat;
    this.random = random;
    qq.whenSent(this::seen);
  }

  /** Begins to talk, evenly, at so many messages a second; the choices come on top. */
  void talks(int perSecond) {
    var _ =
        clockwork.scheduleAtFixedRate(this::ask, 0, 1_000_000 / perSecond, TimeUnit.MICROSECONDS);
  }

  /** Asks nothing new for a while, or goes on; what is open goes on by itself. */
  void pauses(boolean pause) {
    paused = pause;
  }

  private void ask() {
    if (paused) {
      return;
    }
    var topic = random.nextInt(BEGINNERS) == 0 ? Topic.OPENING : Topic.any(random);
    var question = topic.question(random);
    long person = FIRST_PERSON + people++;
    switch (random.nextInt(3)) {
      case 0 -> asksInWeChat("o" + person, question, true);
      case 1 -> asksInQq(Long.toString(person), question);
      default ->
          asksByPost(
              platforms.postmen.get(random.nextInt(platforms.postmen.size())), person, question);
    }
  }

  private void asksByPost(Postman postman, long person, String question) {
    waiting.incrementAndGet();
    var callback = postman.callback();
    var name = "u" + person;
    var _ =
        postman
            .deliver(name, person, question)
            .whenComplete((end, _) -> {
              if (end != null) {
                repeats.addAndGet(end.calls() - 1);
                said.add(
                    new Said(
                        callback.channel(),
                        callback.messageId(person),
                        name,
                        true,
                        end.taken(),
                        !end.taken()));
              }
              waiting.decrementAndGet();
            });
  }

  private void asksInQq(String person, String question) {
    if (random.nextInt(5) == 0) {
      said(qq.friend(person).says(person, question), true);
    } else {
      var group = qq.group(Long.toString(FIRST_GROUP + random.nextInt(GROUPS)));
      said(group.asks(person, question), true);
    }
  }

  private void said(Posted posted, boolean first) {
    said.add(new Said(Premises.ONEBOT, oneBotId(posted), posted.sender(), first, false, false));
  }

  private static String oneBotId(Posted posted) {
    FakeChat chat = posted.chat();
    return "ob:%s:%s%s:%s"
        .formatted(Premises.SELF, chat.isGroup() ? "g" : "u", chat.number(), posted.id());
  }

  private void seen(Posted posted) {
    var chat = posted.chat();
    var asker = chat.isGroup() ? posted.mentions().orElse("") : chat.number();
    seenInQq.add(new Seen(Premises.ONEBOT, asker, posted.text().strip()));
    if (offersChoice(posted.text()) && chose.add(asker)) {
      said(chat.isGroup() ? chat.asks(asker, "1") : chat.says(asker, "1"), false);
    }
  }

  private static boolean offersChoice(String text) {
    return text.contains(Topic.OPTIONS);
  }

  private void asksInWeChat(String openid, String text, boolean first) {
    waiting.incrementAndGet();
    var message =
        FakeMessage.text(wechat.account(), openid, InstantSource.system().instant(), text);
    var _ =
        wechat
            .sender()
            .deliver(premises.weChat(), message)
            .whenComplete((outcome, _) -> {
              if (outcome != null) {
                heard(message, outcome, first);
              }
              waiting.decrementAndGet();
            });
  }

  private void heard(FakeMessage message, Outcome outcome, boolean first) {
    boolean acknowledged =
        outcome.attempts().stream().anyMatch(attempt -> attempt.status().orElse(0) == 200);
    repeats.addAndGet(outcome.calls() - 1);
    said.add(
        new Said(
            Premises.WECHAT,
            message.msgId(),
            message.openid(),
            first,
            acknowledged,
            outcome.fault()));
    if (outcome.reply().filter(Crowd::offersChoice).isPresent() && chose.add(message.openid())) {
      asksInWeChat(message.openid(), "1", false);
    }
  }

  /** Says nothing more; waits until platforms have given up or been answered everywhere. */
  boolean fallsSilent(Duration atMost) {
    clockwork.shutdown();
    return Pause.until(() -> waiting.get() == 0, atMost);
  }

  List<Said> said() {
    return List.copyOf(said);
  }

  /** How often platforms had to call again. */
  int repeats() {
    return repeats.get();
  }

  /** Everything people saw, QQ first. */
  List<Seen> seen() {
    var all = new ArrayList<>(seenInQq);
    all.addAll(platforms.seen());
    return all;
  }

  @Override
  public void close() {
    clockwork.shutdownNow();
  }
}
