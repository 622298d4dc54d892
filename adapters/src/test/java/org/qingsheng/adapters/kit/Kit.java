package org.qingsheng.adapters.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Assumptions;
import org.qingsheng.adapters.ChannelAdapter;
import org.qingsheng.adapters.Delivery;
import org.qingsheng.adapters.IdempotencyKey;
import org.qingsheng.adapters.InboundEvent.MessageReceived;
import org.qingsheng.adapters.OutboundMessage;
import org.qingsheng.adapters.OutboundMessage.Route;
import org.qingsheng.adapters.kit.KitSink.Mood;
import org.qingsheng.adapters.kit.Said.Place;
import org.qingsheng.adapters.kit.Said.Who;

/** What the checks hold in their hands: one platform, its adapter, and the bot behind it. */
public final class Kit implements AutoCloseable {
  private final PlatformSide platform;
  private final KitSink sink = new KitSink();

  Kit(PlatformSide platform) {
    this.platform = platform;
  }

  Kit started() {
    adapter().start(sink);
    platform.awaitReady();
    return this;
  }

  PlatformSide platform() {
    return platform;
  }

  ChannelAdapter adapter() {
    return platform.adapter();
  }

  KitSink sink() {
    return sink;
  }

  /** Skips the check, saying why, unless the platform can do all of this. */
  void needs(Enum<?>... things) {
    for (var thing : things) {
      var reason = platform.abilities().reason(thing);
      Assumptions.assumeTrue(reason.isEmpty(), () -> thing + "：" + reason.orElse(""));
    }
  }

  /** Skips the check, saying why, where the platform does have this. */
  void needsNo(Enum<?> thing, String why) {
    Assumptions.assumeFalse(platform.abilities().has(thing), why);
  }

  /** Where the bot is usually spoken to. */
  Place usualPlace() {
    return platform.abilities().has(Trait.GROUPS) ? Place.GROUP : Place.PRIVATE;
  }

  /** Xiaoming asks the bot where it is usually asked. */
  Told says(String text) {
    return platform.says(Said.toBot(Who.XIAOMING, usualPlace(), text));
  }

  /** The same, waited for until it is stored. */
  MessageReceived asked(String text) {
    var _ = says(text);
    return sink.awaitMessage(text);
  }

  /** The answer to a question by a call of ours, as the delivery plan would have it sent. */
  static OutboundMessage answer(MessageReceived question, String text) {
    return answer(
        question, "answer-" + question.id(), new Route.Push(Optional.of(question.id())), text);
  }

  static OutboundMessage answer(MessageReceived question, String key, Route route, String text) {
    return new OutboundMessage(
        new IdempotencyKey(key.length() > 120 ? "k" + key.hashCode() : key),
        question.channel(),
        question.conversation(),
        question.asker(),
        route,
        Optional.of(question.id()),
        question.conversation().isGroup(),
        text,
        List.of());
  }

  Delivery answers(MessageReceived question, String text) {
    return adapter().send(answer(question, text));
  }

  /** The texts people saw that have this in them. */
  List<String> seen(String part) {
    return seenTexts().stream().filter(text -> text.contains(part)).toList();
  }

  List<String> seenTexts() {
    return platform.seen().stream().map(Seen::text).toList();
  }

  void awaitSeen(String part) {
    sink.await("sight of the answer", () -> !seen(part).isEmpty());
  }

  /** How we said that a message is safe: true, false, or never within the time that it may take. */
  static Optional<Boolean> acknowledged(Told told) {
    try {
      return Optional.of(told.acknowledged().get(20, TimeUnit.SECONDS));
    } catch (ExecutionException e) {
      return Optional.of(false);
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** Does something and moves time on until it has worked. */
  void untilStored(String text) {
    sink.await(
        "message that could not be stored at first",
        () -> {
          platform.passes(Duration.ofSeconds(1));
          return sink.texts().contains(text);
        });
  }

  /** Sends all at the same time. */
  List<Delivery> atOnce(List<OutboundMessage> messages) {
    try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Delivery>> sends = new ArrayList<>();
      for (var message : messages) {
        Callable<Delivery> send = () -> adapter().send(message);
        sends.add(callers.submit(send));
      }
      var ends = new ArrayList<Delivery>();
      for (var send : sends) {
        ends.add(send.get(30, TimeUnit.SECONDS));
      }
      return ends;
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError("a send did not end as it should", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** Different questions of two people in turn, stored; few enough for anybody's quota. */
  List<MessageReceived> asked(int count) {
    var questions = new ArrayList<MessageReceived>();
    for (int i = 0; i < count; i++) {
      var text = "第%d个问题".formatted(i);
      var who = i % 2 == 0 ? Who.XIAOMING : Who.XIAOHONG;
      var _ = platform.says(Said.toBot(who, usualPlace(), text));
      questions.add(sink.awaitMessage(text));
    }
    return questions;
  }

  /** The next message still gets through, and is the only news. */
  void stillWorks() {
    sink.mood(Mood.STORES);
    var question = asked("还在吗");
    assertThat(question.text()).isEqualTo("还在吗");
  }

  @Override
  public void close() {
    platform.close();
  }
}
