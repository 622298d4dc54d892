package org.qingsheng.bot.dialogue;

import java.util.Set;

/**
 * Every sentence the bot can say, by key. The texts are in {@code config/wording.yaml}; each key
 * must be there and may use only the variables named here.
 */
public enum Phrase {
  ANSWER_SOURCE("source"),
  ANSWER_SCOPE("region", "validity", "checked"),
  ANSWER_FOOTER(),
  ANSWER_MORE(),
  NO_MORE(),
  NO_OFFICIAL(),
  CLARIFY_HEAD(),
  CLARIFY_NONE(),
  CLARIFY_TOO_LITTLE(),
  CLARIFY_REGION("region"),
  CLARIFY_AUDIENCE(),
  PICK_EXPIRED(),
  PICK_OUT_OF_RANGE("count"),
  RECEIPT("number", "unit", "due"),
  RECEIPT_EMPTY("number", "unit", "due"),
  RECEIPT_ADDED("number"),
  ADDED(),
  PICK_UP("link"),
  ALREADY_WAITING("number", "state", "due"),
  NOT_IN_FORCE("question", "date"),
  NOT_YET_IN_FORCE("question", "date"),
  SUCCESSOR("question"),
  OTHER_REGION("question", "region"),
  OTHER_AUDIENCE("question", "audience"),
  OUT_OF_SCOPE(),
  GREETING("name"),
  THANKS(),
  RECORDED("number", "kind", "words"),
  CLARIFY_WHAT(),
  SEVERAL("count"),
  PART_LEFT("words"),
  HOME_SET("region"),
  WIZARD_STEP("name", "step", "question"),
  WIZARD_LIST(),
  WIZARD_AGAIN(),
  WIZARD_STOPPED(),
  WIZARD_YES("name", "why", "rule", "checked"),
  WIZARD_NO("name", "why", "rule", "checked"),
  WIZARD_OFFICE("name", "why", "office", "rule", "checked"),
  PROGRESS_OWN("number", "state", "unit", "due"),
  PROGRESS_DONE("number", "state"),
  PROGRESS_OTHER("number"),
  PROGRESS_NONE(),
  PROGRESS_UNKNOWN("number"),
  USEFUL_THANKS(),
  USELESS_CHOICES(),
  REPHRASE(),
  FEEDBACK_NOTHING(),
  MENU("name"),
  WHO("name", "unit"),
  NOTICE("name", "unit"),
  REGION_SET("region"),
  REGION_UNKNOWN("name"),
  WITHDRAWN("number"),
  WITHDRAW_NOTHING(),
  RESTARTED(),
  QUIET_NIGHTS("hours"),
  QUIET_SET("hours"),
  QUIET_OFF(),
  QUIET_HOW("longest"),
  DATA_REQUEST("number"),
  ATTACHMENT(),
  FILE_RECEIVED("number", "unit", "due"),
  FILE_REFUSED("why"),
  EMPTY(),
  TOO_LONG("limit"),
  RATE_LIMIT("limit"),
  CRISIS_PRIVATE("number"),
  CRISIS_GROUP("number"),
  STAFF_ANSWER("number", "answer", "unit"),
  PRIVACY_HINT(),
  UNKNOWN_COMMAND("command");

  @SuppressWarnings("ImmutableEnumChecker") // Set.of is immutable, its type does not say so
  private final Set<String> variables;

  Phrase(String... variables) {
    this.variables = Set.of(variables);
  }

  Set<String> variables() {
    return variables;
  }

  /** The key in the file: {@code answer-source}. */
  public String key() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }
}
