package org.qingsheng.bot.store;

import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;

@DisplayName("PostgreSQL：Sessions")
class PostgresSessionsTest extends SessionsContract {
  @Override
  Database open(Path emptyFolder) {
    return FreshPostgres.database();
  }
}
