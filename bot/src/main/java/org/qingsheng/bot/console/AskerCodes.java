package org.qingsheng.bot.console;

import java.util.Optional;
import org.qingsheng.bot.ledger.DialogueKey;

/** How staff see a person who asked: a code that is not derived from the account. Thread-safe. */
@FunctionalInterface
public interface AskerCodes {
  Optional<String> of(DialogueKey talk);
}
