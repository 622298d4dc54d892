package org.qingsheng.bot.dialogue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.qingsheng.bot.ledger.ItemId;

/**
 * What is remembered of one person's talk in one chat. Times are epoch milliseconds; words in it
 * are masked.
 *
 * @param options choices offered and not yet picked
 * @param last the last answer given
 * @param rest what 详情 will send
 * @param lastQuestion the last question's words, to ask again once the region is known
 * @param awaitingWords an item handed to people before anything was asked: what comes next belongs
 *     to it
 * @param recent when the latest messages came, for the rate limit
 * @param limitTold whether the person was told about the limit in this minute
 * @param calledAt when a call for a person was last let through beyond the limit
 */
record DialogueState(
    Optional<Options> options,
    Optional<Last> last,
    List<String> rest,
    Optional<String> lastQuestion,
    Optional<Awaiting> awaitingWords,
    List<Long> recent,
    boolean limitTold,
    Optional<Long> calledAt) {
  static final DialogueState NEW =
      new DialogueState(
          Optional.empty(),
          Optional.empty(),
          List.of(),
          Optional.empty(),
          Optional.empty(),
          List.of(),
          false,
          Optional.empty());

  private static final JsonMapper JSON = JsonMapper.builder().addModule(new Jdk8Module()).build();

  /** What kind of choice was offered. */
  enum Offer {
    ENTRIES,
    USELESS,
    REGION,
    MORE_WORDS
  }

  /**
   * Numbered choices.
   *
   * @param entries entry ids in the order shown; the number after the last means a person
   */
  record Options(Offer offer, String item, List<String> entries, long until) {}

  /** The last answer. */
  record Last(String item, String entry, long at) {}

  record Awaiting(String item, long until) {}

  static DialogueState read(Optional<String> json) {
    if (json.isEmpty()) {
      return NEW;
    }
    try {
      return JSON.readValue(json.get(), DialogueState.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a stored dialogue state cannot be read", e);
    }
  }

  String json() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a dialogue state cannot be written", e);
    }
  }

  Optional<Options> optionsAt(Instant now) {
    return options.filter(offered -> offered.until() > now.toEpochMilli());
  }

  Optional<Awaiting> awaitingAt(Instant now) {
    return awaitingWords.filter(awaiting -> awaiting.until() > now.toEpochMilli());
  }

  DialogueState withOptions(Optional<Options> now) {
    return new DialogueState(
        now, last, rest, lastQuestion, awaitingWords, recent, limitTold, calledAt);
  }

  DialogueState withLast(Last now, List<String> more) {
    return new DialogueState(
        options,
        Optional.of(now),
        List.copyOf(more),
        lastQuestion,
        awaitingWords,
        recent,
        limitTold,
        calledAt);
  }

  DialogueState withRest(List<String> more) {
    return new DialogueState(
        options, last, List.copyOf(more), lastQuestion, awaitingWords, recent, limitTold, calledAt);
  }

  DialogueState withLastQuestion(String words) {
    return new DialogueState(
        options, last, rest, Optional.of(words), awaitingWords, recent, limitTold, calledAt);
  }

  DialogueState withAwaiting(Optional<Awaiting> now) {
    return new DialogueState(options, last, rest, lastQuestion, now, recent, limitTold, calledAt);
  }

  DialogueState withRecent(List<Long> now, boolean told) {
    return new DialogueState(
        options, last, rest, lastQuestion, awaitingWords, List.copyOf(now), told, calledAt);
  }

  DialogueState withCallAt(Instant now) {
    return new DialogueState(
        options,
        last,
        rest,
        lastQuestion,
        awaitingWords,
        recent,
        limitTold,
        Optional.of(now.toEpochMilli()));
  }

  /**
   * What is left when a message was taken back: no words of a question, and no choice or wish to
   * hear more about that item.
   */
  DialogueState withoutWords(Optional<ItemId> item) {
    var gone = item.map(ItemId::value);
    return new DialogueState(
        options.filter(offered -> !gone.equals(Optional.of(offered.item()))),
        last,
        rest,
        Optional.empty(),
        awaitingWords.filter(awaiting -> !gone.equals(Optional.of(awaiting.item()))),
        recent,
        limitTold,
        calledAt);
  }
}
