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
 * @param memory what the talk has been about, and what the person said about themselves
 * @param wizard where the person stands in an eligibility check
 * @param lately the question just answered, to which something may be added
 */
record DialogueState(
    Optional<Options> options,
    Optional<Last> last,
    List<String> rest,
    Optional<String> lastQuestion,
    Optional<Awaiting> awaitingWords,
    List<Long> recent,
    boolean limitTold,
    Optional<Long> calledAt,
    Memory memory,
    Optional<AtWizard> wizard,
    Optional<Lately> lately) {
  @SuppressWarnings("NullAway") // states stored before these existed lack them
  DialogueState {
    calledAt = calledAt == null ? Optional.empty() : calledAt;
    memory = memory == null ? Memory.NONE : memory;
    wizard = wizard == null ? Optional.empty() : wizard;
    lately = lately == null ? Optional.empty() : lately;
  }

  static final DialogueState NEW =
      new DialogueState(
          Optional.empty(),
          Optional.empty(),
          List.of(),
          Optional.empty(),
          Optional.empty(),
          List.of(),
          false,
          Optional.empty(),
          Memory.NONE,
          Optional.empty(),
          Optional.empty());

  private static final JsonMapper JSON = JsonMapper.builder().addModule(new Jdk8Module()).build();

  /** What kind of choice was offered. */
  enum Offer {
    ENTRIES,
    USELESS,
    REGION,
    WIZARDS,
    AUDIENCE,
    MORE_WORDS
  }

  /**
   * Numbered choices.
   *
   * @param entries entry ids in the order shown; the number after the last means a person. For
   *     {@link Offer#AUDIENCE} kinds of people, and after the last none of them
   */
  record Options(Offer offer, String item, List<String> entries, long until) {}

  /** The last answer. */
  record Last(String item, String entry, long at) {}

  /** An item replied to a moment ago; what is added until then belongs to it. */
  record Lately(String item, long until) {}

  record Awaiting(String item, long until) {}

  /**
   * What the talk has been about.
   *
   * @param subject what the last question named, or the last answer was about
   * @param at when that was
   * @param home where the person is registered (户籍地), if they said so
   * @param regionAsked when the person was last asked where they are
   * @param audience what the person said they are when asked (应届, 退役 …)
   */
  record Memory(
      Optional<String> subject,
      long at,
      Optional<String> home,
      Optional<Long> regionAsked,
      Optional<String> audience) {
    @SuppressWarnings("NullAway") // states stored before it existed lack it
    Memory {
      audience = audience == null ? Optional.empty() : audience;
    }

    static final Memory NONE =
        new Memory(Optional.empty(), 0, Optional.empty(), Optional.empty(), Optional.empty());

    /** What outlives a talk: what the person said about themselves. */
    Memory ofPerson() {
      return new Memory(Optional.empty(), 0, home, regionAsked, audience);
    }
  }

  /** A step of an eligibility check that waits for yes or no. */
  record AtWizard(String wizard, String step, int asked, String item, long until) {}

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

  Optional<Lately> latelyAt(Instant now) {
    return lately.filter(one -> one.until() > now.toEpochMilli());
  }

  Optional<AtWizard> wizardAt(Instant now) {
    return wizard.filter(step -> step.until() > now.toEpochMilli());
  }

  /** The subject talked about, unless that was too long ago. */
  Optional<String> subjectSince(Instant earliest) {
    return memory.at() >= earliest.toEpochMilli() ? memory.subject() : Optional.empty();
  }

  DialogueState withSubject(String subject, Instant now) {
    return withMemory(
        new Memory(
            Optional.of(subject),
            now.toEpochMilli(),
            memory.home(),
            memory.regionAsked(),
            memory.audience()));
  }

  DialogueState withHome(String region) {
    return withMemory(
        new Memory(
            memory.subject(),
            memory.at(),
            Optional.of(region),
            memory.regionAsked(),
            memory.audience()));
  }

  DialogueState withRegionAsked(Instant now) {
    return withMemory(
        new Memory(
            memory.subject(),
            memory.at(),
            memory.home(),
            Optional.of(now.toEpochMilli()),
            memory.audience()));
  }

  DialogueState withAudience(String tag) {
    return withMemory(
        new Memory(
            memory.subject(), memory.at(), memory.home(), memory.regionAsked(), Optional.of(tag)));
  }

  DialogueState withMemory(Memory now) {
    return new DialogueState(
        options,
        last,
        rest,
        lastQuestion,
        awaitingWords,
        recent,
        limitTold,
        calledAt,
        now,
        wizard,
        lately);
  }

  DialogueState withWizard(Optional<AtWizard> now) {
    return new DialogueState(
        options,
        last,
        rest,
        lastQuestion,
        awaitingWords,
        recent,
        limitTold,
        calledAt,
        memory,
        now,
        lately);
  }

  DialogueState withLately(Optional<Lately> now) {
    return new DialogueState(
        options,
        last,
        rest,
        lastQuestion,
        awaitingWords,
        recent,
        limitTold,
        calledAt,
        memory,
        wizard,
        now);
  }

  DialogueState withOptions(Optional<Options> now) {
    return new DialogueState(
        now,
        last,
        rest,
        lastQuestion,
        awaitingWords,
        recent,
        limitTold,
        calledAt,
        memory,
        wizard,
        lately);
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
        calledAt,
        memory,
        wizard,
        lately);
  }

  DialogueState withRest(List<String> more) {
    return new DialogueState(
        options,
        last,
        List.copyOf(more),
        lastQuestion,
        awaitingWords,
        recent,
        limitTold,
        calledAt,
        memory,
        wizard,
        lately);
  }

  DialogueState withLastQuestion(String words) {
    return new DialogueState(
        options,
        last,
        rest,
        Optional.of(words),
        awaitingWords,
        recent,
        limitTold,
        calledAt,
        memory,
        wizard,
        lately);
  }

  DialogueState withAwaiting(Optional<Awaiting> now) {
    return new DialogueState(
        options,
        last,
        rest,
        lastQuestion,
        now,
        recent,
        limitTold,
        calledAt,
        memory,
        wizard,
        lately);
  }

  DialogueState withRecent(List<Long> now, boolean told) {
    return new DialogueState(
        options,
        last,
        rest,
        lastQuestion,
        awaitingWords,
        List.copyOf(now),
        told,
        calledAt,
        memory,
        wizard,
        lately);
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
        Optional.of(now.toEpochMilli()),
        memory,
        wizard,
        lately);
  }

  /**
   * What is left when a message was taken back: no words of a question, and no choice, step or wish
   * to hear more about that item.
   */
  DialogueState withoutWords(Optional<ItemId> item) {
    return new DialogueState(
        options.filter(offered -> !isOf(item, offered.item())),
        last,
        rest,
        Optional.empty(),
        awaitingWords.filter(awaiting -> !isOf(item, awaiting.item())),
        recent,
        limitTold,
        calledAt,
        memory.ofPerson(),
        wizard.filter(step -> !isOf(item, step.item())),
        lately.filter(one -> !isOf(item, one.item())));
  }

  private static boolean isOf(Optional<ItemId> item, String id) {
    return item.filter(one -> one.value().equals(id)).isPresent();
  }
}
