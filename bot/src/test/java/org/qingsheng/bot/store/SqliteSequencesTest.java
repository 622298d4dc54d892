package org.qingsheng.bot.store;

import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;

@DisplayName("SQLite：Sequences")
class SqliteSequencesTest extends SequencesContract {
  @Override
  Database open(Path emptyFolder) {
    return FreshDatabase.in(emptyFolder);
  }
}
