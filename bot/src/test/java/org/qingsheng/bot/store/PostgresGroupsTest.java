package org.qingsheng.bot.store;

import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;

@DisplayName("PostgreSQL：Groups")
class PostgresGroupsTest extends GroupsContract {
  @Override
  Database open(Path emptyFolder) {
    return FreshPostgres.database();
  }
}
