package org.qingsheng.bot.store;

import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;

@DisplayName("PostgreSQL：Sequences")
class PostgresSequencesTest extends SequencesContract {
  @Override
  Database open(Path emptyFolder) {
    return FreshPostgres.database();
  }
}
