package org.qingsheng.bot.console;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.ConversationId;
import org.qingsheng.adapters.IdempotencyKey;
import org.qingsheng.adapters.InboundEvent;
import org.qingsheng.adapters.InboundEvent.MessageReceived;
import org.qingsheng.adapters.InboundSink;
import org.qingsheng.adapters.OutboundMessage;
import org.qingsheng.adapters.OutboundMessage.Choice;
import org.qingsheng.adapters.webchat.Transcript;
import org.qingsheng.adapters.webchat.WebChatAdapter;
import org.qingsheng.adapters.webchat.WebChatSettings;

/** A web chat whose other end answers from a function, and remembers what was said. */
final class ChatRoom implements InboundSink, Transcript, AutoCloseable {
  /** An answer with what may be tapped. */
  record Answer(String text, List<Choice> choices) {}

  final WebChatAdapter adapter;
  private final Function<String, Optional<Answer>> answers;
  private final List<Line> lines = new ArrayList<>();
  private final InstantSource clock;

  ChatRoom(InstantSource clock, Function<String, Optional<Answer>> answers) {
    this.clock = clock;
    this.answers = answers;
    this.adapter =
        new WebChatAdapter(
            WebChatSettings.of(new ChannelId("web"), URI.create("http://127.0.0.1")),
            this,
            new ObjectMapper(),
            new Random(11),
            clock);
    adapter.start(this);
  }

  @Override
  public CompletableFuture<Receipt> accept(InboundEvent event) {
    var heard = (MessageReceived) event;
    synchronized (lines) {
      if (lines.stream()
          .anyMatch(line -> line instanceof Line.Said said && said.id().equals(heard.id()))) {
        return CompletableFuture.completedFuture(new Receipt(false, false));
      }
      lines.add(new Line.Said(heard.id(), heard.text(), heard.at()));
    }
    var answer = answers.apply(heard.text());
    answer.ifPresent(found -> says(heard, found));
    return CompletableFuture.completedFuture(new Receipt(true, answer.isPresent()));
  }

  private void says(MessageReceived to, Answer answer) {
    var key = new IdempotencyKey("reply:" + to.id().value());
    Instant at = clock.instant().plusMillis(1);
    synchronized (lines) {
      lines.add(new Line.Told(key, answer.text(), answer.choices(), at));
    }
    adapter.send(
        new OutboundMessage(
            key,
            to.channel(),
            to.conversation(),
            to.asker(),
            new OutboundMessage.Route.Push(Optional.empty()),
            Optional.empty(),
            false,
            answer.text(),
            answer.choices()));
  }

  @Override
  public List<Line> lines(ConversationId conversation, int limit) {
    synchronized (lines) {
      return List.copyOf(lines.subList(Math.max(0, lines.size() - limit), lines.size()));
    }
  }

  @Override
  public void close() {
    adapter.close();
  }
}
