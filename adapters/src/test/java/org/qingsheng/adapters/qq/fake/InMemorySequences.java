package org.qingsheng.adapters.qq.fake;

import java.util.HashMap;
import java.util.Map;
import org.qingsheng.adapters.IdempotencyKey;
import org.qingsheng.adapters.MessageId;
import org.qingsheng.adapters.qq.Sequences;

/** Numbers that last as long as this object; hand it to a second adapter to play a restart. */
public final class InMemorySequences implements Sequences {
  private final Map<MessageId, Map<IdempotencyKey, Integer>> numbers = new HashMap<>();
  private final Map<MessageId, Integer> last = new HashMap<>();

  @Override
  public synchronized Given next(MessageId message, IdempotencyKey answer) {
    var given = of(message).get(answer);
    return given == null ? instead(message, answer) : new Given(given, true);
  }

  @Override
  public synchronized Given instead(MessageId message, IdempotencyKey answer) {
    int number = last.merge(message, 1, Integer::sum);
    of(message).put(answer, number);
    return new Given(number, false);
  }

  private Map<IdempotencyKey, Integer> of(MessageId message) {
    return numbers.computeIfAbsent(message, _ -> new HashMap<>());
  }
}
