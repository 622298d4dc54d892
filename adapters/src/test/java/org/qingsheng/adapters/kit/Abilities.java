package org.qingsheng.adapters.kit;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a platform cannot do, each with the reason in one Chinese sentence. Everything else is
 * checked.
 */
public final class Abilities {
  private final Map<Enum<?>, String> lacking;

  private Abilities(Map<Enum<?>, String> lacking) {
    this.lacking = Map.copyOf(lacking);
  }

  public static Abilities all() {
    return new Abilities(Map.of());
  }

  /** The same without some of {@link Trait}, {@link Fate}, {@link Attack} or {@link Happening}. */
  public Abilities without(String reason, Enum<?>... things) {
    if (reason.isBlank()) {
      throw new IllegalArgumentException("a skipped check must say why");
    }
    var more = new HashMap<>(lacking);
    Stream.of(things).forEach(thing -> more.put(thing, reason));
    return new Abilities(more);
  }

  public boolean has(Enum<?> thing) {
    return !lacking.containsKey(thing);
  }

  /** Why it is lacking, if it is. */
  public Optional<String> reason(Enum<?> thing) {
    return Optional.ofNullable(lacking.get(thing));
  }
}
