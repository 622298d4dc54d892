package org.qingsheng.bot.store;

import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;

@DisplayName("SQLite：Filters")
class SqliteFiltersTest extends FiltersContract {
  @Override
  Database open(Path emptyFolder) {
    return FreshDatabase.in(emptyFolder);
  }
}
