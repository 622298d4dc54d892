package org.qingsheng.bot.people;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.qingsheng.knowledge.RegionCode;

/**
 * Somebody who works here (工作人员).
 *
 * @param name shown to colleagues, never to askers
 * @param region what they may see and do is bounded by it
 * @param expiresAt end of a secondment; the account works until then
 */
public record Account(
    AccountId id,
    String login,
    String name,
    Set<Role> roles,
    RegionCode region,
    boolean active,
    Optional<Instant> expiresAt) {
  public Account {
    roles = Set.copyOf(roles);
  }

  public boolean has(Role role) {
    return roles.contains(role) || roles.contains(Role.ADMIN);
  }

  /** Whether it may be used at the moment: not switched off, secondment not over. */
  public boolean worksAt(Instant moment) {
    return active && expiresAt.map(end -> end.isAfter(moment)).orElse(true);
  }

  public Scope scope() {
    return new Scope(region);
  }
}
