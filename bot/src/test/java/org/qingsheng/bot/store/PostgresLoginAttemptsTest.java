package org.qingsheng.bot.store;

import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;

@DisplayName("PostgreSQL：LoginAttempts")
class PostgresLoginAttemptsTest extends LoginAttemptsContract {
  @Override
  Database open(Path emptyFolder) {
    return FreshPostgres.database();
  }
}
