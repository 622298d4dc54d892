package org.qingsheng.adapters.tencent;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.qingsheng.adapters.Delivery.NotSent;

/**
 * The token of one account: fetched when first needed and renewed before its end. One fetch at a
 * time: whoever needs one meanwhile waits for that and shares its end, good or bad. What only a
 * person at the platform's console can repair is asked again seldom. Thread-safe.
 */
public final class Tokens {
  /** What a platform has refused to hand out is asked for again after this. */
  public static final Duration AFTER_REFUSAL = Duration.ofSeconds(60);

  /** After a failure that may be over at any moment. */
  public static final Duration AFTER_TROUBLE = Duration.ofSeconds(5);

  /** Most that is taken off a token's life, so that it does not end on the way. */
  private static final Duration MARGIN = Duration.ofSeconds(200);

  private final String platform;
  private final Source source;
  private final UnaryOperator<Duration> usable;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Kept kept;
  private @Nullable Pause pause;
  private @Nullable CompletableFuture<Result> flight;
  private volatile Optional<String> trouble = Optional.empty();

  /**
   * @param platform its Chinese name, for the operator
   * @param usable how much of a token's life it is used for
   */
  public Tokens(
      String platform, Source source, UnaryOperator<Duration> usable, InstantSource clock) {
    this.platform = platform;
    this.source = source;
    this.usable = usable;
    this.clock = clock;
  }

  /** Uses all of a token's life but its last 200 s, or its last tenth where that is less. */
  public static Duration mostOf(Duration life) {
    var tenth = life.dividedBy(10);
    return life.minus(tenth.compareTo(MARGIN) < 0 ? tenth : MARGIN);
  }

  /** Asks the platform. */
  @FunctionalInterface
  public interface Source {
    /**
     * @param rejected the token the platform has just not taken, if that is why
     */
    Fetched fetch(Optional<String> rejected);
  }

  /** What the platform answered, whatever the HTTP status. */
  public sealed interface Fetched {
    /** A token. Never printed. */
    record Got(String value, Duration life) implements Fetched {
      @Override
      public String toString() {
        return "Got[***]";
      }
    }

    /** None for now. */
    record Trouble(String reason, Duration retryAfter) implements Fetched {}

    /**
     * None until somebody does something, or a minute has passed.
     *
     * @param explained in Chinese, for the operator
     */
    record Refused(String reason, String explained) implements Fetched {}
  }

  /** A token, or why there is none. */
  public sealed interface Result {
    /** Never printed. */
    record Token(String value) implements Result {
      @Override
      public String toString() {
        return "Token[***]";
      }
    }

    /** Nothing can be sent for now. */
    record None(NotSent why) implements Result {}
  }

  private record Kept(String value, Instant until) {}

  private record Pause(NotSent why, Instant until) {}

  /** The token at hand, or a fetched one. */
  public Result current() {
    return obtained(Optional.empty());
  }

  /** Another one than the token that the platform just did not take. */
  public Result insteadOf(Result.Token rejected) {
    return obtained(Optional.of(rejected.value()));
  }

  /** What keeps the account from getting a token, in Chinese for the operator. */
  public Optional<String> trouble() {
    return trouble;
  }

  /**
   * Makes a call with a token; if the platform does not take the token, once more with another.
   *
   * @param <A> how the call ends
   * @param rejected whether the end is that the token was not taken
   * @param none the end if there is no token
   */
  public <A> A call(
      Function<Result.Token, A> call, Predicate<A> rejected, Function<NotSent, A> none) {
    return switch (current()) {
      case Result.None(var why) -> none.apply(why);
      case Result.Token first -> {
        var ended = call.apply(first);
        if (!rejected.test(ended)) {
          yield ended;
        }
        yield switch (insteadOf(first)) {
          case Result.None(var why) -> none.apply(why);
          case Result.Token second -> call.apply(second);
        };
      }
    };
  }

  private Result obtained(Optional<String> rejected) {
    CompletableFuture<Result> shared;
    boolean mine = false;
    lock.lock();
    try {
      var now = clock.instant();
      if (kept != null && now.isBefore(kept.until) && !Optional.of(kept.value).equals(rejected)) {
        return new Result.Token(kept.value);
      }
      if (pause != null && now.isBefore(pause.until)) {
        return new Result.None(pause.why);
      }
      if (flight == null) {
        flight = new CompletableFuture<>();
        mine = true;
      }
      shared = flight;
    } finally {
      lock.unlock();
    }
    if (mine) {
      land(shared, rejected);
    }
    return shared.join();
  }

  private void land(CompletableFuture<Result> shared, Optional<String> rejected) {
    Result result = new Result.None(notSent("token fetch failed", AFTER_TROUBLE));
    try {
      result = read(source.fetch(rejected));
    } finally {
      lock.lock();
      try {
        flight = null;
      } finally {
        lock.unlock();
      }
      shared.complete(result);
    }
  }

  private Result read(Fetched fetched) {
    return switch (fetched) {
      case Fetched.Got(var value, var life) -> keep(value, life);
      case Fetched.Trouble(var reason, var retryAfter) -> {
        trouble = Optional.of("暂时取不到%s接口令牌（%s），稍后自动重试".formatted(platform, reason));
        yield new Result.None(notSent("token: " + reason, retryAfter));
      }
      case Fetched.Refused(var reason, var explained) -> pause(reason, explained);
    };
  }

  private Result keep(String value, Duration life) {
    lock.lock();
    try {
      kept = new Kept(value, clock.instant().plus(usable.apply(life)));
      pause = null;
    } finally {
      lock.unlock();
    }
    trouble = Optional.empty();
    return new Result.Token(value);
  }

  private Result pause(String reason, String explained) {
    var why = notSent(reason, AFTER_REFUSAL);
    lock.lock();
    try {
      kept = null;
      pause = new Pause(why, clock.instant().plus(AFTER_REFUSAL));
    } finally {
      lock.unlock();
    }
    trouble = Optional.of(explained);
    return new Result.None(why);
  }

  private static NotSent notSent(String reason, Duration retryAfter) {
    return new NotSent(reason, Optional.of(retryAfter));
  }
}
