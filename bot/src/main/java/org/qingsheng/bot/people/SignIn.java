package org.qingsheng.bot.people;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Signing in and out (登录), and who is signed in. Thread-safe.
 *
 * <p>A stranger can neither find out which logins exist — unknown logins cost the same work and get
 * the same words — nor lock somebody out: tries are counted for a login and an address together,
 * and for an address alone, but never for a login alone.
 */
public final class SignIn {
  /** After this many tries within {@link #WINDOW} further ones are refused unheard. */
  public static final int TRIES = 10;

  /**
   * After this many tries from one address within {@link #WINDOW}, whatever the logins, further
   * ones are refused unheard. Successful ones do not count, so an office behind one address signs
   * in in the morning as before.
   */
  public static final int TRIES_FROM_ADDRESS = 50;

  private static final LoginAttempts.Limits LIMITS =
      new LoginAttempts.Limits(TRIES, TRIES_FROM_ADDRESS);

  public static final Duration WINDOW = Duration.ofMinutes(15);

  /** A console left alone is signed out. */
  public static final Duration IDLE = Duration.ofMinutes(30);

  /** Nobody stays signed in longer than this. */
  public static final Duration LONGEST = Duration.ofHours(12);

  /**
   * How exactly it is kept when a session was last seen: one write a minute, not one a request. A
   * session may therefore end up to this much before {@link #IDLE} has passed.
   */
  private static final Duration GRAIN = Duration.ofMinutes(1);

  private static final String WRONG = "登录名或密码不对";
  private static final String TOO_MANY = "尝试次数过多，请 15 分钟后再试";
  private static final String TOO_MANY_HERE = "从你所在的网络登录失败的次数过多，请 15 分钟后再试";
  private static final String ENDED = "账号已停用或已到期，请联系管理员";
  private static final int LONGEST_PASSWORD = 200;

  private final Accounts accounts;
  private final Sessions sessions;
  private final LoginAttempts attempts;
  private final Passwords passwords;
  private final Tokens tokens;
  private final InstantSource clock;

  /**
   * @param random cryptographically strong, outside tests
   */
  public SignIn(
      Accounts accounts,
      Sessions sessions,
      LoginAttempts attempts,
      Passwords passwords,
      RandomGenerator random,
      InstantSource clock) {
    this.accounts = accounts;
    this.sessions = sessions;
    this.attempts = attempts;
    this.passwords = passwords;
    this.tokens = new Tokens(random);
    this.clock = clock;
  }

  /** How a try to sign in ended. */
  public sealed interface Outcome {}

  /**
   * In.
   *
   * @param token to be handed to the browser or client; it is stored nowhere
   */
  public record SignedIn(String token, Session session) implements Outcome {
    @Override
    public String toString() {
      return "SignedIn[token=***, session=%s]".formatted(session);
    }
  }

  /** Not in; the message is Chinese and for the person. */
  public record Denied(String message) implements Outcome {}

  /** Not in and not even tried; the message is Chinese and for the person. */
  public record TooManyTries(String message, Duration retryAfter) implements Outcome {}

  /**
   * Tries to sign in. A success always makes a new session with a new token.
   *
   * @param address network address the try comes from
   * @param earlier token the client held before; its session ends with a success
   */
  public Outcome signIn(
      String login, String password, String address, Session.Kind kind, Optional<String> earlier) {
    var now = clock.instant();
    var name = login.strip().toLowerCase(Locale.ROOT);
    var counted = Tokens.digest(name);
    var network = network(address);
    switch (attempts.admit(counted, network, now, now.minus(WINDOW), LIMITS)) {
      case ADMITTED -> {}
      case TOO_MANY_FOR_LOGIN -> {
        return new TooManyTries(TOO_MANY, WINDOW);
      }
      case TOO_MANY_FROM_ADDRESS -> {
        return new TooManyTries(TOO_MANY_HERE, WINDOW);
      }
    }
    var account = accounts.findByLogin(name);
    var hash = account.flatMap(found -> accounts.passwordHash(found.id()));
    // Also for an unknown login, so that it takes as long.
    boolean right = password.length() <= LONGEST_PASSWORD && passwords.matches(password, hash);
    if (account.isEmpty() || !right) {
      return new Denied(WRONG);
    }
    if (!account.get().worksAt(now)) {
      return new Denied(ENDED);
    }
    attempts.clear(counted, network);
    earlier.ifPresent(this::signOut);
    return begin(account.get(), kind, now);
  }

  /** An IPv6 customer has 2^64 addresses or more: what counts is the network they lie in. */
  private static String network(String address) {
    if (!address.contains(":")) {
      return address;
    }
    try {
      var bytes = InetAddress.ofLiteral(address).getAddress();
      return bytes.length == 4
          ? InetAddress.getByAddress(bytes).getHostAddress()
          : HexFormat.of().formatHex(bytes, 0, 8) + "::/64";
    } catch (IllegalArgumentException | UnknownHostException _) {
      return address;
    }
  }

  private SignedIn begin(Account account, Session.Kind kind, Instant now) {
    var token = tokens.token();
    var csrf = tokens.csrf();
    sessions.forgetBefore(now.minus(LONGEST));
    sessions.begin(new Sessions.Stored(Tokens.digest(token), account.id(), csrf, kind, now, now));
    return new SignedIn(token, new Session(account, csrf, kind));
  }

  /**
   * Who is signed in with this token, which counts as activity. Asked at every request: an account
   * that was deactivated, or whose secondment ended, is out from that moment. A token of one kind
   * does not open the other.
   */
  public Optional<Session> session(String token, Session.Kind kind) {
    return find(token, kind, true);
  }

  /** The same for what a page does by itself, which does not count as activity. */
  public Optional<Session> look(String token, Session.Kind kind) {
    return find(token, kind, false);
  }

  private Optional<Session> find(String token, Session.Kind kind, boolean activity) {
    var now = clock.instant();
    var hash = Tokens.digest(token);
    var stored = sessions.find(hash).filter(one -> one.kind() == kind);
    if (stored.isEmpty()) {
      return Optional.empty();
    }
    var session = stored.get();
    var account = accounts.find(session.account()).filter(found -> found.worksAt(now));
    if (account.isEmpty() || isOver(session, now)) {
      sessions.end(hash);
      return Optional.empty();
    }
    if (activity && !session.lastSeenAt().plus(GRAIN).isAfter(now)) {
      sessions.seen(hash, now);
    }
    return Optional.of(new Session(account.get(), session.csrf(), kind));
  }

  private static boolean isOver(Sessions.Stored session, Instant now) {
    return !session.createdAt().plus(LONGEST).isAfter(now)
        || (session.kind() == Session.Kind.CONSOLE
            && !session.lastSeenAt().plus(IDLE).isAfter(now));
  }

  public void signOut(String token) {
    sessions.end(Tokens.digest(token));
  }
}
