package org.qingsheng.bot.store;

import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;

@DisplayName("PostgreSQL：Ledger")
class PostgresLedgerTest extends LedgerContract {
  @Override
  Database open(Path emptyFolder) {
    return FreshPostgres.database();
  }
}
