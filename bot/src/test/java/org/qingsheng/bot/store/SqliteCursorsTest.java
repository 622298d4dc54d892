package org.qingsheng.bot.store;

import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;

@DisplayName("SQLite：Cursors")
class SqliteCursorsTest extends CursorsContract {
  @Override
  Database open(Path emptyFolder) {
    return FreshDatabase.in(emptyFolder);
  }
}
