package org.qingsheng.bot.store;

import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;

@DisplayName("PostgreSQL：Mutes")
class PostgresMutesTest extends MutesContract {
  @Override
  Database open(Path emptyFolder) {
    return FreshPostgres.database();
  }
}
