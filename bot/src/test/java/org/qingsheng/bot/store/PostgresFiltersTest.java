package org.qingsheng.bot.store;

import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;

@DisplayName("PostgreSQL：Filters")
class PostgresFiltersTest extends FiltersContract {
  @Override
  Database open(Path emptyFolder) {
    return FreshPostgres.database();
  }
}
