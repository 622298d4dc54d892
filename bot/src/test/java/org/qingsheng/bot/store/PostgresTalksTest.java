package org.qingsheng.bot.store;

import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;

@DisplayName("PostgreSQL：Talks")
class PostgresTalksTest extends TalksContract {
  @Override
  Database open(Path emptyFolder) {
    return FreshPostgres.database();
  }
}
