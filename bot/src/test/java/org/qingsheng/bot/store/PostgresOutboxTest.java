package org.qingsheng.bot.store;

import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;

@DisplayName("PostgreSQL：Outbox")
class PostgresOutboxTest extends OutboxContract {
  @Override
  Database open(Path emptyFolder) {
    return FreshPostgres.database();
  }
}
