package org.qingsheng.bot.console;

import io.javalin.security.RouteRole;
import java.util.Set;
import org.qingsheng.bot.people.Account;
import org.qingsheng.bot.people.Role;

/** Who may open an address. Each route of the console and the API names exactly one. */
public enum Gate implements RouteRole {
  /** Everyone, signed in or not. */
  EVERYONE,
  /** Every account that is signed in. */
  STAFF,
  /** Those who work on items. */
  DESK(Role.CADRE),
  /** Those who may read items and figures. */
  READ_ITEMS(Role.CADRE, Role.LEADER),
  /** Those who may read entries. */
  READ_ENTRIES(Role.CADRE, Role.EDITOR, Role.REVIEWER),
  /** Those who draft entries. */
  EDIT_ENTRIES(Role.EDITOR),
  /** Those who publish what others drafted. */
  REVIEW_ENTRIES(Role.REVIEWER),
  /** Those who look after channels and deliveries. */
  OPERATE(Role.OPERATOR),
  ADMINISTER(Role.ADMIN);

  private final Set<Role> roles;

  Gate(Role... roles) {
    this.roles = Set.of(roles);
  }

  /** Whether the account may pass; administrators have every role. */
  public boolean admits(Account account) {
    return this == EVERYONE || this == STAFF || roles.stream().anyMatch(account::has);
  }
}
