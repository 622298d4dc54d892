package org.qingsheng.adapters.qq;

import org.qingsheng.adapters.IdempotencyKey;
import org.qingsheng.adapters.MessageId;

/**
 * Numbers the answers to one message: 1, 2, 3 … ({@code msg_seq}). QQ drops a second send with the
 * same message id and number, so the number must be the same for every attempt at one answer, also
 * after a restart: what is returned is already durable. Thread-safe, also between processes.
 */
public interface Sequences {
  /** The number given to that answer before, or the next one of that message. */
  Given next(MessageId message, IdempotencyKey answer);

  /**
   * Gives an answer another number, the next one of that message, because QQ has seen its present
   * one on a different answer.
   */
  Given instead(MessageId message, IdempotencyKey answer);

  /**
   * A number.
   *
   * @param number from 1
   * @param before whether the answer had it already when it was asked for, so that it may have been
   *     sent with it
   */
  record Given(int number, boolean before) {}
}
