package org.qingsheng.bot.store;

import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;

@DisplayName("PostgreSQL：QuietChoices")
class PostgresQuietChoicesTest extends QuietChoicesContract {
  @Override
  Database open(Path emptyFolder) {
    return FreshPostgres.database();
  }
}
