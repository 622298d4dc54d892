package org.qingsheng.bot.store;

import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;

@DisplayName("PostgreSQL：Transcript")
class PostgresTranscriptTest extends TranscriptContract {
  @Override
  Database open(Path emptyFolder) {
    return FreshPostgres.database();
  }
}
