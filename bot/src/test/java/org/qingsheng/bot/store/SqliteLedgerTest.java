package org.qingsheng.bot.store;

import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;

@DisplayName("SQLite：Ledger")
class SqliteLedgerTest extends LedgerContract {
  @Override
  Database open(Path emptyFolder) {
    return FreshDatabase.in(emptyFolder);
  }
}
