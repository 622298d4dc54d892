package org.qingsheng.bot.cadres;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.qingsheng.adapters.AskerId;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.bot.people.AccountId;
import org.qingsheng.bot.people.AuditEvent;

/** Which member of the organisation is which account (绑定). One to one on a channel. Thread-safe. */
public interface Bindings {
  Optional<AccountId> account(ChannelId channel, AskerId member);

  Optional<AskerId> member(ChannelId channel, AccountId account);

  /** Keeps a code for the account until then; an earlier one no longer works. */
  void offer(AccountId account, String digest, Instant until);

  /**
   * Binds the member to the account the code is for; what either was bound to before ends. The code
   * works once.
   *
   * @param event kept with the binding, made once the account is known
   * @return the account; empty if there is no such code or its time is over
   */
  Optional<AccountId> redeem(
      String digest,
      ChannelId channel,
      AskerId member,
      Instant now,
      Function<AccountId, AuditEvent> event);

  /** Binds the two; what either was bound to before ends. */
  void bind(ChannelId channel, AskerId member, AccountId account, Instant now, AuditEvent event);

  /**
   * Ends a binding.
   *
   * @return false, and nothing is kept, if there was none
   */
  boolean unbind(ChannelId channel, AccountId account, AuditEvent event);
}
