package org.qingsheng.knowledge;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One knowledge entry (知识条目) in one version: a question with its answer, its source and the limits
 * within which the answer holds. Immutable.
 *
 * @param version counts from 1 for each published or drafted text of this id
 * @param question standard question (标准问)
 * @param similar similar questions (相似问): other wordings of the same question
 * @param answer plain-language answer (青言青语), at most 300 characters
 * @param answerWithoutLocal what is answered while a local value the answer needs is not filled in
 * @param official precise wording (原文), may be empty
 * @param kind whether it rests on a document
 * @param topic shelf it stands on
 * @param region where it holds; holds in everything below too
 * @param audience whom it concerns; empty for everyone
 * @param validFrom first day it holds, Asia/Shanghai
 * @param validUntil last day it holds, inclusive, Asia/Shanghai
 * @param checkedOn when someone last compared it with its sources
 * @param office whom to ask (责任单位)
 * @param related entries a reader asks next
 * @param supersededBy the entry that took its place, if any
 */
public record Entry(
    EntryId id,
    int version,
    String question,
    List<String> similar,
    String answer,
    Optional<String> answerWithoutLocal,
    String official,
    Kind kind,
    String topic,
    RegionCode region,
    Set<String> audience,
    Optional<LocalDate> validFrom,
    Optional<LocalDate> validUntil,
    Optional<LocalDate> checkedOn,
    List<Source> sources,
    String office,
    List<EntryId> related,
    Optional<EntryId> supersededBy) {
  public Entry {
    similar = List.copyOf(similar);
    audience = Set.copyOf(audience);
    sources = List.copyOf(sources);
    related = List.copyOf(related);
  }

  /** The same entry with another answer: local values filled in, for one asker. */
  public Entry withAnswer(String text) {
    return with(text, supersededBy);
  }

  /** The same entry naming another successor: the end of a chain of replacements. */
  public Entry withSuccessor(EntryId successor) {
    return with(answer, Optional.of(successor));
  }

  /** The same entry with other similar questions. */
  public Entry withSimilar(List<String> wordings) {
    return new Entry(
        id,
        version,
        question,
        wordings,
        answer,
        answerWithoutLocal,
        official,
        kind,
        topic,
        region,
        audience,
        validFrom,
        validUntil,
        checkedOn,
        sources,
        office,
        related,
        supersededBy);
  }

  private Entry with(String text, Optional<EntryId> successor) {
    return new Entry(
        id,
        version,
        question,
        similar,
        text,
        answerWithoutLocal,
        official,
        kind,
        topic,
        region,
        audience,
        validFrom,
        validUntil,
        checkedOn,
        sources,
        office,
        related,
        successor);
  }

  /** Whether an entry states a rule, and so needs a source, or helps along. */
  public enum Kind {
    POLICY,
    GUIDE
  }
}
