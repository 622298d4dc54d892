package org.qingsheng.bot.store;

import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;

@DisplayName("PostgreSQL：Accounts")
class PostgresAccountsTest extends AccountsContract {
  @Override
  Database open(Path emptyFolder) {
    return FreshPostgres.database();
  }
}
