package org.qingsheng.adapters.wecom;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.qingsheng.adapters.InboundEvent;
import org.qingsheng.adapters.InboundEvent.MessageReceived;
import org.qingsheng.adapters.InboundSink;

/** The bot behind an adapter: keeps what it is told and says what the test wants. */
final class BotDouble implements InboundSink {
  static final Receipt NO_REPLY = new Receipt(true, false);
  static final Receipt REPLY_COMING = new Receipt(true, true);

  final LinkedBlockingQueue<InboundEvent> events = new LinkedBlockingQueue<>();
  volatile Function<InboundEvent, CompletableFuture<Receipt>> says =
      _ -> CompletableFuture.completedFuture(NO_REPLY);

  @Override
  public CompletableFuture<Receipt> accept(InboundEvent event) {
    events.add(event);
    return says.apply(event);
  }

  void answers(Receipt receipt) {
    says = _ -> CompletableFuture.completedFuture(receipt);
  }

  InboundEvent next() throws InterruptedException {
    var event = events.poll(20, TimeUnit.SECONDS);
    if (event == null) {
      throw new AssertionError("no event came");
    }
    return event;
  }

  /** Texts of the next so many messages. */
  List<String> texts(int count) throws InterruptedException {
    var texts = new ArrayList<String>();
    for (int i = 0; i < count; i++) {
      if (!(next() instanceof MessageReceived message)) {
        throw new AssertionError("not a message");
      }
      texts.add(message.text());
    }
    return texts;
  }
}
