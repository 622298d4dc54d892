package org.qingsheng.adapters.onebot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.qingsheng.adapters.onebot.OneBotConnection.CallEnd;
import org.qingsheng.adapters.onebot.OneBotFrame.Answer;
import org.qingsheng.adapters.onebot.OneBotIds.Chat;

/**
 * Reads a conversation back from the platform's history. That is an extension (NapCat, LLBot,
 * Lagrange and go-cqhttp serve it) and its paging differs from client to client, so: the newest
 * messages in two steps, then page by page, and where a client does not page, one large answer.
 */
final class OneBotHistory {
  /** What came back. */
  sealed interface Read {
    /**
     * Messages said in the conversation.
     *
     * @param oldestFirst without repetition
     * @param reach how far back they go
     */
    record Items(List<Item> oldestFirst, Reach reach) implements Read {}

    /** This client does not serve history. */
    record NotServed() implements Read {}

    /**
     * This time it did not work.
     *
     * @param lineLost whether the client did not even answer
     */
    record Failed(String reason, boolean lineLost) implements Read {}
  }

  /** How far back a reading goes. */
  enum Reach {
    /** Nothing since the time asked for can be missing. */
    FAR_ENOUGH,
    /** The client has no more. */
    ALL_THERE_IS,
    /** The line was lost on the way. */
    BROKEN_OFF
  }

  /**
   * One message, decoded at once so that large answers do not stay in memory as JSON.
   *
   * @param number its {@code message_id}
   * @param seq what the next page is asked by
   * @param frame the same as if it had been told live
   * @param said what it says if this account said it
   */
  record Item(
      String number, String seq, Instant at, OneBotFrame frame, Optional<MessageContent> said) {}

  /** How many messages are asked for first; enough for the look-up and for a short gap. */
  private static final int FIRST_COUNT = 100;

  private static final int SECOND_COUNT = 500;
  private static final int PAGE = 100;
  private static final int MOST_PAGES = 500;

  private final Duration timeout;
  private final OneBotDecoder decoder;

  OneBotHistory(Duration timeout, OneBotDecoder decoder) {
    this.timeout = timeout;
    this.decoder = decoder;
  }

  /**
   * Reads back until a time, or as far as the client goes. Blocks for several calls.
   *
   * @param enough whether nothing older than this message is needed
   */
  Read read(OneBotAccount account, Chat chat, Instant from, Predicate<Item> enough) {
    Predicate<Item> reaches = item -> item.at().isBefore(from) || enough.test(item);
    var known = new LinkedHashMap<String, Item>();
    Optional<Read> end = newest(account, chat, FIRST_COUNT, known, reaches);
    if (end.isEmpty() && known.size() >= FIRST_COUNT) {
      end = newest(account, chat, SECOND_COUNT, known, reaches);
    }
    int readAtOnce = known.size();
    if (end.isEmpty()) {
      end = older(account, chat, known, reaches);
    }
    if (end.isEmpty() && known.size() == readAtOnce && readAtOnce >= SECOND_COUNT) {
      end = newest(account, chat, OneBotAccount.LARGEST_HISTORY, known, reaches);
    }
    return end.orElseGet(() -> new Read.Items(sorted(known), Reach.ALL_THERE_IS));
  }

  /** Reads the newest messages; empty when that does not reach back far enough. */
  private Optional<Read> newest(
      OneBotAccount account,
      Chat chat,
      int wanted,
      Map<String, Item> known,
      Predicate<Item> reaches) {
    int count = Math.min(wanted, account.historyLimit());
    return step(account, OneBotEncoder.history(chat, count), chat, count, known, reaches)
        .filter(end -> known.isEmpty() || end instanceof Read.Items);
  }

  /** Reads page by page until far enough, or until a page brings nothing new. */
  private Optional<Read> older(
      OneBotAccount account, Chat chat, Map<String, Item> known, Predicate<Item> reaches) {
    for (int page = 0; page < MOST_PAGES && !known.isEmpty(); page++) {
      Item oldest = sorted(known).getFirst();
      int before = known.size();
      int count = Math.min(PAGE, account.historyLimit());
      ObjectNode call = OneBotEncoder.historyBefore(chat, oldest.seq(), oldest.number(), count);
      Optional<Read> end = step(account, call, chat, count, known, reaches);
      if (end.isPresent() && end.get() instanceof Read.Failed(_, var lineLost) && lineLost) {
        return Optional.of(new Read.Items(sorted(known), Reach.BROKEN_OFF));
      }
      if (end.isPresent() && end.get() instanceof Read.Items) {
        return end;
      }
      if (end.isPresent() || known.size() == before) {
        return Optional.empty(); // this client does not page
      }
    }
    return Optional.empty();
  }

  private Optional<Read> step(
      OneBotAccount account,
      ObjectNode call,
      Chat chat,
      int count,
      Map<String, Item> known,
      Predicate<Item> reaches) {
    return switch (account.call(call, timeout)) {
      case CallEnd.Answered(Answer answer) when answer.ok() -> {
        List<Item> batch =
            messages(answer.data()).stream().flatMap(message -> item(message, chat)).toList();
        merge(batch, known);
        yield batch.stream().anyMatch(reaches)
            ? Optional.of(new Read.Items(sorted(known), Reach.FAR_ENOUGH))
            : Optional.empty();
      }
      case CallEnd.Answered(Answer answer) when answer.unknownAction() ->
          Optional.of(new Read.NotServed());
      case CallEnd.Answered(Answer answer) ->
          Optional.of(new Read.Failed("retcode " + answer.retcode(), false));
      case CallEnd.NotWritten(var reason) -> Optional.of(new Read.Failed(reason, true));
      case CallEnd.Lost(var reason) -> {
        account.askForLessHistory(count);
        yield Optional.of(new Read.Failed(reason, true));
      }
    };
  }

  /** Puts what comes before the first known message before it, and what comes after it last. */
  private static void merge(List<Item> batch, Map<String, Item> known) {
    var before = new LinkedHashMap<String, Item>();
    var after = new LinkedHashMap<String, Item>();
    boolean passed = false;
    for (Item item : batch) {
      if (known.containsKey(item.number())) {
        passed = true;
      } else {
        (passed ? after : before).putIfAbsent(item.number(), item);
      }
    }
    before.putAll(known);
    before.putAll(after);
    known.clear();
    known.putAll(before);
  }

  private Stream<Item> item(JsonNode message, Chat chat) {
    return OneBotDecoder.number(message, "message_id").stream()
        .map(number ->
            new Item(
                number,
                OneBotDecoder.number(message, "message_seq").orElse(number),
                decoder.time(message),
                decoder.decodeHistory(message, chat),
                OneBotDecoder.isOwn(message, chat.self())
                    ? Optional.of(MessageContent.of(message))
                    : Optional.empty()));
  }

  /**
   * Some clients wrap the list in {@code messages}, some answer with it bare; some turn it round.
   */
  private List<JsonNode> messages(JsonNode data) {
    JsonNode list = data.isArray() ? data : data.path("messages");
    var messages = new ArrayList<JsonNode>(list.size());
    list.forEach(messages::add);
    return messages.size() > 1
            && decoder.time(messages.getFirst()).isAfter(decoder.time(messages.getLast()))
        ? messages.reversed()
        : messages;
  }

  /** By time; messages of one second keep the order in which they were merged. */
  private static List<Item> sorted(Map<String, Item> known) {
    return known.values().stream().sorted(Comparator.comparing(Item::at)).toList();
  }
}
