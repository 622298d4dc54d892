package org.qingsheng.bot.console;

import io.javalin.security.RouteRole;
import org.qingsheng.bot.people.Account;
import org.qingsheng.bot.people.Role;

/** Who may open an address. Each route of the console and the API names exactly one. */
public enum Gate implements RouteRole {
  /** Everyone, signed in or not. */
  EVERYONE,
  /** Every account that is signed in. */
  STAFF,
  /** Those who work on items. */
  DESK,
  /** Those who may read items and figures. */
  READ_ITEMS,
  /** Those who may read entries. */
  READ_ENTRIES,
  /** Those who draft entries. */
  EDIT_ENTRIES,
  /** Those who publish what others drafted. */
  REVIEW_ENTRIES,
  /** Those who look after channels and deliveries. */
  OPERATE,
  ADMINISTER;

  /** Whether the account may pass; administrators have every role. */
  public boolean admits(Account account) {
    return switch (this) {
      case EVERYONE, STAFF -> true;
      case DESK -> account.has(Role.CADRE);
      case READ_ITEMS -> account.has(Role.CADRE) || account.has(Role.LEADER);
      case READ_ENTRIES ->
          account.has(Role.CADRE) || account.has(Role.EDITOR) || account.has(Role.REVIEWER);
      case EDIT_ENTRIES -> account.has(Role.EDITOR);
      case REVIEW_ENTRIES -> account.has(Role.REVIEWER);
      case OPERATE -> account.has(Role.OPERATOR);
      case ADMINISTER -> account.has(Role.ADMIN);
    };
  }
}
