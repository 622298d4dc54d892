package org.qingsheng.bot.store;

import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;

@DisplayName("PostgreSQL：Items")
class PostgresItemsTest extends ItemsContract {
  @Override
  Database open(Path emptyFolder) {
    return FreshPostgres.database();
  }
}
