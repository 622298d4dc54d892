package org.qingsheng.bot.store;

import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;

@DisplayName("PostgreSQL：Auditor")
class PostgresAuditorTest extends AuditorContract {
  @Override
  Database open(Path emptyFolder) {
    return FreshPostgres.database();
  }
}
