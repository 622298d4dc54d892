package org.qingsheng.bot.store;

import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;

@DisplayName("SQLite：Accounts")
class SqliteAccountsTest extends AccountsContract {
  @Override
  Database open(Path emptyFolder) {
    return FreshDatabase.in(emptyFolder);
  }
}
