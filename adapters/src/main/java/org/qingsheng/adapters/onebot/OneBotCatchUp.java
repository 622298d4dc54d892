package org.qingsheng.adapters.onebot;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.qingsheng.adapters.CleanText;
import org.qingsheng.adapters.EventRelay;
import org.qingsheng.adapters.InboundSink.Receipt;
import org.qingsheng.adapters.KnowsGroups.Group;
import org.qingsheng.adapters.onebot.OneBotConnection.CallEnd;
import org.qingsheng.adapters.onebot.OneBotFrame.Answer;
import org.qingsheng.adapters.onebot.OneBotHistory.Item;
import org.qingsheng.adapters.onebot.OneBotHistory.Reach;
import org.qingsheng.adapters.onebot.OneBotHistory.Read;
import org.qingsheng.adapters.onebot.OneBotIds.Chat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches what was said while nobody listened. OneBot sends nothing twice, so after every new
 * connection each group's and each friend's history is read back to where it is known without a
 * gap, at most {@link OneBotSettings#catchUp}, and handed on oldest first. What is known already
 * comes again with the same message id and is dropped by its receiver.
 */
final class OneBotCatchUp {
  /** Conversations read at the same time: the client serves live traffic meanwhile. */
  private static final int AT_ONCE = 4;

  /** How far a gap is entered beyond its known edge, for clocks that differ. */
  private static final Duration OVERLAP = Duration.ofMinutes(2);

  /** Messages handed over before the first of them must be durable. */
  private static final int HANDED_OVER_AT_ONCE = 64;

  private static final Logger log = LoggerFactory.getLogger(OneBotCatchUp.class);

  private final OneBotSettings settings;
  private final InstantSource clock;
  private final OneBotHistory history;
  private final EventRelay relay;
  private final OwnMessages own;

  OneBotCatchUp(
      OneBotSettings settings,
      InstantSource clock,
      OneBotHistory history,
      EventRelay relay,
      OwnMessages own) {
    this.settings = settings;
    this.clock = clock;
    this.history = history;
    this.relay = relay;
    this.own = own;
  }

  /**
   * Catches up for one connection, leaving out what was caught up on it before; ends early when
   * another has taken its place. Blocks.
   *
   * @return false when something could not be read, so that trying again may help
   */
  boolean run(OneBotAccount account, OneBotConnection connection) {
    List<Chat> groups = new ArrayList<>();
    if (!list(account, "get_group_list", "group_id", true, groups)) {
      return false;
    }
    var complete = new AtomicBoolean(true);
    boolean served = readAll(account, connection, groups, complete);
    if (!groups.isEmpty()) {
      account.historyServed(served);
    }
    List<Chat> friends = new ArrayList<>();
    if (list(account, "get_friend_list", "user_id", false, friends)) {
      readAll(account, connection, friends, complete);
    }
    log.atInfo()
        .addKeyValue("channel", settings.channel().value())
        .addKeyValue("groups", groups.size())
        .addKeyValue("served", served)
        .addKeyValue("complete", complete.get())
        .log("onebot caught up");
    return complete.get();
  }

  /** Asks an account for its groups again. Blocks. */
  void refreshGroups(OneBotAccount account) {
    boolean told = list(account, "get_group_list", "group_id", true, new ArrayList<>());
    log.atInfo()
        .addKeyValue("channel", settings.channel().value())
        .addKeyValue("groups", account.groups().size())
        .addKeyValue("told", told)
        .log("onebot groups asked for again");
  }

  private boolean list(
      OneBotAccount account, String action, String field, boolean group, List<Chat> to) {
    CallEnd end = account.call(OneBotEncoder.call(action), settings.callTimeout());
    if (!(end instanceof CallEnd.Answered(Answer answer))) {
      return false;
    }
    var known = new ArrayList<Group>();
    for (JsonNode item : answer.data()) {
      OneBotDecoder.number(item, field)
          .filter(number -> group || !number.equals(account.self()))
          .ifPresent(number -> {
            var chat = new Chat(account.self(), group, number);
            to.add(chat);
            known.add(
                new Group(
                    chat.id(),
                    CleanText.of(item.path("group_name").asText("")),
                    item.path("member_count").asInt(0)));
          });
    }
    if (group && answer.ok()) {
      account.groups(known, clock.instant());
    }
    return answer.ok() || answer.unknownAction();
  }

  /** Returns whether history is served, as far as was seen. */
  private boolean readAll(
      OneBotAccount account,
      OneBotConnection connection,
      List<Chat> chats,
      AtomicBoolean complete) {
    var left = new ConcurrentLinkedQueue<>(chats);
    var served = new AtomicBoolean(true);
    Runnable worker =
        () -> {
          for (Chat chat = left.poll();
              chat != null && served.get() && account.isListeningOn(connection);
              chat = left.poll()) {
            switch (readOne(account, connection, chat)) {
              case Read.Items(_, var reach) -> {
                if (reach == Reach.BROKEN_OFF) {
                  complete.set(false);
                }
              }
              case Read.NotServed _ -> served.set(false);
              case Read.Failed _ -> complete.set(false);
            }
          }
        };
    try (var workers =
        Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("onebot-catch-up-", 0).factory())) {
      for (int i = 0; i < Math.min(AT_ONCE, chats.size()); i++) {
        var _ = workers.submit(worker);
      }
    }
    return served.get();
  }

  private Read readOne(OneBotAccount account, OneBotConnection connection, Chat chat) {
    if (connection.caughtUp().contains(chat.id().value())) {
      return new Read.Items(List.of(), Reach.FAR_ENOUGH);
    }
    Instant horizon = clock.instant().minus(settings.catchUp());
    Instant from =
        account
            .coveredUntil(chat)
            .map(edge -> edge.minus(OVERLAP))
            .filter(edge -> edge.isAfter(horizon))
            .orElse(horizon);
    Read read = history.read(account, chat, from, _ -> false);
    if (read instanceof Read.Items(var items, var reach)) {
      if (handOver(items, from) && reach != Reach.BROKEN_OFF) {
        connection.caughtUp().add(chat.id().value());
      }
      log.atDebug()
          .addKeyValue("group", chat.group()) // not its id: a private talk's is the person's number
          .addKeyValue("messages", items.size())
          .addKeyValue("reach", reach)
          .log("onebot conversation read back");
    } else if (read instanceof Read.Failed(var reason, _)) {
      log.atInfo()
          .addKeyValue("group", chat.group())
          .addKeyValue("reason", reason)
          .log("onebot history not read");
    }
    return read;
  }

  /** Returns whether all of it is durable. */
  private boolean handOver(List<Item> items, Instant from) {
    var underWay = new ArrayList<CompletableFuture<Receipt>>(HANDED_OVER_AT_ONCE);
    boolean durable = true;
    for (Item item : items) {
      if (item.frame() instanceof OneBotFrame.OwnMessage(var id)) {
        own.seen(id);
      } else if (item.frame() instanceof OneBotFrame.Event(var event)
          && !item.at().isBefore(from)) {
        underWay.add(relay.offer(event));
        if (underWay.size() >= HANDED_OVER_AT_ONCE) {
          durable = allDurable(underWay) && durable;
        }
      }
    }
    return allDurable(underWay) && durable;
  }

  private static boolean allDurable(List<CompletableFuture<Receipt>> underWay) {
    try {
      CompletableFuture.allOf(underWay.toArray(CompletableFuture[]::new)).join();
      return true;
    } catch (CompletionException e) {
      return false; // dropped; the relay has counted it and asks for another catch-up
    } finally {
      underWay.clear();
    }
  }
}
