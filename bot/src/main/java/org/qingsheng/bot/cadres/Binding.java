package org.qingsheng.bot.cadres;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.qingsheng.adapters.AskerId;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.bot.people.Account;
import org.qingsheng.bot.people.AccountId;
import org.qingsheng.bot.people.Accounts;
import org.qingsheng.bot.people.AuditEvent;
import org.qingsheng.bot.people.BadInput;
import org.qingsheng.bot.people.LoginAttempts;
import org.qingsheng.bot.people.NotAllowed;
import org.qingsheng.bot.people.Role;

/**
 * Makes a member of the organisation's channel known as an account: by a code the account shows in
 * the console and the member says to the application, or by an administrator. Every binding is
 * audited. Thread-safe.
 */
public final class Binding {
  /** How long a code works. */
  public static final Duration CODE_WORKS = Duration.ofMinutes(10);

  /** Eight digits, of which so few can be tried in {@link #CODE_WORKS} that none is guessed. */
  private static final int CODES = 100_000_000;

  private static final LoginAttempts.Limits TRIES = new LoginAttempts.Limits(5, 5);

  /** As WeCom lets administrators choose userids. */
  private static final Pattern MEMBER = Pattern.compile("[A-Za-z0-9_@.-]{1,64}");

  private final Bindings bindings;
  private final Accounts accounts;
  private final LoginAttempts attempts;
  private final RandomGenerator random;
  private final Supplier<String> ids;
  private final InstantSource clock;

  /**
   * @param random cryptographically strong, outside tests
   * @param ids makes a new id each time
   */
  public Binding(
      Bindings bindings,
      Accounts accounts,
      LoginAttempts attempts,
      RandomGenerator random,
      Supplier<String> ids,
      InstantSource clock) {
    this.bindings = bindings;
    this.accounts = accounts;
    this.attempts = attempts;
    this.random = random;
    this.ids = ids;
    this.clock = clock;
  }

  /** The account behind a member, if it may work now. */
  public Optional<Account> account(ChannelId channel, AskerId member) {
    return bindings
        .account(channel, member)
        .flatMap(accounts::find)
        .filter(account -> account.worksAt(clock.instant()));
  }

  /** As whom the account is known there. */
  public Optional<AskerId> member(ChannelId channel, Account account) {
    return bindings.member(channel, account.id());
  }

  /** A new code for the account, which works once and not for long. */
  public String code(Account account) {
    var code = String.format(Locale.ROOT, "%08d", random.nextInt(CODES));
    bindings.offer(account.id(), digest(code), clock.instant().plus(CODE_WORKS));
    return code;
  }

  /** How saying a code ended. */
  public sealed interface Outcome {
    record Bound(Account account) implements Outcome {}

    /** No such code, or its time is over. */
    record Wrong() implements Outcome {}

    record TooManyTries() implements Outcome {}
  }

  /** A member says a code. */
  public Outcome redeem(ChannelId channel, AskerId member, String code) {
    var now = clock.instant();
    var place = channel + ":" + member;
    var admission = attempts.admit(digest("binding"), place, now, now.minus(CODE_WORKS), TRIES);
    if (admission != LoginAttempts.Admission.ADMITTED) {
      return new Outcome.TooManyTries();
    }
    var bound =
        bindings
            .redeem(
                digest(code),
                channel,
                member,
                now,
                account -> event(account, "binding.code", account, "用绑定码绑定渠道 " + channel))
            .flatMap(accounts::find)
            .filter(account -> account.worksAt(now));
    if (bound.isEmpty()) {
      return new Outcome.Wrong();
    }
    attempts.clear(digest("binding"), place);
    return new Outcome.Bound(bound.get());
  }

  /**
   * An administrator says who an account is there.
   *
   * @param userid empty to end the binding
   */
  public void set(Account by, Account account, ChannelId channel, String userid) {
    if (!by.has(Role.ADMIN) || !by.scope().covers(account.region())) {
      throw new NotAllowed("只有管理员可以绑定本地区及以下的账号");
    }
    var name = userid.strip();
    if (name.isEmpty()) {
      end(by, account, channel);
      return;
    }
    if (!MEMBER.matcher(name).matches()) {
      throw new BadInput("member", "应为企业微信通讯录里的账号（userid），1 到 64 位字母、数字、点、下划线、@ 或连字符");
    }
    var member = new AskerId(name);
    var other =
        bindings
            .account(channel, member)
            .flatMap(accounts::find)
            .filter(found -> !found.id().equals(account.id()));
    if (other.filter(found -> !by.scope().covers(found.region())).isPresent()) {
      throw new NotAllowed("这个企业微信账号绑定着别的地区的账号，请对方地区的管理员先解除");
    }
    bindings.bind(
        channel,
        member,
        account.id(),
        clock.instant(),
        event(by.id(), "binding.set", account.id(), "绑定渠道 " + channel));
  }

  /** The account's own binding ends, or an administrator ends it. */
  public boolean end(Account by, Account account, ChannelId channel) {
    return bindings.unbind(
        channel, account.id(), event(by.id(), "binding.end", account.id(), "解除绑定渠道 " + channel));
  }

  private AuditEvent event(AccountId by, String action, AccountId subject, String detail) {
    return new AuditEvent(
        ids.get(), clock.instant(), Optional.of(by), action, subject.value(), detail);
  }

  static String digest(String text) {
    try {
      var sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
